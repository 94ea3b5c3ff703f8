"""What a move is made of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class Moves(Struct, frozen=True):
    """What gets another name. Paths are relative to the root, with `/`."""

    files: Mapping[str, str]
    """Path → new path."""
    entries: Mapping[str, str] = field(default_factory=dict)
    """`projects/spark` → `projects/flame`."""
    folder: tuple[str, str] | None = None
    """The old and the new name of a type, where its folder is moved."""

    def path(self, old: str) -> str:
        return self.files.get(old, old)


class Change(Struct, frozen=True):
    """Some characters of a text and what takes their place."""

    start: int
    end: int
    text: str


class Edit(Struct, frozen=True):
    """A file that changes: where it lies, what it holds, or both."""

    path: str
    target: str
    """Where it lies then; `path` where it stays."""
    before: bytes
    after: bytes | None
    """None: the same bytes, in another place."""
    places: int = 0
    """How many places in it change."""


class Refusal(Struct, frozen=True):
    """Why nothing is moved, for the one who asked."""

    message: str
    hint: str = ""


class Refused(Exception):
    """Nothing can be moved; carries the refusal."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.refusal = Refusal(message, hint)
