"""Every value that travels between stages; read this first.

All are frozen and hold plain data. A neighbour is named by its key, never held by
a pointer, so that a value can be digested, stored and sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Digest: TypeAlias = str
Texts: TypeAlias = Mapping[str, str]
"""A text of the site definition by language code; the key `""` serves every language."""


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """A report; it never makes a build fail, also not with `--strict`."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    path: str
    """Relative to the root, with `/`."""
    line: int | None = None
    column: int | None = None
    """Both count from 1."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A located mistake in the site; `code` is explained in docs/problems.md."""

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = Severity.ERROR


# --- the site definition -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a content type, as declared in `_type.yaml`."""

    name: str
    kind: str
    label: Texts
    help: str = ""
    required: bool = False
    many: bool = False
    default: object = None
    minimum: str | None = None
    maximum: str | None = None
    """Limits as written: length of a text, size of a number, range of a date."""
    pattern: str | None = None
    choices: Mapping[str, Texts] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    inverse: str | None = None
    inverse_label: Texts = field(default_factory=dict)
    acyclic: bool = False
    partial: bool = False
    """A date may be a year or a month."""
    whole_day: bool = False
    """A datetime may be a date."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    show: bool = True
    """Part of the list of facts that the default template prints."""


@dataclass(frozen=True, slots=True)
class StateRule:
    """How dates become a state: before `start`, until the end of `end`, after it."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    """Of each, the first field that has a value counts."""
    override: str | None
    values: Mapping[str, Texts]
    """The first three are before, during and after; an override may give others."""


@dataclass(frozen=True, slots=True)
class IndexRule:
    template: str = "index.html"
    paginate_by: int = 20
    facets: tuple[str, ...] = ()
    feed: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRule:
    """The group field whose items are the points of the type's timeline."""

    field: str
    date: str
    text: str
    template: str = "timeline.html"


@dataclass(frozen=True, slots=True)
class ContentType:
    """What the entries of one folder are."""

    name: str
    """The folder below `content/`."""
    singular: Texts
    plural: Texts
    description: Texts
    template: str
    permalink: str
    page: bool
    """False: entries are data, shown on the index and by others, without a page of their own."""
    dates: tuple[str, ...]
    """The fields that date an entry; the first that has a value counts."""
    sort: tuple[str, ...]
    unknown_fields: str
    fields: Mapping[str, Field]
    state: StateRule | None
    index: IndexRule | None
    timeline: TimelineRule | None
    entry_feeds: bool
    """Each entry has a feed of what mentions it."""
    path: str
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    """BCP 47, as in addresses and file names."""
    locale: str
    """The CLDR locale that Babel formats with."""
    name: str
    """In the language itself."""
    direction: str


@dataclass(frozen=True, slots=True)
class ListRule:
    """Named, ordered entries: an index when it has a `permalink`, otherwise for templates only."""

    name: str
    title: Texts
    description: Texts
    types: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    sort: tuple[str, ...]
    limit: int | None
    permalink: str | None
    index: IndexRule


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Terms taken from the values of fields, over all types: a page for each term in use."""

    name: str
    title: Texts
    fields: tuple[str, ...]
    permalink: str
    template: str
    description: Texts


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The A–Z of the site."""

    title: Texts
    permalink: str
    types: tuple[str, ...]
    template: str


@dataclass(frozen=True, slots=True)
class MenuRule:
    target: str
    """`type:projects`, `list:activities`, `page:pages/about`, `taxonomy:countries`, `alphabet`,
    `timeline:charters` or an address."""
    title: Texts
    location: Location


@dataclass(frozen=True, slots=True)
class Limits:
    page_bytes: int = 1_000_000
    front_matter_bytes: int = 64_000


@dataclass(frozen=True, slots=True)
class Config:
    title: Texts
    description: Texts
    base_url: str
    """Without a slash at its end: `https://example.org/preview/7`."""
    default_language: str
    languages: Mapping[str, Language]
    types: Mapping[str, ContentType]
    taxonomies: Mapping[str, Taxonomy]
    lists: Mapping[str, ListRule]
    alphabet: Alphabet | None
    menus: Mapping[str, tuple[MenuRule, ...]]
    home_template: str
    limits: Limits
    today: date
    """The only clock; taken from `--now`, `SOURCE_DATE_EPOCH` or the calendar."""
    drafts: bool = False

    @property
    def base_path(self) -> str:
        """The path of the base URL without a slash at its end: `/preview/7` or nothing."""
        _, _, rest = self.base_url.partition("://")
        _, slash, path = rest.partition("/")
        return slash + path if path else ""


# --- sources -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: str
    """Relative to the root, with `/`."""
    size: int
    mtime_ns: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class Sources:
    content: Mapping[str, SourceFile]
    templates: Mapping[str, SourceFile]
    static: Mapping[str, SourceFile]
    problems: tuple[Problem, ...] = ()


# --- values of fields ----------------------------------------------------------------------


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


# --- documents -----------------------------------------------------------------------------


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
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    path: str
    """Of its file, for messages."""
    text: str
    digest: Digest
    """Of the template and of all that it extends, includes and imports."""
    names: frozenset[str]
    """The variables that it and those can ask for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of the interface in one language."""

    language: str
    messages: Mapping[str, tuple[str, ...]]
    """English text → its translations by plural form."""
    plural_rule: str
    """The C expression of gettext that chooses a plural form."""
    digest: Digest


@dataclass(frozen=True, slots=True)
class Templates:
    """All templates and catalogues of the site, built-in ones included."""

    templates: Mapping[str, Template]
    catalogues: Mapping[str, Catalogue]
    problems: tuple[Problem, ...]


# --- the model -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """A document placed in the site."""

    key: str
    entry: str
    type: str
    language: str
    title: str
    summary: str
    url: str
    """From the root of the site, without the base path: `/fr/topics/food/`."""
    output: str
    """Empty for entries of a type without pages."""
    fields: Mapping[str, object]
    """With what a translation inherits from its source."""
    inherited: frozenset[str]
    """Names of text fields taken from the source because the translation lacks them."""
    source_language: str
    date: When | None
    state: str | None
    terms: Mapping[str, tuple[str, ...]]
    """The values it can be filtered by: `topics → ("topics/food",)`, `year → ("2024",)`."""
    aliases: tuple[str, ...]
    document: str
    """Key of the document in the library."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The reverse side of a reference: who mentions an entry, and as what."""

    name: str
    label: Texts
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """The whole site as one value; neighbours are named by key."""

    config: Config
    pages: Mapping[str, Page]
    versions: Mapping[str, Mapping[str, str]]
    """entry → language → key of the page."""
    entries: Mapping[str, tuple[str, ...]]
    """content type → entries in the type's order."""
    relations: Mapping[str, tuple[Relation, ...]]
    """entry → its reverse relations."""
    terms: Mapping[str, Mapping[str, tuple[str, ...]]]
    """taxonomy → term → entries."""
    lists: Mapping[str, tuple[str, ...]]
    facets: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    """scope of an index → facet → value → entries."""
    related: Mapping[str, tuple[str, ...]]
    intros: Mapping[str, Mapping[str, str]]
    """`home` or content type → language → key of the `_index` document."""
    documents: Mapping[str, Document]
    paths: Mapping[str, str]
    """Path of each content file → key of its document."""
    media: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FeedPlan:
    """A feed before it has a language. Its key is `site`, an index's scope, or an entry."""

    key: str
    url: str
    entries: tuple[str, ...]
    """Those with a date, the newest first."""


# --- the plan ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Input:
    """Something an output is made from, by name; `model.inputs.resolve` turns it into a value."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Output:
    """A file the site must have."""

    path: str
    renderer: str
    language: str
    inputs: Mapping[str, Input]
    source: str
    """What asked for it, for messages: a content file or a site definition file."""
    template: str = ""
    indexed: bool = True
    """Listed in the sitemap."""


@dataclass(frozen=True, slots=True)
class Plan:
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """An output and the context its template sees."""

    output: Output
    context: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Facts:
    """What checks need to know of a rendered page."""

    anchors: frozenset[str] = frozenset()
    links: tuple[str, ...] = ()
    """Addresses within the site, as in `href` and `src`, each once."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A rendered output."""

    path: str
    data: bytes
    source: str
    facts: Facts = Facts()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    problems: tuple[Problem, ...]
    pages: int = 0
    languages: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)
