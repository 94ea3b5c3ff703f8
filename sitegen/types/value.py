"""The values that fields can have, and the links of texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

from msgspec import Struct


class PartialDate(Struct, frozen=True, order=True):
    """A year, or a month of a year: no more than the source gives."""

    year: int
    month: int | None = None


When: TypeAlias = date | datetime | PartialDate


class Repeats(Struct, frozen=True):
    """Recurrence rule of an event, in the terms of iCalendar (RFC 5545, 3.3.10)."""

    frequency: str
    """`DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`."""
    interval: int = 1
    on: tuple[str, ...] = ()
    """Days of the week, perhaps counted: `TU`, `1TU`, `-1FR`; empty: as it begins."""
    until: date | None = None
    """The last day on which it may begin, or none where `times` says how often."""
    times: int | None = None
    exceptions: tuple[date, ...] = ()
    """The days on which it does not take place."""


class Reference(Struct, frozen=True, gc=False):
    """A field's mention of an entry: `TYPE/NAME`, where it stands."""

    target: str
    line: int
    column: int


class Image(Struct, frozen=True):
    path: str
    """Path of the file, relative to the root; empty in a translation that gives only the words."""
    alt: str
    credit: str = ""
    decorative: bool = False


class File(Struct, frozen=True):
    path: str
    """Of the file, relative to the root, or an `https://` address."""
    language: str | None
    format: str
    size: int | None
    """In bytes; none for an address."""


class Link(Struct, frozen=True, gc=False, array_like=True):
    target: str
    """As the author wrote it."""
    text: str
    line: int
    column: int
    image: bool = False


class RichText(Struct, frozen=True):
    """A field of inline Markdown: HTML with marks in place of the addresses of its links."""

    html: str
    text: str
    links: tuple[Link, ...]
