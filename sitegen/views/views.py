"""What templates see: plain values in one language, every link an address, every name a label.

A view is made from the site and a language. A template gets views and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from sitegen.markdown.fragment import plain_text
from sitegen.markdown.typography import IsolatedText
from sitegen.model.occurrences import Occurrence
from sitegen.model.pictures import SocialCard
from sitegen.types import Shortcode, When


class ForeignText(str):
    """A text in another language than the page: in HTML it brings its own `lang` and `dir`."""

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
    """Without `www.`, as readers know it."""
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
    """A value something can be filtered by."""

    value: str
    label: str
    url: str | None
    """The page that lists what has this value, where there is one."""


class Card(Struct, frozen=True, gc=False):
    """What other pages may know of a page."""

    key: str
    name: str
    """The entry's name within its type: `food`. Use it for ids."""
    type: str
    type_label: str
    title: str
    summary: str
    url: str
    """With the base path, ready for `href`."""
    permalink: str
    """With scheme and host."""
    lang: str
    dir: str
    foreign: bool
    """Written in another language than the page it is shown on: mark it with `lang` and `dir`."""
    date: When | None
    end: When | None
    """The second date of its state: the end of a project, the deadline of a call."""
    state: Term | None
    terms: Mapping[str, tuple[Term, ...]]
    """By facet of its type: `topics`, `countries`, `year`, `state`, …"""
    fields: Mapping[str, object]
    """Of an entry without a page of its own, whose card is all there is; otherwise empty."""
    outside: OutsideAddress | None = None
    """Its address, where that is on another site."""


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
    """Empty for a file of the site."""
    lang: str | None
    language: str | None
    """The language's name."""
    format: str
    size: int | None


class Observation(Struct, frozen=True):
    value: str
    """As written by the editor; format it with `|number`."""
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
    """Title and unit are in another language than the page."""
    value: str
    unit: str
    qualifier: Choice | None
    as_of: When
    as_of_note: str
    note: str
    source: Card
    url: str
    """Of its line in the list of all figures."""
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
    """The entries that mention this one, as one relation."""

    name: str
    label: str
    cards: tuple[Card, ...]


class Crumb(Struct, frozen=True):
    title: str
    url: str
    lang: str


class LanguageLink(Struct, frozen=True):
    """A version of this page in some language."""

    code: str
    name: str
    dir: str
    url: str
    permalink: str
    current: bool
    exists: bool
    """False: this page is not translated; `url` is the language's home."""


class Elsewhere(Struct, frozen=True):
    """A sentence for readers of another language, on the page for addresses that do not exist."""

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
    """Empty where it only holds others."""
    lang: str
    items: tuple[MenuItem, ...] = ()
    """Items of the level below."""


class Feed(Struct, frozen=True):
    title: str
    url: str
    json: str = ""
    """The address of the same feed as JSON; a calendar has none."""


class SiteView(Struct, frozen=True):
    title: str
    description: str
    lang: str
    dir: str
    locale: str
    base_url: str
    base_path: str
    """Without a slash at its end."""
    home: str
    """The home page in this language."""
    url: str
    """Of the home page, with scheme and host."""
    default_language: str
    policy: str
    """The Content Security Policy, for `<meta http-equiv>`."""
    search: str | None
    """The page for searching; none where the site has no search."""
    short_name: str
    """Of the site in a browser's list of searches; perhaps empty."""
    origin: str
    """Scheme and host, to put before an address."""


class RepeatsView(Struct, frozen=True):
    """The dates that an event still has."""

    dates: tuple[Occurrence, ...]
    """The next dates, at most as many as a page shows, beginning with one that is under way."""
    more: int
    """Number of further dates."""
    last: Occurrence


class RetiredView(Struct, frozen=True):
    """Why a page is no longer offered; readers are told at its top."""

    reason: str
    """Why it was withdrawn, in the editor's words; empty where it was not."""
    expired: When | None
    """The last day on which it held, where that is the reason."""
    successor: Card | None
    """The page that takes its place."""


class PageView(Struct, frozen=True):
    """The page being rendered: an entry, an index, a term, the home page."""

    kind: str
    """entry, home, index, facet, list, taxonomy, term, timeline, alphabet or error."""
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
    """The fields with `show: true`, in the order of the type."""
    source: str
    """Path of the content file, for "edit this page"."""
    indexed: bool
    """False: tell robots not to index it."""
    draft: bool = False
    """It is shown here and will not be published."""
    retired: RetiredView | None = None
    """Why it is no longer offered: expired, withdrawn or replaced."""
    social_card: SocialCard | None = None
    """The picture that networks show beside a link to it."""
    repeats: RepeatsView | None = None
    """Dates of a repeating event."""
    calendar: str = ""
    """The file with which readers add the event to their calendar."""


class Outdated(Struct, frozen=True):
    """The source of a text that translates what it no longer says."""

    url: str
    """Of the page in the language of the source, with the base path."""
    lang: str
    dir: str
    language: str
    """Its name in the language of the page."""
    updated: When | None
    """The day of the last real change of the source, where it gives one."""


class TocItem(Struct, frozen=True):
    level: int
    text: str
    anchor: str


class Call(Struct, frozen=True):
    """A shortcode to be rendered; the figure is that of `number`."""

    shortcode: Shortcode
    path: str
    """Of the content file it stands in."""
    figure: FigureView | None


class UnfilledBody(Struct, frozen=True):
    """A body with the addresses of its links; its shortcodes are yet to be rendered."""

    html: str
    calls: tuple[Call, ...]


class BodyView(Struct, frozen=True):
    html: Markup

    @property
    def words(self) -> int:
        """How many there are in the text and in what its shortcodes made."""
        return len(plain_text(self.html).split())


class PagerLink(Struct, frozen=True):
    number: int
    url: str
    current: bool
    gap: bool
    """Numbers are left out between the link before and this one."""


class Pager(Struct, frozen=True):
    number: int
    total: int
    entries: int
    """In the whole list."""
    previous: str | None
    next: str | None
    pages: tuple[PagerLink, ...]
    """The first, the last and those around this one."""


class Moment(Struct, frozen=True):
    """A point of a timeline."""

    date: When
    text: str
    lang: str
    dir: str
    foreign: bool
    card: Card


class Group(Struct, frozen=True):
    """Cards under one heading: of a type on a term's page, of a letter in the A–Z."""

    name: str
    label: str
    url: str | None
    cards: tuple[Card, ...]


class TermCount(Struct, frozen=True):
    """A term and how many entries have it, for the page of a taxonomy."""

    value: str
    label: str
    url: str
    count: int
