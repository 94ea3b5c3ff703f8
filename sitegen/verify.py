"""Whether a site is what a build without memory makes of its sources."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sitegen.execute import Executor
from sitegen.pipeline import Means, Progress, prepare, render
from sitegen.read.bodies import Bodies
from sitegen.types import Config, Digest
from sitegen.write.output import read_manifest


def verify(root: Path, output: Path, config: Config, executor: Executor, progress: Progress) -> list[str]:
    """Paths of the outputs that a clean build would make otherwise, not make, or make besides.

    Everything is made again and compared with the file at once; nothing is written.
    """
    with Bodies() as bodies:
        means = Means(executor, progress, bodies)
        built = render(prepare(root, config, means), root, means, partial(_differs, output))
    made = {artifact.path: artifact for artifact in built.artifacts}
    wrong = [path for path, artifact in made.items() if not artifact.unchanged]
    return sorted({*wrong, *(read_manifest(output).keys() - made.keys())})


def _differs(output: Path, path: str, data: bytes, _: Digest) -> bool:
    try:
        return (output / path).read_bytes() != data
    except OSError:
        return True
