"""The values of a move."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sitegen.types import EntryKey
from sitegen.types.keys import folders_above


class Moves(Struct, frozen=True):
    """New names of files, entries and types. Paths are relative to the site, with `/`."""

    files: Mapping[str, str]
    """New path of each file, by its old path."""
    entries: Mapping[EntryKey, EntryKey] = field(default_factory=dict)
    """New key of each entry, by its old key: `projects/spark` → `projects/flame`."""
    folder: tuple[str, str] | None = None
    """Old and new name of a type whose folder is renamed."""
    codes: tuple[str, ...] = ()
    """Languages with a folder of their own."""

    @property
    def top(self) -> Mapping[EntryKey, EntryKey]:
        """The moved entries without those that are moved along with the entry or folder above them."""
        above = self.entries.keys()
        return {old: new for old, new in self.entries.items() if above.isdisjoint(folders_above(old))}

    def path(self, old: str) -> str:
        return self.files.get(old, old)


class Replacement(Struct, frozen=True):
    """New text for a range of characters."""

    start: int
    end: int
    text: str


class Edit(Struct, frozen=True):
    """A file that is renamed, changed, or both."""

    path: str
    target: str
    """New path; equal to `path` if the file is not renamed."""
    before: bytes
    after: bytes | None
    """New content; None if it does not change."""
    places: int = 0
    """Number of replacements in the file."""


class Refusal(Struct, frozen=True):
    """Reason why nothing is moved, with a hint."""

    message: str
    hint: str = ""


class Refused(Exception):
    """Raised if a move is impossible; carries the refusal."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.refusal = Refusal(message, hint)
