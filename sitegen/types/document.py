"""Content files, read and checked alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.types.problem import Problem
from sitegen.types.source import Digest
from sitegen.types.value import Link


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    anchor: str
    line: int | None = None
    empty: bool = False
    """Nothing stands between it and the next heading of its level, or the end."""


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One call of a shortcode in a body."""

    name: str
    args: tuple[str, ...]
    named: Mapping[str, str]
    line: int
    column: int
    closed: bool = False
    """It has a closing tag and therefore a body."""


@dataclass(frozen=True, slots=True)
class Body:
    """A document's text as HTML, with marks where links and shortcodes are filled in."""

    html: str
    text: str


EMPTY_BODY = Body("", "")


@dataclass(frozen=True, slots=True)
class Document:
    """One content file, read and checked alone; it knows nothing of its neighbours."""

    path: str
    type: str
    """A content type's name; empty for the home page."""
    name: str
    """The file's name without language and ending; `_index` for the text above an index."""
    language: str
    fields: Mapping[str, object]
    positions: Mapping[str, tuple[int, int]]
    """Line and column of each field's value, by name."""
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    shortcodes: tuple[Shortcode, ...]
    body: Digest
    words: int

    @property
    def entry(self) -> str:
        """The key that all its translations share: `topics/food`."""
        return f"{self.type}/{self.name}" if self.type else self.name

    @property
    def key(self) -> str:
        return f"{self.entry}@{self.language}"


@dataclass(frozen=True, slots=True)
class Library:
    """All documents of the site, and their bodies by digest."""

    documents: Mapping[str, Document]
    bodies: Mapping[Digest, Body]
    media: frozenset[str]
    """Paths of the other files below `content/`."""
    files: Mapping[str, ReadFile]
    """By path of the content file."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What reading a content file gave, to be used again while nothing it depends on changes."""

    key: Digest
    """Of all that the reading depended on."""
    facts: Digest
    """Of all that pages other than its own can come to know of the document: of all but its text."""
    document: Document | None
    problems: tuple[Problem, ...]
