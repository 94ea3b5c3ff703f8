"""The values that fields can have, and the links of texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, or a month of a year: no more than the source gives."""

    year: int
    month: int | None = None


When: TypeAlias = date | datetime | PartialDate


@dataclass(frozen=True, slots=True)
class Reference:
    """A field's mention of an entry: `TYPE/NAME`, where it stands."""

    target: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Image:
    path: str
    """Of the file, relative to the root."""
    alt: str
    credit: str = ""
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class File:
    path: str
    """Of the file, relative to the root, or an `https://` address."""
    language: str | None
    format: str
    size: int | None
    """In bytes; none for an address."""


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    """As the author wrote it."""
    text: str
    line: int
    column: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class RichText:
    """A field of inline Markdown: HTML with marks in place of the addresses of its links."""

    html: str
    text: str
    links: tuple[Link, ...]
