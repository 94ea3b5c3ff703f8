"""The site definition: what `site.yaml` and every `_type.yaml` declare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.picture import PictureRule, SocialCardRule
from sitegen.types.problem import Location, Problem

Texts: TypeAlias = Mapping[str, str]
"""A text of the site definition by language code; the key `""` serves every language."""


PYTHON_MARKDOWN, GFM = "python-markdown", "gfm"
ENGINES = (PYTHON_MARKDOWN, GFM)
"""What turns Markdown into HTML; the first is the default."""


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
    """A form that no pattern can say; `read.kinds` has what reads it."""
    choices: Mapping[str, Texts] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    """The types that a reference may name; empty: all."""
    inverse: str | None = None
    inverse_label: Texts = field(default_factory=dict)
    acyclic: bool = False
    partial: bool = False
    """A date may be a year or a month."""
    whole_day: bool = False
    """A datetime may be a date."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
    """Where the value of each of its keys stands."""
    show: bool = True
    """Part of the list of facts that the default template prints."""


class StateRule(Struct, frozen=True):
    """How dates become a state: before `start`, until the end of `end`, after it."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    """Of each, the first field that has a value counts."""
    override: str | None
    values: Mapping[str, Texts]
    """The first three are before, during and after; an override may give others."""


class IndexRule(Struct, frozen=True):
    template: str = "index.html"
    paginate_by: int = 20
    facets: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Facets that can be chosen together."""
    most_pairs: int = 500
    """Of two values together; what is more than that has no page."""
    pairs_at: Location | None = None
    feed: bool = False
    full_feed: bool = False
    """The feed has whole texts."""
    map: bool = False
    """Its entries are shown on a map, by what their types declare under `places`."""
    charts: tuple[str, ...] = ()
    """Those of the facets whose counts are shown as bars."""


class TimelineRule(Struct, frozen=True):
    """The group field whose items are the points of the type's timeline."""

    field: str
    date: str
    text: str
    template: str = "timeline.html"
    list: str = ""
    """A list whose entries are points too, on their own dates."""


class SchemaProperty(Struct, frozen=True):
    """The field that says a property of schema.org, and of which type its value is, where that is no word."""

    field: str
    type: str = ""


class SchemaRule(Struct, frozen=True):
    """What the entries of a type are in the vocabulary of schema.org."""

    type: str
    properties: Mapping[str, SchemaProperty] = field(default_factory=dict)


class CalendarRule(Struct, frozen=True):
    """The fields that make an entry an event of a calendar; empty: there is none."""

    start: str
    end: str
    place: str
    repeats: str = ""
    """The field that says how an event repeats."""


class ContentType(Struct, frozen=True):
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
    schema: SchemaRule | None = None
    calendar: CalendarRule | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    """The fields that say where an entry is."""
    sort_as: tuple[str, ...] = ()
    """The fields that an entry is sorted by in place of its title: a family name, then a given name."""
    map: tuple[str, ...] = ()
    """The fields and relations whose places an entry's own page shows on a map."""


class Language(Struct, frozen=True):
    code: str
    """BCP 47, as in addresses and file names."""
    locale: str
    """The CLDR locale that Babel formats with."""
    name: str
    """In the language itself."""
    direction: str


class ListRule(Struct, frozen=True):
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


class Taxonomy(Struct, frozen=True):
    """Terms taken from the values of fields, over all types: a page for each term in use."""

    name: str
    title: Texts
    fields: tuple[str, ...]
    permalink: str
    template: str
    description: Texts
    sort: tuple[str, ...] = ()
    """The order of a term's entries; empty: by type, and then in the order of the type."""
    paginate_by: int = 100


class Alphabet(Struct, frozen=True):
    """The A–Z of the site."""

    title: Texts
    permalink: str
    types: tuple[str, ...]
    template: str


class SearchRule(Struct, frozen=True):
    """The full-text search of the site."""

    permalink: str
    template: str
    filters: tuple[str, ...]
    """The facets by which what was found can be filtered."""
    names: tuple[str, ...]
    """The fields with other names of an entry, which count as much as its title."""
    short_name: Texts
    """Of the site, in a browser's list of searches: at most 16 characters."""
    installed: bool
    """Whether the program that makes the index is there; without it the site is built without a search."""
    location: Location


class MenuRule(Struct, frozen=True):
    target: str
    """`type:projects`, `list:activities`, `page:pages/about`, `taxonomy:countries`, `alphabet`,
    `timeline:charters` or an address; empty where an item only holds others."""
    title: Texts
    location: Location
    languages: tuple[str, ...] = ()
    """The languages that have it; empty: all."""
    items: tuple[MenuRule, ...] = ()
    """The items below it."""


class Licence(Struct, frozen=True):
    name: str
    url: str


class SecurityContact(Struct, frozen=True):
    """Whom to tell of a hole in the site, and until when that holds (RFC 9116)."""

    contact: str
    expires: date


class IconRule(Struct, frozen=True):
    file: str
    """Below `static/`."""
    colour: str


class CmsRule(Struct, frozen=True):
    """Where the git-based CMS at `/admin/` keeps its entries, and which program it is."""

    backend: str
    """`github`, `gitlab` or `gitea`."""
    repo: str
    """`owner/name`."""
    branch: str
    auth: str
    """The address of the service with which editors log in; empty: that of the backend itself."""
    publish_mode: str
    """`editorial_workflow`: a pull request for each entry; `simple`: at once on the branch."""
    script: str
    """An `https://` address, or a path below `static/`."""
    integrity: str
    """The digest that the script must have (W3C, Subresource Integrity); of one of our own none is needed."""


class Limits(Struct, frozen=True):
    page_bytes: int = 1_000_000
    front_matter_bytes: int = 64_000
    page_seconds: int = 10
    """How long one content file may take to be read."""
    page_memory: int = 1 << 30
    """Bytes that reading one content file may need."""
    file_bytes: int = 100_000_000
    """Size of a file beside entries; GitHub takes no larger one."""
    check_seconds: int = 300
    """Total seconds that the reports of a check may take to search texts."""


class Budget(Struct, frozen=True):
    """How heavy a page may be; kilobytes of 1,000 bytes, as they are sent."""

    page: int = 300
    requests: int = 15
    html: int = 30
    css: int = 15
    javascript: int = 10


class Budgets(Struct, frozen=True):
    every_page: Budget = Budget()
    types: Mapping[str, Budget] = field(default_factory=dict)
    """Of the types that have one of their own."""


class Config(Struct, frozen=True):
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
    search: SearchRule | None
    menus: Mapping[str, tuple[MenuRule, ...]]
    home_template: str
    limits: Limits
    images: PictureRule
    social_cards: SocialCardRule | None
    budgets: Budgets
    engine: str
    """One of `ENGINES`."""
    hosts: tuple[str, ...] | None
    """Other sites that have been reviewed, each with the hosts below it; none: nobody reviews them."""
    git_dates: Location | None
    """Where it is asked for that git says when pages last changed; none: only front matter says it."""
    licence: Licence | None
    """Of the data under `/data/`."""
    security: SecurityContact | None
    icon: IconRule | None
    cms: CmsRule | None
    today: date
    """The only clock; taken from `--now`, `SOURCE_DATE_EPOCH` or the calendar, in the site's time zone."""
    drafts: bool = False
    time_zone: str | None = None
    """The name of the site's time zone in the IANA database; none: UTC, and moments must give theirs."""
    files: tuple[str, ...] = ()
    """Endings of more kinds of files that may lie beside entries: `.pptx`."""
    warnings: tuple[Problem, ...] = ()
    """Of the definition files."""

    @property
    def searched(self) -> SearchRule | None:
        """The search that the site has; none also where the program for it is missing."""
        return self.search if self.search and self.search.installed else None

    @property
    def base_path(self) -> str:
        """The path of the base URL without a slash at its end: `/preview/7` or nothing."""
        _, _, rest = self.base_url.partition("://")
        _, slash, path = rest.partition("/")
        return slash + path if path else ""
