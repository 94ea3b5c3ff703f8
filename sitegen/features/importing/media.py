"""Places for the files of the old site: beside the entries that show them, or below `static/`."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from msgspec.structs import replace

from sitegen.features.importing.imported import Imported, ImportedFile
from sitegen.features.importing.links import LinkUpdater, Targets, rewritten
from sitegen.read.scan import is_ignored
from sitegen.types.file_kinds import ending_of, reason_against
from sitegen.types.file_names import wrong_with


def used_files(imported: Imported, targets: Targets, paths: Mapping[tuple[str, str], str]) -> frozenset[str]:
    """Paths of the files that texts link to or show, as their importer placed them."""
    used: set[str] = set()

    class Recorder(LinkUpdater, frozen=True):
        """Records what links lead to."""

        def _written(self, found: str) -> str:
            used.add(found)
            return super()._written(found)

    for entry in imported.entries:
        path = paths[entry.key, entry.language]
        rewritten(entry.body, Recorder(entry, path, targets, lambda _: None))
    return frozenset(used)


def placed(imported: Imported, used: frozenset[str]) -> tuple[ImportedFile, ...]:
    """The files, each at its place.

    A file stays beside its entry only if a text uses it and its kind may be there, since others are not
    published. All others go below `static/`, where they keep the address that they had.
    """
    found: dict[str, ImportedFile] = {}
    for file in imported.files:
        if is_hidden(file):
            continue
        own = file if _stays(file, used) else replace(file, path="static" + unquote(_address(file)))
        found.setdefault(own.path.casefold(), own)
    return tuple(found.values())


def is_hidden(file: ImportedFile) -> bool:
    """True for a file that sitegen does not see."""
    return any(is_ignored(part) for part in file.path.split("/"))


def _stays(file: ImportedFile, used: frozenset[str]) -> bool:
    if not file.path.startswith("content/"):
        return True
    return file.path in used and not reason_against(ending_of(file.path)) and not wrong_with(file.path)


def _address(file: ImportedFile) -> str:
    return file.addresses[0] if file.addresses else "/" + file.path.removeprefix("content/")
