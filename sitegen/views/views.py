"""Views for templates: plain values in one language, with addresses for links and labels for names.

A view is made from the site and a language. Templates receive views and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from sitegen.markdown.typography import IsolatedText
from sitegen.model.occurrences import Occurrence
from sitegen.model.picture_plans import ImageView, SocialCard
from sitegen.types import When


class ForeignText(str):
    """A text in a language other than the page's; in HTML it has its own `lang` and `dir`."""

    lang: str
    dir: str

    def __new__(cls, text: str, lang: str, direction: str) -> ForeignText:
        made = super().__new__(cls, text)
        made.lang, made.dir = lang, direction
        return made

    def __html__(self) -> Markup:
        text = IsolatedText(self) if self.dir == "rtl" else str.__str__(self)
        return Markup('<span lang="{}" dir="{}">{}</span>').format(self.lang, self.dir, text)


class OutsideAddress(str):
    """An address on another site."""

    host: str
    """Host without `www.`."""
    rel: str

    def __new__(cls, address: str, rel: str) -> OutsideAddress:
        made = super().__new__(cls, address)
        made.host, made.rel = address.split("/")[2].removeprefix("www."), rel
        return made


class GroupView(dict[str, object]):
    """The fields of a group by name, ready to print, and as facts."""

    __slots__ = ("facts",)

    def __init__(self, values: Mapping[str, object], facts: tuple[Fact, ...]) -> None:
        super().__init__(values)
        self.facts = facts


class Term(Struct, frozen=True, gc=False):
    """A value that entries can be filtered by."""

    value: str
    label: str
    url: str | None
    """Address of the page that lists entries with this value, or of the only one; None if there is none, or
    if it is the page whose term this is."""


class Card(Struct, frozen=True, gc=False):
    """The facts about a page that other pages may show."""

    key: str
    name: str
    """The entry's name within its type: `food`. Use it for ids."""
    type: str
    type_label: str
    title: str
    summary: str
    url: str
    """Address with the base path, ready for `href`."""
    permalink: str
    """Address with scheme and host."""
    lang: str
    dir: str
    foreign: bool
    """True if its language differs from that of the page that shows it: add `lang` and `dir`."""
    date: When | None
    end: When | None
    """Second date of its state: the end of a project, the deadline of a call."""
    state: Term | None
    terms: Mapping[str, tuple[Term, ...]]
    """Terms by facet of its type: `topics`, `countries`, `year`, `state`, …"""
    fields: Mapping[str, object]
    """Fields that its type declares under `card`; all of them for an entry without a page of its own."""
    outside: OutsideAddress | None = None
    """Its address if it is on another site."""
    files: tuple[FileView, ...] = ()
    """Files in its fields of kind file."""
    picture: ImageView | None = None
    """The picture that stands for it: of its first field with a picture, or a drawing."""
    facts: tuple[Fact, ...] = ()
    """Fields that its type declares under `card`, with their labels, except those with `show: false`."""


class Choice(Struct, frozen=True):
    value: str
    label: str


class Country(Struct, frozen=True):
    code: str
    name: str
    url: str | None


class LanguageName(Struct, frozen=True):
    code: str
    name: str


class FileView(Struct, frozen=True):
    url: str
    rel: str
    """The `rel` of a link to it; empty for a file of the site."""
    lang: str | None
    language: str | None
    """Name of the language."""
    format: str
    size: int | None


class Observation(Struct, frozen=True):
    value: str
    """Value as written by the editor; format it with `|number`."""
    qualifier: Choice | None
    as_of: When | None
    note: str
    source: Card | None


class FigureView(Struct, frozen=True):
    """A figure, its date and its source; the type `figures`."""

    name: str
    title: str
    lang: str
    dir: str
    foreign: bool
    """True if title and unit are in a language other than the page's."""
    value: str
    unit: str
    qualifier: Choice | None
    as_of: When
    as_of_note: str
    note: str
    source: Card
    url: str
    """Address of its row in the list of all figures."""
    about: tuple[Card, ...]
    observations: tuple[Observation, ...]


class Fact(Struct, frozen=True):
    """A field with its label, for lists of facts."""

    name: str
    label: str
    kind: str
    many: bool
    value: object


class RelationView(Struct, frozen=True):
    """The first entries that mention this one through a relation; `more` is empty if these are all."""

    name: str
    label: str
    cards: tuple[Card, ...]
    total: int
    more: str


class Crumb(Struct, frozen=True):
    title: str
    url: str
    lang: str


class LanguageLink(Struct, frozen=True):
    """A version of this page in a language."""

    code: str
    name: str
    dir: str
    url: str
    permalink: str
    current: bool
    exists: bool
    """False if this page is not translated; `url` is then the home page of the language."""


class OtherLanguage(Struct, frozen=True):
    """A sentence on the error page for readers of a different language."""

    lang: str
    dir: str
    language: str
    """Name of the language in that language."""
    text: str
    """Sentence that the page does not exist; empty if the language's catalogue lacks it."""
    home: str
    """Address of the home page."""
    title: str
    """Text of the link to the home page."""


class MenuItem(Struct, frozen=True):
    title: str
    url: str
    """Address; empty if it only groups other items."""
    lang: str
    items: tuple[MenuItem, ...] = ()
    """Items of the level below."""
    current: bool = False
    """True in `navigation` if it links to the page."""
    open: bool = False
    """True in `navigation` if the page is below it: in its section, or an item below it links to the page."""


class SiteView(Struct, frozen=True):
    title: str
    description: str
    lang: str
    dir: str
    locale: str
    base_url: str
    base_path: str
    """Base path without a slash at its end."""
    home: str
    """Address of the home page in this language."""
    url: str
    """Address of the home page, with scheme and host."""
    default_language: str
    policy: str
    """The Content Security Policy, for `<meta http-equiv>`."""
    search: str | None
    """Address of the search page; None if the site has no search."""
    short_name: str
    """Name of the site in a browser's list of searches; may be empty."""
    origin: str
    """Scheme and host, to precede an address."""
    manifest: str | None
    """Address of the web app manifest; None if the site has no icon."""


class RepeatsView(Struct, frozen=True):
    """The remaining dates of an event."""

    dates: tuple[Occurrence, ...]
    """The next dates, including a current one, at most as many as a page shows."""
    more: int
    """Number of further dates."""
    last: Occurrence


class RetiredView(Struct, frozen=True):
    """Reason why a page is no longer offered, shown at its top."""

    reason: str
    """Reason for the withdrawal in the editor's words; empty if it was not withdrawn."""
    expired: When | None
    """Last day on which it was valid, if it has expired."""
    successor: Card | None
    """The page that replaces it."""


class PageView(Struct, frozen=True):
    """The page being rendered: an entry, an index, a term, the home page."""

    kind: str
    """entry, section, relation, home, index, facet, list, taxonomy, term, timeline, alphabet or error."""
    type: str
    type_label: str
    type_plural: str
    type_url: str | None
    name: str
    title: str
    summary: str
    url: str
    permalink: str
    lang: str
    dir: str
    date: When | None
    end: When | None
    updated: When | None
    state: Term | None
    terms: Mapping[str, tuple[Term, ...]]
    fields: Mapping[str, object]
    """Every field with a value, ready to print: references are cards, choices have labels, …"""
    facts: tuple[Fact, ...]
    """Fields with `show: true`, in the order of the type."""
    source: str
    """Path of the content file, for "edit this page"."""
    indexed: bool
    """False if robots should not index it."""
    draft: bool = False
    """True for a preview of a page that will not be published."""
    retired: RetiredView | None = None
    """Reason why it is no longer offered: expired, withdrawn or replaced."""
    social_card: SocialCard | None = None
    """The picture that social networks show beside a link to it."""
    picture: ImageView | None = None
    """The picture that stands for an entry: of its first field with a picture, or a drawing."""
    repeats: RepeatsView | None = None
    """Dates of a repeating event."""
    calendar: str = ""
    """Address of the calendar file of an event."""


class OutdatedSource(Struct, frozen=True):
    """The source of a translation that is out of date."""

    url: str
    """Address of the page in the language of the source, with the base path."""
    lang: str
    dir: str
    language: str
    """Name of the source's language in the language of the page."""
    updated: When | None
    """Day of the last real change of the source, if it gives one."""


class TocItem(Struct, frozen=True):
    level: int
    text: str
    anchor: str


class BodyView(Struct, frozen=True):
    html: Markup

    @property
    def words(self) -> int:
        """Number of words in the text and in its rendered shortcodes."""
        from sitegen.markdown.fragment import plain_text

        return len(plain_text(self.html).split())


class PagerLink(Struct, frozen=True):
    number: int
    url: str
    current: bool
    gap: bool
    """True if numbers are left out between the previous link and this one."""


class Pager(Struct, frozen=True):
    number: int
    total: int
    entries: int
    """Number of entries in the whole list."""
    previous: str | None
    next: str | None
    pages: tuple[PagerLink, ...]
    """The first and last page and those around the current one."""


class Moment(Struct, frozen=True):
    """A point of a timeline."""

    date: When
    text: str
    lang: str
    dir: str
    foreign: bool
    card: Card


class Group(Struct, frozen=True):
    """Cards under one heading: a type on a term's page, a letter in the A–Z."""

    name: str
    label: str
    url: str | None
    cards: tuple[Card, ...]


class TermCount(Struct, frozen=True):
    """A term and its number of entries, for the page of a taxonomy."""

    value: str
    label: str
    url: str
    count: int
