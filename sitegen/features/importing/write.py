"""Writes an imported site into a folder, and never overwrites what a person has changed since.

`import.lock` in the folder has the digest of each file as it was written. A file with another digest has been
changed by a person, and one that is missing has been removed by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.features.importing.imported import ImportedFile
from sitegen.features.importing.site import NewSite
from sitegen.features.importing.source import Source
from sitegen.store.own_files import read_regular, replace_file
from sitegen.types.file_names import wrong_with

LOCK = "import.lock"
HEAD = """\
# Files as `sitegen import` wrote them. It overwrites none that was changed since. Delete this file when the
# old site is no longer imported.
"""


class Unwritable(Exception):
    """The folder cannot be written to; carries the message."""


class Written(Struct, frozen=True):
    """Paths of the files of an import, by what happened to them."""

    new: tuple[str, ...]
    updated: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that a person has changed, or that were there before the first import."""
    removed: tuple[str, ...]
    """Files that a person has removed."""
    left_over: tuple[str, ...]
    """Files of an earlier import whose source is gone."""
    refused: tuple[str, ...]
    """Files whose names not every system can store."""
    unread: tuple[str, ...]


def write(
    folder: Path, site: NewSite, base: Mapping[str, bytes], source: Source, media: Source | None
) -> Written:
    """Writes the files. Raises Unwritable and OSError."""
    lock = _read_lock(folder)
    found: dict[str, list[str]] = {name: [] for name in Written.__struct_fields__}
    present = [path for path, file in site.copies.items() if file.is_present]
    found["same"] += present
    digests = {path: lock[path] for path in present if path in lock}
    for path, data in _all_files(site, base, source, media):
        if data is None:
            found["unread"].append(path)
            continue
        if wrong_with(path):
            found["refused"].append(path)
            continue
        digest = digest_of_bytes(data)
        outcome = _outcome(folder, path, digest, lock.get(path, ""))
        found[outcome].append(path)
        digests[path] = lock.get(path, "") if outcome in ("kept", "removed") else digest
        if outcome in ("new", "updated"):
            put_file(folder, path, data)
    for path in sorted(lock.keys() - digests.keys()):
        if (folder / path).is_file():
            found["left_over"].append(path)
            digests[path] = lock[path]
    lines = (f"{digest} {path}" for path, digest in sorted(digests.items()) if digest)
    put_file(folder, LOCK, (HEAD + "".join(f"{line}\n" for line in lines)).encode())
    return Written(**{name: tuple(paths) for name, paths in found.items()})


def _all_files(
    site: NewSite, base: Mapping[str, bytes], source: Source, media: Source | None
) -> Iterator[tuple[str, bytes | None]]:
    """All files with their bytes, read one after the other; None if one cannot be read."""
    for path, text in site.texts.items():
        yield path, text.encode("utf-8", "replace")
    for path, data in base.items():
        if path not in site.texts and path not in site.copies:
            yield path, data
    for path, file in site.copies.items():
        if path not in site.texts and not file.is_present:
            yield path, _data_of(file, source, media)


def _data_of(file: ImportedFile, source: Source, media: Source | None) -> bytes | None:
    if file.data is not None:
        return file.data
    place = media if file.media else source
    return place.data(file.source) if place else None


def _outcome(folder: Path, path: str, digest: str, before: str) -> str:
    """Action for a file: the name of a list of `Written`."""
    target = folder / path
    if not os.path.lexists(target):
        return "removed" if before else "new"
    if target.is_symlink() or not target.is_file():
        return "kept"
    current = digest_of_bytes(read_regular(target))
    if current == digest:
        return "same"
    return "updated" if before and current == before else "kept"


def put_file(folder: Path, path: str, data: bytes) -> None:
    """Writes a file below the folder. Raises Unwritable if a folder on the way is a link."""
    target = folder / path
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise Unwritable(f"{target.parent} is a link that leads out of the folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, data)


def _read_lock(folder: Path) -> dict[str, str]:
    try:
        text = read_regular(folder / LOCK).decode("utf-8", "replace")
    except FileNotFoundError:
        return {}
    rows = (line.partition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {path: digest for digest, _, path in rows if path and ".." not in path.split("/")}
