"""The output folder: check of its ownership, and its replacement in one step.

A build is written to a folder beside the output (`.public.new-…`), and then the two are exchanged, so that
readers never see an incomplete site. The folder contains a manifest of the files that sitegen wrote; a folder
without a manifest belongs to the user and is never changed.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import MsgspecError, Struct
from msgspec.json import decode

from sitegen.store.own_files import own_folder, read_regular, replace_file
from sitegen.store.seal import Sealer
from sitegen.types import Digest, Stamp
from sitegen.types.source import stamp_with
from sitegen.write.swap import swap

MANIFEST = ".sitegen.json"
IGNORED = (MANIFEST, ".DS_Store", "Thumbs.db", "desktop.ini")
"""The manifest, and files that desktop systems create in folders."""
SOURCES = ("content", "templates", "static", "themes", "sitegen", ".git")


class OutputError(Exception):
    """The output folder cannot be used; the message says why, for the user."""


class FileCounts(Struct, frozen=True):
    written: int
    unchanged: int
    removed: int


def check_output(output: Path, root: Path) -> None:
    """Raises OutputError unless the output is outside the sources, and missing, empty or made by sitegen."""
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


def stamps_in(output: Path) -> Mapping[str, Stamp]:
    """The stamps of the files in an output, by path. Raises OutputError if some are not made by sitegen."""
    files = _files_in(output)
    known = read_manifest(output)
    foreign = sorted(path for path in files if path not in known) if known else []
    if foreign:
        names = ", ".join(foreign[:3]) + (", …" if len(foreign) > 3 else "")
        advice = "move what belongs to the site to static/, and the rest elsewhere"
        raise OutputError(f"{output} holds what sitegen did not make ({names}); {advice}")
    return files


def _files_in(output: Path) -> dict[str, Stamp]:
    """Stamps of all files in an output except ignored ones, by path."""
    found, waiting = {}, [""] if output.is_dir() else []
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{output}/{below}") as items:
            for item in items:
                if item.is_dir(follow_symlinks=False):
                    waiting.append(f"{below}{item.name}/")
                elif item.is_symlink():
                    raise OutputError(f"{item.path} is a link, and sitegen makes none; remove it")
                elif item.name not in IGNORED:
                    found[below + item.name] = _stamp_of(item.stat(follow_symlinks=False))
    return found


def read_manifest(output: Path) -> Mapping[str, Digest]:
    """Digest of each file of the last build, by path; empty if there is no valid manifest."""
    try:
        files = manifest_content(output)["files"]
        return {str(path): str(digest) for path, digest in files.items()}
    except (OSError, ValueError, MsgspecError, KeyError, AttributeError):
        return {}


def manifest_content(output: Path) -> dict[str, Any]:
    """Content of the manifest, for an output whose manifest has been validated."""
    content: dict[str, Any] = decode(read_regular(output / MANIFEST))
    return content


def add_to_manifest(output: Path, folder: str, files: Mapping[str, Digest]) -> None:
    """Adds the files of a folder in the output to the manifest, so that the next build removes them.

    Does nothing if there is no valid manifest. Raises OSError.
    """
    known = read_manifest(output)
    if not known:
        return
    manifest = manifest_content(output)
    others = {path: digest for path, digest in known.items() if not path.startswith(f"{folder}/")}
    manifest["files"] = dict(sorted({**others, **files}.items()))
    replace_file(output / MANIFEST, _as_text(manifest).encode("utf-8"))


def _as_text(manifest: Mapping[str, object]) -> str:
    """Formats the manifest with one line for each file."""
    import json

    return json.dumps(manifest, separators=(",\n", ": ")) + "\n"


class Staging(Struct, frozen=True):
    """A folder beside the output in which a build writes its files, until the two are exchanged."""

    path: Path
    output: Path
    previous: Mapping[str, Digest]
    """Files of the folder before this build, an earlier output: two trees take turns."""
    current: Mapping[str, Digest]
    """Files in the current output."""
    spare: Path
    """Folder that keeps the replaced output for the next build."""

    def put(self, path: str, data: bytes, digest: Digest) -> bool:
        """Writes a file of the new site; returns False if the output has the same file, which is then shared.

        Several processes may call it at once. Raises OSError.
        """
        if self.current.get(path) == digest and _holds(self.output / path, data):
            return False
        _write(self.path, path, data, replaced=path in self.previous)
        return True


@contextmanager
def staging(output: Path, paths: Collection[str], spare: Path, fresh: bool = False) -> Iterator[Staging]:
    """Yields a tree for a site with files at these paths; it is removed at the end unless it was published.

    With `fresh`, every file has to be written. The remains of killed builds are removed. Raises OSError.
    """
    with _staging(output, spare, fresh) as (folder, previous):
        (folder / MANIFEST).unlink(missing_ok=True)
        wanted = set(paths)
        gone = [path for path in previous if path not in wanted]
        _remove(folder, gone)
        for path in gone:
            del previous[path]
        yield Staging(folder, output, previous, {} if fresh else read_manifest(output), spare)


def publish(
    tree: Staging,
    files: Mapping[str, Digest],
    written: Collection[str],
    extra: Mapping[str, object] = MappingProxyType({}),
) -> FileCounts:
    """Replaces the output folder by one with these files, completely or not at all.

    Files that were not written to the tree are taken from it or from the current output, by hard links where
    the file system supports them. The cost is proportional to the changes. `extra` is further content of the
    manifest. Raises OSError; the output is then unchanged.
    """
    new = set(written)
    _remove(tree.path, tree.previous.keys() - files.keys())
    shared = [path for path, digest in files.items() if path not in new and tree.previous.get(path) != digest]
    for folder in sorted({path.rpartition("/")[0] for path in shared}):
        _make_folder(f"{tree.path}/{folder}")
    for path in shared:
        _share(tree.output, tree.path, path)
    manifest = {"made by": "sitegen", **extra, "files": dict(sorted(files.items()))}
    (tree.path / MANIFEST).write_text(_as_text(manifest), encoding="utf-8")
    before = tree.current or read_manifest(tree.output)
    swap(tree.path, tree.output)
    _keep_as_spare(tree.path, tree.spare)
    return FileCounts(len(new), len(files) - len(new), len(before.keys() - files.keys()))


def _holds(path: Path, data: bytes) -> bool:
    try:
        return read_regular(path) == data
    except OSError:
        return False


def _write(tree: Path, path: str, data: bytes, replaced: bool) -> None:
    """Writes a file under a new inode: the old one may be shared with the published tree."""
    _stay_inside(path)
    target = f"{tree}/{path}"
    if not (replaced and _removed(target)):
        _make_folder(target.rpartition("/")[0])
    try:
        _write_new(target, data)
    except FileExistsError:  # written by a process that ended before it could report that
        _removed(target)
        _write_new(target, data)


def _removed(target: str) -> bool:
    try:
        os.unlink(target)  # noqa: PTH108 - called for each page, as in `_make_folder`
    except FileNotFoundError:
        return False
    return True


NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _write_new(target: str, data: bytes) -> None:
    """Writes all bytes: on a nearly full disk, the system first writes a part and then fails."""
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
        from shutil import copy2

        copy2(source, target)


def _make_folder(path: str) -> None:
    with suppress(FileExistsError):  # another process may create it at the same time
        try:
            os.mkdir(path)  # noqa: PTH102 - called for each page; a path object costs as much as the call
        except FileNotFoundError:
            os.makedirs(path, exist_ok=True)  # noqa: PTH103


def _remove(tree: Path, paths: Iterable[str]) -> None:
    """Removes files that are no longer part of the site, and folders that become empty."""
    for path in paths:
        (tree / path).unlink(missing_ok=True)
        for folder in (tree / path).parents:
            if folder == tree or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()


def output_stamp(path: str) -> Stamp:
    """Size, time and inode of a written file, which hard links do not change; empty if it does not exist."""
    try:
        return _stamp_of(os.lstat(path))
    except OSError:
        return b""


def _stamp_of(status: os.stat_result) -> Stamp:
    return stamp_with(status.st_size, status.st_mtime_ns, status.st_ino)


UNSAFE = frozenset(("", ".", "..", MANIFEST))


def _stay_inside(path: str) -> None:
    """Asserts that a path is inside the output; planned paths are, so this is the last line of defence."""
    assert UNSAFE.isdisjoint(path.split("/")), f"unsafe output path {path!r}"


@contextmanager
def _staging(output: Path, spare: Path, fresh: bool) -> Iterator[tuple[Path, dict[str, Digest]]]:
    """Yields a folder beside the output to build in, and its files: an earlier output, or nothing.

    It is removed at the end in any case, as are the remains of killed builds. Raises OSError.
    """
    from shutil import rmtree

    output.parent.mkdir(parents=True, exist_ok=True)
    start = f".{output.name}.new-"
    for remains in output.parent.iterdir():
        if remains.name.startswith(start) and remains.name[len(start) :].isdecimal():  # of a killed build
            rmtree(remains, ignore_errors=True)
    staging = output.parent / f"{start}{os.getpid()}"
    _remove_other_spares(spare)
    previous = {} if fresh else dict(read_manifest(spare))
    if previous:
        spare.rename(staging)
    else:
        staging.mkdir()
    try:
        yield staging, previous
    finally:
        rmtree(staging, ignore_errors=True)


def spare_of(output: Path, sealer: Sealer) -> Path:
    """Folder of the tree that takes turns with an output.

    Its content is trusted to match the manifest in it. Its name is therefore unpredictable, so that no other
    program can replace it.
    """
    return output.parent / f".{output.name}.spare" / sealer.name("spare", str(output.resolve()))


def _remove_other_spares(spare: Path) -> None:
    """Removes trees of other machines, and of versions that kept theirs one folder higher. Raises OSError."""
    if not own_folder(spare.parent):
        return
    from shutil import rmtree

    if (spare.parent / MANIFEST).is_file():
        rmtree(spare.parent)
        return
    for folder in spare.parent.iterdir():
        if folder != spare and (folder / MANIFEST).is_file():
            rmtree(folder, ignore_errors=True)


def _keep_as_spare(old: Path, spare: Path) -> None:
    """Keeps the replaced output for the next build."""
    if not old.is_dir():
        return
    if read_manifest(spare):  # left from a build that wrote every file
        from shutil import rmtree

        rmtree(spare, ignore_errors=True)
    if not own_folder(spare.parent):
        spare.parent.mkdir()
    if not spare.exists():
        old.rename(spare)
