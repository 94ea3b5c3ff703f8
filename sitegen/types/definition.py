"""The site definition: the contents of `site.yaml` and of every `_type.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.picture import PictureRule, SocialCardRule
from sitegen.types.problem import Location, Problem
from sitegen.types.theme import Theme

Texts: TypeAlias = Mapping[str, str]
"""A text of the definition by language code; the key `""` serves every language."""


PYTHON_MARKDOWN, GFM = "python-markdown", "gfm"
ENGINES = (PYTHON_MARKDOWN, GFM)
"""Markdown engines; the first is the default."""


class Field(Struct, frozen=True):
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
    form: str = ""
    """Name of a format that no pattern can express, such as `old_address`; `kinds.scalars` reads it."""
    choices: Mapping[str, Texts] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    """Types that a reference may name; empty: all types."""
    inverse: str | None = None
    inverse_label: Texts = field(default_factory=dict)
    inverse_limit: int = 50
    """Limit on the entries of the reverse relation on a page; with more, there are pages with all of them."""
    acyclic: bool = False
    partial: bool = False
    """True if a date may be a year or a month."""
    whole_day: bool = False
    """True if a datetime may be a date."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    """Location of each key's value in the definition file."""
    show: bool = True
    """True if the default template prints the field in its list of facts."""
    translate: bool = True
    """True if its text has words for readers, which differ between languages."""
    code: str = ""
    """Digest of the extension that has its kind."""


class StateRule(Struct, frozen=True):
    """Rule for an entry's state by its dates: before `start`, from then to the end of `end`, after it."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    """Names of date fields; the first that has a value counts."""
    override: str | None
    values: Mapping[str, Texts]
    """Labels by state. The first three states are before, during and after; an override may set any of them.
    """


class IndexRule(Struct, frozen=True):
    template: str = "index.html"
    paginate_by: int = 20
    facets: tuple[str, ...] = ()
    lists_of_one: bool = True
    """True if a single filter with one entry has a page."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Pairs of facets that can be combined."""
    most_pairs: int = 500
    """Limit on pages for combinations of two values; combinations beyond it have no page."""
    pairs_at: Location | None = None
    feed: bool = False
    full_feed: bool = False
    """True if the feed has the full texts of entries."""
    map: bool = False
    """True if a map shows the entries, by the fields in their types' `places`."""
    charts: tuple[str, ...] = ()
    """Facets whose counts are shown as bars."""


class TimelineRule(Struct, frozen=True):
    """Rule for a type's timeline, whose points are the items of a group field."""

    field: str
    date: str
    text: str
    template: str = "timeline.html"
    list: str = ""
    """Name of a list whose entries are added to the timeline on their own dates."""


class SchemaProperty(Struct, frozen=True):
    """Field that provides a schema.org property, and the type of its value if the value is not text."""

    field: str
    type: str = ""
    properties: Mapping[str, SchemaProperty] = {}
    """Properties of a thing that a group describes, from the fields of the group."""


class SchemaRule(Struct, frozen=True):
    """Rule for describing the entries of a type with the schema.org vocabulary."""

    type: str
    properties: Mapping[str, SchemaProperty] = field(default_factory=dict)


class CalendarRule(Struct, frozen=True):
    """Fields that make an entry an event of a calendar; empty names: no such field."""

    start: str
    end: str
    place: str
    repeats: str = ""
    """Field with the recurrence rule of an event."""


SECTION = IndexRule()
"""Rule for the pages of sections where a type does not declare one."""


class ContentType(Struct, frozen=True):
    """Declaration of the entries of one folder."""

    name: str
    """Name of the folder below `content/`."""
    singular: Texts
    plural: Texts
    description: Texts
    template: str
    permalink: str
    page: bool
    """False for entries that are data: shown on the index and by other pages, without a page of their own."""
    dates: tuple[str, ...]
    """Fields that date an entry; the first that has a value counts."""
    sort: tuple[str, ...]
    unknown_fields: str
    fields: Mapping[str, Field]
    state: StateRule | None
    index: IndexRule | None
    timeline: TimelineRule | None
    entry_feeds: bool
    """True if each entry has a feed of the entries that mention it."""
    path: str
    schema: SchemaRule | None = None
    calendar: CalendarRule | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    """Fields that contain the location of an entry."""
    sort_as: tuple[str, ...] = ()
    """Fields to sort entries by instead of the title, such as family name and given name."""
    map: tuple[str, ...] = ()
    """Fields and relations whose places are shown on a map on an entry's page."""
    card: tuple[str, ...] = ()
    """Fields that the cards of its entries have."""
    sections: IndexRule = SECTION
    """Rule for the pages of sections, which are folders with an `_index.md`."""
    contributed: Mapping[str, object] = field(default_factory=dict)
    """Values of the keys that features add to `_type.yaml`."""


class Language(Struct, frozen=True):
    code: str
    """BCP 47 tag, as in addresses and file names."""
    locale: str
    """CLDR locale that Babel formats with."""
    name: str
    """Name of the language in the language itself."""
    direction: str


class ListRule(Struct, frozen=True):
    """Rule for a named, ordered list of entries; it has an index page if it has a `permalink`."""

    name: str
    title: Texts
    description: Texts
    types: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    sort: tuple[str, ...]
    limit: int | None
    permalink: str | None
    index: IndexRule
    arguments: tuple[str, ...] = ()
    """Fields whose values templates may ask for: `lists.projects(topics=page)`."""


class Taxonomy(Struct, frozen=True):
    """Rule for a taxonomy: terms from the values of fields in all types, with a page for each term in use."""

    name: str
    title: Texts
    fields: tuple[str, ...]
    permalink: str
    template: str
    description: Texts
    sort: tuple[str, ...] = ()
    """Sort order of a term's entries; empty: by type, then in the order of the type."""
    paginate_by: int = 100


class Alphabet(Struct, frozen=True):
    """Rule for the site's A–Z."""

    title: Texts
    permalink: str
    types: tuple[str, ...]
    template: str


class SearchRule(Struct, frozen=True):
    """Rule for the site's full-text search."""

    permalink: str
    template: str
    filters: tuple[str, ...]
    """Facets that results can be filtered by."""
    names: tuple[str, ...]
    """Fields with other names of an entry, which count as much as its title."""
    short_name: Texts
    """Short name of the site for a browser's list of search engines; at most 16 characters."""
    installed: bool
    """True if Pagefind is installed; without it the site is built without a search."""
    location: Location


class MenuRule(Struct, frozen=True):
    target: str
    """Target of the item: `type:projects`, `list:activities`, `page:pages/about`, `taxonomy:countries`,
    `alphabet`, `timeline:charters` or an address; empty for an item that only groups others.
    """
    title: Texts
    location: Location
    languages: tuple[str, ...] = ()
    """Languages whose menu has the item; empty: all."""
    items: tuple[MenuRule, ...] = ()
    """Items of the submenu."""
    children: bool = False
    """True if the entries directly below the target are items of the submenu."""


class Licence(Struct, frozen=True):
    name: str
    url: str


class IconRule(Struct, frozen=True):
    file: str
    """Path below `static/`."""
    colour: str


class Limits(Struct, frozen=True):
    page_bytes: int = 1_000_000
    front_matter_bytes: int = 64_000
    page_seconds: int = 10
    """Seconds that reading one content file may take."""
    page_memory: int = 1 << 30
    """Bytes of memory that reading one content file may use."""
    file_bytes: int = 100_000_000
    """Size in bytes that a file beside entries may have; GitHub rejects larger ones."""
    check_seconds: int = 300
    """Seconds in total that the reports of `check` may spend searching texts."""


class MarkdownRule(Struct, frozen=True):
    """Settings with which texts are converted to HTML."""

    engine: str = PYTHON_MARKDOWN
    html: frozenset[str] = frozenset()
    """Elements of HTML that texts may have."""


class Config(Struct, frozen=True):
    title: Texts
    description: Texts
    base_url: str
    """Address of the site without a slash at its end: `https://example.org/preview/7`."""
    default_language: str
    languages: Mapping[str, Language]
    types: Mapping[str, ContentType]
    taxonomies: Mapping[str, Taxonomy]
    lists: Mapping[str, ListRule]
    alphabet: Alphabet | None
    search: SearchRule | None
    menus: Mapping[str, tuple[MenuRule, ...]]
    home_template: str
    limits: Limits
    images: PictureRule
    social_cards: SocialCardRule | None
    markdown: MarkdownRule
    hosts: tuple[str, ...] | None
    """Names of reviewed external hosts, each including its subdomains; None if the site reviews none."""
    git_dates: Location | None
    """Location of the setting that takes modification dates from git; None if only front matter has them."""
    licence: Licence | None
    """Licence of the data under `/data/`."""
    icon: IconRule | None
    today: date
    """Current day in the site's time zone, from `--now`, `SOURCE_DATE_EPOCH` or the clock; the only clock."""
    drafts: bool = False
    time_zone: str | None = None
    """IANA name of the site's time zone; None: UTC, and moments must include their zone."""
    files: tuple[str, ...] = ()
    """Additional endings of files allowed beside entries, such as `.pptx`."""
    theme: Theme = Theme()
    language_folders: bool = False
    """True if each language can have a folder of its own below `content/`."""
    warnings: tuple[Problem, ...] = ()
    """Warnings about the definition files."""
    contributed: Mapping[str, object] = field(default_factory=dict)
    """Values of the keys that features add to `site.yaml`."""
    extensions: tuple[tuple[str, str], ...] = ()
    """Names and digests of the active extensions."""

    @property
    def engine(self) -> str:
        """One of `ENGINES`."""
        return self.markdown.engine

    @property
    def folder_codes(self) -> tuple[str, ...]:
        """Languages with a folder of their own."""
        return tuple(self.languages) if self.language_folders else ()

    @property
    def searched(self) -> SearchRule | None:
        """Search of the site; None also if Pagefind is not installed."""
        return self.search if self.search and self.search.installed else None

    @property
    def base_path(self) -> str:
        """Path of the base URL without a slash at its end: `/preview/7` or empty."""
        _, _, rest = self.base_url.partition("://")
        _, slash, path = rest.partition("/")
        return slash + path if path else ""
