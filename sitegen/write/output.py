"""The output folder: whose it is, and how it changes in one step.

A build is written beside the output (`.public.new-…`), and then the two change places, so that
nobody ever sees half a site. The folder carries a manifest of what sitegen wrote there; a folder
without one is not ours and is never touched.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.types import Artifact, Digest
from sitegen.write.swap import swap

MANIFEST = ".sitegen.json"
UNSEEN = (MANIFEST, ".DS_Store", "Thumbs.db", "desktop.ini")
"""What desktops leave in folders that somebody has looked at, and our own manifest."""
SOURCES = ("content", "templates", "static", "sitegen", ".git")


class OutputError(Exception):
    """The output folder cannot be used; the message says why, for the user."""


@dataclass(frozen=True, slots=True)
class Written:
    written: int
    unchanged: int
    removed: int


def check_output(output: Path, root: Path) -> None:
    """Raises `OutputError` unless the folder is absent, empty or ours, and apart from the sources."""
    place, home = output.resolve(), root.resolve()
    for folder in (home, *(home / name for name in SOURCES)):
        inside = folder != home and place.is_relative_to(folder)
        if place == folder or home.is_relative_to(place) or inside:
            raise OutputError(
                f"the output folder {output} is, holds or lies in the sources; choose another --output"
            )
    if output.is_symlink():
        raise OutputError(f"the output folder {output} is a link; name the folder itself")
    if output.exists() and not output.is_dir():
        raise OutputError(f"the output {output} is a file, not a folder")
    if output.is_dir() and not (output / MANIFEST).is_file() and any(output.iterdir()):
        reason = "is not empty and was not made by sitegen"
        raise OutputError(f"the folder {output} {reason}; empty it or choose another --output")
    foreign = _foreign(output)
    if foreign:
        names = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        advice = "move what belongs to the site to static/, and the rest elsewhere"
        raise OutputError(f"{output} holds what sitegen did not make ({names}); {advice}")


def _foreign(output: Path) -> list[str]:
    """Files in an output of ours that no build wrote; the next build would take them away."""
    known = read_manifest(output)
    if not known:
        return []
    found = []
    for folder, _, names in os.walk(output):
        below = Path(folder).relative_to(output).as_posix()
        paths = (name if below == "." else f"{below}/{name}" for name in names)
        found += [path for path in paths if path not in known and Path(path).name not in UNSEEN]
    return sorted(found)


def read_manifest(output: Path) -> Mapping[str, Digest]:
    """The digest of each file of the last build, by path; empty where there is none to trust."""
    try:
        manifest = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        files = manifest["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


def publish(artifacts: Iterable[Artifact], output: Path, fresh: bool = False) -> Written:
    """Writes the artifacts as the new content of the output folder, whole or not at all.

    A file that has not changed is shared with the last build (a hard link) where the file system
    can do that; with `fresh` every file is written. Raises `OSError` where writing fails; the old
    folder is then as it was.
    """
    known = {} if fresh else read_manifest(output)
    with _staging(output) as staging:
        files: dict[str, Digest] = {}
        unchanged = 0
        for artifact in artifacts:
            _stay_inside(artifact.path)
            digest = digest_of_bytes(artifact.data)
            files[artifact.path] = digest
            target = staging / artifact.path
            target.parent.mkdir(parents=True, exist_ok=True)
            same = known.get(artifact.path) == digest and _is(output / artifact.path, artifact.data)
            if not (same and _link(output / artifact.path, target)):
                target.write_bytes(artifact.data)
            unchanged += same
        manifest = {"made by": "sitegen", "files": dict(sorted(files.items()))}
        (staging / MANIFEST).write_text(json.dumps(manifest, indent=0) + "\n", encoding="utf-8")
        swap(staging, output)
    return Written(len(files) - unchanged, unchanged, len(known.keys() - files.keys()))


def _stay_inside(path: str) -> None:
    """Planned paths are made of slugs; this is the last wall, not the first."""
    parts = path.split("/")
    assert not any(part in ("", ".", "..", MANIFEST) for part in parts), f"unsafe output path {path!r}"


def _is(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _link(old: Path, new: Path) -> bool:
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """A new folder beside the output, gone afterwards whatever happens; older remains are swept."""
    output.parent.mkdir(parents=True, exist_ok=True)
    for remains in output.parent.glob(f".{glob.escape(output.name)}.new-*"):
        if remains.name.rpartition("-")[2].isdecimal():  # a build that was killed; others' folders stay
            shutil.rmtree(remains, ignore_errors=True)
    staging = output.parent / f".{output.name}.new-{os.getpid()}"
    staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
