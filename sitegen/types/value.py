"""Values of fields, and the links of texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct

from sitegen.types.keys import EntryKey


class PartialDate(Struct, frozen=True, order=True):
    """A year, or a month of a year, with no more precision than the source has."""

    year: int
    month: int | None = None


When: TypeAlias = date | datetime | PartialDate


class Repeats(Struct, frozen=True):
    """Recurrence rule of an event, in the terms of iCalendar (RFC 5545, 3.3.10)."""

    frequency: str
    """`DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`."""
    interval: int = 1
    on: tuple[str, ...] = ()
    """Days of the week, perhaps with a number: `TU`, `1TU`, `-1FR`; empty: the day of the first occurrence.
    """
    until: date | None = None
    """Last day on which an occurrence may begin; None if `times` limits the rule."""
    times: int | None = None
    exceptions: tuple[date, ...] = ()
    """Days without an occurrence."""


class Reference(Struct, frozen=True, gc=False):
    """Reference to an entry, `TYPE/NAME`, with its position in the file."""

    target: EntryKey
    line: int
    column: int


FOCUS = (
    "top", "bottom", "left", "right", "top left", "top right", "bottom left", "bottom right"
)  # fmt: skip


class Image(Struct, frozen=True):
    path: str
    """Path of the file, relative to the root; empty in a translation that has only the texts."""
    alt: str
    credit: str = ""
    decorative: bool = False
    focus: str = ""
    """Part that stays where a page crops it: one of `FOCUS`; empty: the middle."""
    caption: str = ""
    license: str = ""


class File(Struct, frozen=True):
    path: str
    """Path of the file, relative to the root, or an `https://` address."""
    language: str | None
    format: str
    size: int | None
    """Size in bytes; None for an address."""


class Link(Struct, frozen=True, gc=False, array_like=True):
    target: str
    """Target as the author wrote it."""
    text: str
    line: int
    column: int
    image: bool = False


class RichText(Struct, frozen=True):
    """Value of an inline Markdown field; in `html`, marks stand for the addresses of links."""

    html: str
    text: str
    links: tuple[Link, ...]
