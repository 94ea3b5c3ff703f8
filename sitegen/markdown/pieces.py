"""Pieces: parts of a Markdown text that are hidden from the engine, each replaced by a mark."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from sitegen.markdown.shortcodes import ShortcodeTag
from sitegen.yaml.nodes import FORBIDDEN


class Use(StrEnum):
    """Use of a mark, by its letter."""

    SHORTCODE = "S"
    ESCAPED = "X"
    """Shortcode that is shown as text."""
    KEPT = "K"
    """HTML tag that is kept."""
    BLOCK = "B"
    """HTML tag that is kept and begins a block or is part of one."""
    RAW = "W"
    """Text in an HTML block, which is no Markdown."""
    SHOWN = "H"
    """HTML tag that is shown as text."""
    ANCHOR = "A"
    """Anchor of a heading or of a block."""
    COMMENT = "C"
    OPEN_COMMENT = "O"
    REFERENCE = "R"
    """Reference to a character that is not allowed in texts."""
    END = "Z"
    """End of an address."""
    LETTER = "L"
    """Marker of an item of a lettered list."""


class Piece(Struct, frozen=True):
    """Part of a text that is replaced by a mark."""

    use: Use
    written: str
    line: int
    column: int
    name: str = ""
    """Name of the tag or of the anchor; for a text in an HTML block, what precedes the block on its line."""
    indent: int = 0
    """Columns before the piece on its line, if nothing else precedes it."""
    tag: ShortcodeTag | None = None
    """Shortcode tag."""


class Marked(Struct, frozen=True):
    """A text with marks, and the pieces that they replace."""

    text: str
    pieces: tuple[Piece, ...] = ()
    abbreviations: Mapping[str, str] = {}


class Edit(Struct, frozen=True, order=True):
    """Replacement of a part of a text by a mark."""

    start: int
    end: int
    use: Use | None
    """Use of the mark; None if the text is removed."""
    name: str = ""
    indent: int = 0
    before: str = ""
    after: str = ""
    """Text around the mark, which makes a block of it."""
    joined: bool = False
    """True within an HTML block, whose marks are all on one line."""


def code_point(reference: str) -> int:
    """Code point of a numeric character reference."""
    digits = reference.strip("&#;")
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def is_forbidden(reference: str) -> bool:
    """True if a numeric character reference stands for a character that no content can contain."""
    code = code_point(reference)
    return code <= 0x10FFFF and FORBIDDEN.match(chr(code)) is not None
