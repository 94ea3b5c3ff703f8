"""Comparison of a built site with a build from scratch."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sitegen.build.build import build
from sitegen.build.context import Context, Progress
from sitegen.build.indexing import NO_INDEX, Finished, index_of
from sitegen.execute import Executor
from sitegen.read.scan import read_bytes
from sitegen.types import Config, Digest, Problem
from sitegen.types.paths import INDEX, REPORT
from sitegen.write.output import read_manifest


class CannotRebuild(Exception):
    """A clean build has errors; `problems` are all of its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("a clean build has errors")
        self.problems = problems


def rebuilt_otherwise(
    root: Path, output: Path, config: Config, executor: Executor, progress: Progress
) -> list[str]:
    """Paths of the outputs that a clean build would make otherwise, not make, or make besides.

    Everything is made again and compared with the file at once; nothing is written. Raises CannotRebuild.
    """
    result = build(root, config, Context(executor, progress, sink=partial(_differs, output)))
    if result.blocked:
        raise CannotRebuild(result.report.problems)
    made, wrong = set(result.rendered), list(result.written)
    if not wrong:  # otherwise the texts to search in are not those of a clean build
        texts = {artifact.path: artifact.facts.text for artifact in result.artifacts}
        read = partial(read_bytes, output)
        finished = Finished(result.site.site, texts.__getitem__, read, partial(_differs, output))
        index = index_of(finished, NO_INDEX, executor, None)
        wrong += index.written
        made |= index.records.keys()
    else:
        made |= {path for path in read_manifest(output) if path.startswith(f"{INDEX}/")}
    besides = {path for path in read_manifest(output).keys() - made if not path.startswith(f"{REPORT}/")}
    return sorted({*wrong, *besides})


def _differs(output: Path, path: str, data: bytes, _: Digest) -> bool:
    try:
        return (output / path).read_bytes() != data
    except OSError:
        return True
