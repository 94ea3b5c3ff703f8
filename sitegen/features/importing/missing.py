"""Files that the source of an import names and does not contain: which the new site has already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from sitegen.features.importing.imported import Imported, ImportedFile, Note, Outcome
from sitegen.read.scan import is_ignored
from sitegen.types.file_names import wrong_with

MOST_NAMED = 3


def with_present(imported: Imported, folder: Path, failed: Mapping[str, str]) -> Imported:
    """The import, with the missing files that the new site has among its files, and notes for the others.

    `failed` has the reasons why files could not be brought, by path.
    """
    present = [replace(file, is_present=True) for file in imported.missing if is_there(folder, file.path)]
    paths = {file.path for file in present}
    absent = [file for file in imported.missing if file.path not in paths]
    notes = (*imported.notes, *_notes(absent, failed))
    return replace(imported, files=(*imported.files, *present), missing=tuple(absent), notes=notes)


def _notes(absent: list[ImportedFile], failed: Mapping[str, str]) -> Iterator[Note]:
    for file in absent:
        if file.path in failed:
            text = f"was not brought from the old site: {failed[file.path]}"
            yield Note(Outcome.LEFT, file.source, text)
    others = [file.source for file in absent if file.path not in failed]
    if others:
        named = ", ".join(others[:MOST_NAMED]) + (" …" if len(others) > MOST_NAMED else "")
        what = "1 file is" if len(others) == 1 else f"{len(others):,} files are"
        text = f"{what} not in the folder of --media: {named}; --fetch brings them from the old site"
        yield Note(Outcome.LEFT, "", text)


def is_there(folder: Path, path: str) -> bool:
    """True if the new site has a regular file at a path, through no link."""
    target = folder / path
    if wrong_with_place(path) or target.is_symlink() or not target.is_file():
        return False
    return target.resolve().is_relative_to(folder.resolve())


def wrong_with_place(path: str) -> str:
    """Reason why a site cannot have a file at a path; empty if it can."""
    parts = path.split("/")
    if "" in parts or "." in parts or ".." in parts or len(parts) < 2:
        return "its address is not that of a file"
    if any(map(is_ignored, parts)):
        return "it is hidden, and sitegen publishes no such files"
    return wrong_with(path)
