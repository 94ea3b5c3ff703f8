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
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sitegen.store.own_files import own_folder, read_regular, replace_file
from sitegen.store.seal import Sealer
from sitegen.types import Digest, Stamp
from sitegen.write.swap import swap

MANIFEST = ".sitegen.json"
UNSEEN = (MANIFEST, ".DS_Store", "Thumbs.db", "desktop.ini")
"""What desktops leave in folders that somebody has looked at, and our own manifest."""
SOURCES = ("content", "templates", "static", "sitegen", ".git")


class OutputError(Exception):
    """The output folder cannot be used; the message says why, for the user."""


class Written(Struct, frozen=True):
    written: int
    unchanged: int
    removed: int


def check_output(output: Path, root: Path) -> Mapping[str, Stamp]:
    """The stamps of the files that are there, by path; all of them are ours.

    Raises `OutputError` unless the folder is absent, empty or ours, and apart from the sources.
    """
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
    files = _files_in(output)
    known = read_manifest(output)
    foreign = sorted(path for path in files if path not in known) if known else []
    if foreign:
        names = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        advice = "move what belongs to the site to static/, and the rest elsewhere"
        raise OutputError(f"{output} holds what sitegen did not make ({names}); {advice}")
    return files


def _files_in(output: Path) -> dict[str, Stamp]:
    """Everything in an output but its folders and what nobody sees, by path."""
    found, waiting = {}, [""] if output.is_dir() else []
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{output}/{below}") as items:
            for item in items:
                if item.is_dir(follow_symlinks=False):
                    waiting.append(f"{below}{item.name}/")
                elif item.is_symlink():
                    raise OutputError(f"{item.path} is a link, and sitegen makes none; remove it")
                elif item.name not in UNSEEN:
                    found[below + item.name] = _stamp_of(item.stat(follow_symlinks=False))
    return found


def read_manifest(output: Path) -> Mapping[str, Digest]:
    """The digest of each file of the last build, by path; empty where there is none to trust."""
    try:
        files = said_in_manifest(output)["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, KeyError, AttributeError):
        return {}


def said_in_manifest(output: Path) -> dict[str, Any]:
    """All that the manifest says; only of an output whose manifest has been read."""
    said: dict[str, Any] = json.loads(read_regular(output / MANIFEST))
    return said


def add_to_manifest(output: Path, folder: str, files: Mapping[str, Digest]) -> None:
    """Makes these files, all that lie in a folder of the output, part of what sitegen wrote there.

    The next build takes them away again. Nothing happens where there is no manifest to trust. Raises OSError.
    """
    known = read_manifest(output)
    if not known:
        return
    manifest = said_in_manifest(output)
    others = {path: digest for path, digest in known.items() if not path.startswith(f"{folder}/")}
    manifest["files"] = dict(sorted({**others, **files}.items()))
    replace_file(output / MANIFEST, _as_text(manifest).encode("utf-8"))


def _as_text(manifest: Mapping[str, object]) -> str:
    """A line for each file."""
    return json.dumps(manifest, separators=(",\n", ": ")) + "\n"


class Tree(Struct, frozen=True):
    """A folder beside the output in which a build takes shape, until the two change places."""

    path: Path
    output: Path
    had: Mapping[str, Digest]
    """What it held before: the tree takes turns with the output."""
    known: Mapping[str, Digest]
    """What the output holds."""
    spare: Path
    """Folder that keeps the replaced output for the next build."""

    def put(self, path: str, data: bytes, digest: Digest) -> bool:
        """Writes a file of the new site; false where the output has the same, which is then shared.

        Several processes may do so at once. Raises OSError.
        """
        if self.known.get(path) == digest and _holds(self.output / path, data):
            return False
        _write(self.path, path, data)
        return True


@contextmanager
def staging(output: Path, paths: Collection[str], spare: Path, fresh: bool = False) -> Iterator[Tree]:
    """A tree for a site that will have files at these paths; nothing is left of it unless it is published.

    With `fresh` every file has to be written. What a killed build left is swept. Raises OSError.
    """
    with _staging(output, spare, fresh) as (folder, had):
        (folder / MANIFEST).unlink(missing_ok=True)
        wanted = set(paths)
        gone = [path for path in had if path not in wanted]
        _remove(folder, gone)
        for path in gone:
            del had[path]
        yield Tree(folder, output, had, {} if fresh else read_manifest(output), spare)


def publish(
    tree: Tree,
    files: Mapping[str, Digest],
    written: Collection[str],
    known: Mapping[str, object] = MappingProxyType({}),
) -> Written:
    """Makes the output folder hold these files, whole or not at all: those written to the tree, and
    those that it has already, or shares with the tree (by a hard link where the file system can).

    Publishing costs as much as has changed. `known` is what else stands in the manifest. Raises OSError; the
    output is then as it was.
    """
    new = set(written)
    _remove(tree.path, tree.had.keys() - files.keys())
    shared = [path for path, digest in files.items() if path not in new and tree.had.get(path) != digest]
    for folder in sorted({path.rpartition("/")[0] for path in shared}):
        _make_folder(f"{tree.path}/{folder}")
    for path in shared:
        _share(tree.output, tree.path, path)
    manifest = {"made by": "sitegen", **known, "files": dict(sorted(files.items()))}
    (tree.path / MANIFEST).write_text(_as_text(manifest), encoding="utf-8")
    before = tree.known or read_manifest(tree.output)
    swap(tree.path, tree.output)
    _set_aside(tree.path, tree.spare)
    return Written(len(new), len(files) - len(new), len(before.keys() - files.keys()))


def _holds(path: Path, data: bytes) -> bool:
    try:
        return read_regular(path) == data
    except OSError:
        return False


def _write(tree: Path, path: str, data: bytes) -> None:
    """As a new file: the old one may be shared with the tree that readers see."""
    _stay_inside(path)
    target = f"{tree}/{path}"
    try:
        _write_new(target, data)
    except FileNotFoundError:
        _make_folder(target.rpartition("/")[0])
        _write_new(target, data)
    except FileExistsError:
        Path(target).unlink()
        _write_new(target, data)


NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _write_new(target: str, data: bytes) -> None:
    """All of it: where little room is left, the system first takes a part, and only then refuses."""
    descriptor = os.open(target, NEW, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, data[written:])
    finally:
        os.close(descriptor)


def _share(output: Path, tree: Path, path: str) -> None:
    source, target = f"{output}/{path}", f"{tree}/{path}"
    try:
        os.link(source, target)
    except OSError:
        Path(target).unlink(missing_ok=True)
        _link_or_copy(source, target)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _make_folder(path: str) -> None:
    with suppress(FileExistsError):  # another process may make it at the same time
        try:
            os.mkdir(path)  # noqa: PTH102 - of each page; a path object costs as much as the call
        except FileNotFoundError:
            os.makedirs(path, exist_ok=True)  # noqa: PTH103


def _remove(tree: Path, paths: Iterable[str]) -> None:
    """Files that are no longer part of the site, and the folders that they leave empty."""
    for path in paths:
        (tree / path).unlink(missing_ok=True)
        for folder in (tree / path).parents:
            if folder == tree or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def output_stamp(path: str) -> Stamp:
    """Size, time and inode of a written file; hard links to it do not change them. Empty for no file."""
    try:
        return _stamp_of(os.lstat(path))
    except OSError:
        return ()


def _stamp_of(status: os.stat_result) -> Stamp:
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def _stay_inside(path: str) -> None:
    """Planned paths are made of slugs; this is the last wall, not the first."""
    parts = path.split("/")
    assert not any(part in ("", ".", "..", MANIFEST) for part in parts), f"unsafe output path {path!r}"


@contextmanager
def _staging(output: Path, spare: Path, fresh: bool) -> Iterator[tuple[Path, dict[str, Digest]]]:
    """A folder beside the output to build in, and what it holds: the tree before the last, or a new one.

    Gone afterwards whatever happens; what a killed build left is swept. Raises OSError.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    for remains in output.parent.glob(f".{glob.escape(output.name)}.new-*"):
        if remains.name.rpartition("-")[2].isdecimal():  # a build that was killed; others' folders stay
            shutil.rmtree(remains, ignore_errors=True)
    staging = output.parent / f".{output.name}.new-{os.getpid()}"
    _remove_other_spares(spare)
    had = {} if fresh else dict(read_manifest(spare))
    if had:
        spare.rename(staging)
    else:
        staging.mkdir()
    try:
        yield staging, had
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def spare_of(output: Path, sealer: Sealer) -> Path:
    """The folder of the tree that takes turns with an output.

    What is in it is believed to be as the manifest there says. So it has a name that nobody can foresee, and
    put another tree in its place.
    """
    return output.parent / f".{output.name}.spare" / sealer.name("spare", str(output.resolve()))


def _remove_other_spares(spare: Path) -> None:
    """Removes trees of other machines, and of versions that kept theirs one folder higher. Raises OSError."""
    if not own_folder(spare.parent):
        return
    if (spare.parent / MANIFEST).is_file():
        shutil.rmtree(spare.parent)
        return
    for folder in spare.parent.iterdir():
        if folder != spare and (folder / MANIFEST).is_file():
            shutil.rmtree(folder, ignore_errors=True)


def _set_aside(old: Path, spare: Path) -> None:
    """The tree that was the output until now waits for the next build."""
    if not old.is_dir():
        return
    if read_manifest(spare):  # left from a build that wrote everything anew
        shutil.rmtree(spare, ignore_errors=True)
    if not own_folder(spare.parent):
        spare.parent.mkdir()
    if not spare.exists():
        old.rename(spare)
