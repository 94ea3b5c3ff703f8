"""Content files after reading."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple, Protocol, TypeAlias

from msgspec import Struct, field

from sitegen.types.keys import DocumentKey, EntryKey
from sitegen.types.problem import Problem
from sitegen.types.source import Digest
from sitegen.types.value import Link


class SourceText(NamedTuple):
    """Markdown text of a document."""

    text: str
    line: int
    """Line of the file on which the text begins."""
    html: str = ""
    """HTML of the text; marks stand for links and shortcodes."""


class Heading(Struct, frozen=True, array_like=True):
    level: int
    text: str
    anchor: str
    empty: bool = False
    """True if no content follows before the next heading of its level or the end."""


class Shortcode(Struct, frozen=True, array_like=True):
    """Call of a shortcode in a body."""

    name: str
    args: tuple[str, ...]
    named: Mapping[str, str]
    line: int
    column: int
    closed: bool = False
    """True if the call has a closing tag and therefore a body."""


LEAD = "#"
"""Name of the part before the first heading."""


class Part(Struct, frozen=True, array_like=True):
    """Part of a document that is translated as a unit: a field, or the text below one heading."""

    name: str
    """Name of a field, or `#` and the anchor of a heading; `#` alone for the text before the first heading.
    """
    text: str
    """Name for editors: the name of the field, or the words of the heading."""
    line: int
    digest: Digest
    """Digest in eight digits, independent of line breaks and of the targets of internal links."""


class Findings(Protocol):
    """Details of a document with their positions, for its own page and for messages."""

    @property
    def whole(self) -> LoadedFindings: ...


class LoadedFindings(Struct, frozen=True, array_like=True):
    """Findings with all values in memory."""

    positions: Mapping[str, tuple[int, int]]
    """Line and column of each field's value, by name of the field."""
    links: tuple[Link, ...]
    headings: tuple[Heading, ...]
    shortcodes: tuple[Shortcode, ...]
    parts: tuple[Part, ...] = ()
    """Translatable parts, if the document can have translations."""

    @property
    def whole(self) -> LoadedFindings:
        return self


BodyPlace: TypeAlias = tuple[str, int, int]
"""Location of a stored body: name of a file, first byte and number of bytes."""


class Document(Struct, frozen=True, gc=False):
    """One content file, read and checked without knowledge of other files."""

    path: str
    type: str
    """Name of the content type; empty for the home page."""
    language: str
    fields: Mapping[str, object]
    facts: Digest
    """Digest of the document's facts: everything that pages other than its own can show."""
    body: Digest
    """Digest of the body's HTML."""
    place: BodyPlace | None
    """Location of the stored body; None if it is empty."""
    targets: tuple[str, ...]
    """Targets of the links in the text, as written."""
    calls: tuple[tuple[str, ...], ...]
    """Shortcodes in the text: each with its name and its arguments as written."""
    findings: Findings
    entry: EntryKey
    """Key shared by all translations: `topics/food`; made of type and name unless the field `ref` gives it.
    """
    key: DocumentKey
    """Key of this document: `topics/food@fr`."""
    written: Digest = ""
    """Digest of all translatable parts."""
    own_name: str = ""
    """Its name, if the entry has a different one."""

    @property
    def name(self) -> str:
        """Path of the file below the folder of its type, without language and ending: `deep/page`.

        For a section or a page folder that of the folder; `_index` for the text above an index.
        """
        return self.own_name or (self.entry[len(self.type) + 1 :] if self.type else self.entry)

    @property
    def positions(self) -> Mapping[str, tuple[int, int]]:
        return self.findings.whole.positions

    @property
    def links(self) -> tuple[Link, ...]:
        return self.findings.whole.links

    @property
    def headings(self) -> tuple[Heading, ...]:
        return self.findings.whole.headings

    @property
    def shortcodes(self) -> tuple[Shortcode, ...]:
        return self.findings.whole.shortcodes

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.findings.whole.parts


class Row(Protocol):
    """Fields that a row of a table gives to a document."""

    @property
    def table(self) -> str:
        """Path of the table."""
        ...

    @property
    def line(self) -> int:
        """Line of the row."""
        ...

    @property
    def alone(self) -> bool:
        """True if no file has the text of the entry."""
        ...


class Library(Struct, frozen=True):
    """All documents of the site."""

    documents: Mapping[DocumentKey, Document]
    media: frozenset[str]
    """Paths of the other files below `content/`."""
    files: Mapping[str, ReadFile]
    """Results of reading by path of the content file."""
    fresh: AbstractSet[str]
    """Paths of the files that were read in this build; the results of others come from the cache."""
    digests: Mapping[str, Digest]
    """Digest of the bytes of each file that was opened in this build, by path."""
    seconds: Mapping[str, float]
    """Seconds that reading took, by path, for files read in this build."""
    problems: tuple[Problem, ...]
    rules: Digest = ""
    """The rules by which the files were read: the definition, and the files beside entries."""
    rows: Mapping[str, Row] = field(default_factory=dict)
    """Row of a table that gives fields to a document, by path of the document."""


class ReadFile(Struct, frozen=True, gc=False):
    """Result of reading a content file, reusable while what it depends on is unchanged."""

    document: Document | None
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]
    """Problems of this document that are reported only if it is published."""
    row: object
    """Its `str` is the result serialised as text: see `sitegen/read/rows.py`, `sitegen/store/spilled.py`."""
