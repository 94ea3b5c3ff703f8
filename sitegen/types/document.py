"""Content files, read and checked alone."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol, TypeAlias

from msgspec import Struct

from sitegen.types.problem import Problem
from sitegen.types.source import Digest
from sitegen.types.value import Link


class SourceText(NamedTuple):
    """The Markdown of a document."""

    text: str
    line: int
    """Line of the file on which it begins."""
    html: str = ""
    """HTML that the text was converted to; links and shortcodes are marks in it."""


class Heading(Struct, frozen=True, array_like=True):
    level: int
    text: str
    anchor: str
    empty: bool = False
    """Nothing stands between it and the next heading of its level, or the end."""


class Shortcode(Struct, frozen=True, array_like=True):
    """One call of a shortcode in a body."""

    name: str
    args: tuple[str, ...]
    named: Mapping[str, str]
    line: int
    column: int
    closed: bool = False
    """It has a closing tag and therefore a body."""


class Part(Struct, frozen=True, array_like=True):
    """A part of a document that is translated as one: a field, or what stands under one heading."""

    name: str
    """Of a field; of a heading its anchor behind `#`, and `#` alone of what stands before the first."""
    text: str
    """What an editor calls it: the name of the field, the words of the heading."""
    line: int
    digest: Digest
    """Eight digits; the same however its lines are wrapped and wherever its links within the site lead."""


class Findings(Protocol):
    """What was found in a document, and where: asked for by its own page and by messages about it."""

    @property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        """Line and column of each field's value, by name."""

    @property
    def links(self) -> tuple[Link, ...]: ...

    @property
    def headings(self) -> tuple[Heading, ...]: ...

    @property
    def shortcodes(self) -> tuple[Shortcode, ...]: ...

    @property
    def parts(self) -> tuple[Part, ...]:
        """Of a document that can have translations, what they translate."""


class Found(Struct, frozen=True, array_like=True):
    """Findings as they are made."""

    positions: Mapping[str, tuple[int, int]]
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    shortcodes: tuple[Shortcode, ...]
    parts: tuple[Part, ...] = ()


Place: TypeAlias = tuple[str, int, int]
"""Where a body is kept: a file's name, and the first byte and the number of bytes in it."""


class Document(Struct, frozen=True, gc=False):
    """One content file, read and checked alone; it knows nothing of its neighbours."""

    path: str
    type: str
    """A content type's name; empty for the home page."""
    name: str
    """The file's name without language and ending; `_index` for the text above an index."""
    language: str
    fields: Mapping[str, object]
    facts: Digest
    """Of all this: of what pages other than its own can come to know."""
    body: Digest
    """Of the HTML of its text."""
    place: Place | None
    """Where the body is kept; none where it is empty."""
    targets: tuple[str, ...]
    """Of the links in its text, as written."""
    calls: tuple[tuple[str, ...], ...]
    """Its shortcodes: the name, and the arguments as written."""
    found: Findings
    entry: str
    """The key that all its translations share: `topics/food`."""
    key: str
    """`topics/food@fr`."""
    written: Digest = ""
    """Of all its parts."""

    @property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        return self.found.positions

    @property
    def links(self) -> tuple[Link, ...]:
        return self.found.links

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.found.headings

    @property
    def shortcodes(self) -> tuple[Shortcode, ...]:
        return self.found.shortcodes

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.found.parts


def entry_key(type_name: str, name: str) -> str:
    return f"{type_name}/{name}" if type_name else name


def document_key(type_name: str, name: str, language: str) -> str:
    return f"{entry_key(type_name, name)}@{language}"


class Library(Struct, frozen=True):
    """All documents of the site."""

    documents: Mapping[str, Document]
    media: frozenset[str]
    """Paths of the other files below `content/`."""
    files: Mapping[str, ReadFile]
    """By path of the content file."""
    fresh: AbstractSet[str]
    """Paths of the files that were read now; what the others gave is known from the last build."""
    digests: Mapping[str, Digest]
    """Of the bytes of each file."""
    seconds: Mapping[str, float]
    """How long reading took, by path of the files that were read now."""
    problems: tuple[Problem, ...]


class ReadFile(Struct, frozen=True, gc=False):
    """What reading a content file gave, to be used again while nothing it depends on changes."""

    key: Digest
    """Of all that the reading depended on."""
    document: Document | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    """What is wrong with the document alone, of interest only where it is shown."""
    row: str
    """All this as text."""
