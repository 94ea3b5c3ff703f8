"""The site: documents joined; neighbours are named by key, never by pointer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.definition import Config, Texts
from sitegen.types.document import Document
from sitegen.types.picture import Picture
from sitegen.types.problem import Problem
from sitegen.types.value import When

Filter: TypeAlias = tuple[str, str]
"""A facet, and the value that entries have: `("countries", "NO")`."""
Pair: TypeAlias = tuple[Filter, Filter]


class Retired(Struct, frozen=True):
    """Why an entry is no longer offered."""

    withdrawn: bool
    """Its field `withdrawn` says why."""
    successor: str
    """The entry that takes its place, at the end of the chain; perhaps none."""
    expired: When | None = None
    """The last day on which it held, where that is the reason."""


class Page(Struct, frozen=True, gc=False):
    """A document placed in the site."""

    key: str
    entry: str
    type: str
    language: str
    title: str
    summary: str
    url: str
    """From the root of the site, without the base path: `/fr/topics/food/`; or a page on another site."""
    output: str
    """Empty for entries of a type without pages, and for those that lead to another site."""
    fields: Mapping[str, object]
    """With what a translation inherits from its source."""
    inherited: frozenset[str]
    """Texts taken from the source because the translation lacks them: names of fields, `FIELD/POSITION/NAME`
    inside groups, and of pictures also `FIELD/alt` and `FIELD/credit`."""
    source_language: str
    date: When | None
    state: str | None
    terms: Mapping[str, tuple[str, ...]]
    """The values it can be filtered by: `topics → ("topics/food",)`, `year → ("2024",)`."""
    aliases: tuple[str, ...]
    document: str
    """Key of the document in the library."""
    retired: Retired | None = None
    sort_as: str = ""
    """Text by which it is sorted in place of its title: a family name first, a reading."""
    current: Mapping[str, When] = field(default_factory=dict)
    """Dates of a repeating event's current or next occurrence, by field; of the last if all are over."""
    past: int = 0
    """Number of the event's dates that are over."""

    @property
    def sort_title(self) -> str:
        return self.sort_as or self.title

    def dated(self, name: str) -> object:
        """The value of a field; of an event that repeats, the date as it is today."""
        return self.current.get(name) or self.fields.get(name)

    @property
    def dated_fields(self) -> Mapping[str, object]:
        """The fields; of an event that repeats, with its dates as they are today."""
        return {**self.fields, **self.current} if self.current else self.fields

    @property
    def outside(self) -> bool:
        """True if the entry links to a page on another site and has no page of its own."""
        return self.url.startswith(("http://", "https://"))

    @property
    def indexed(self) -> bool:
        """Whether it is offered to search engines and found by search."""
        return self.retired is None and self.fields.get("noindex") is not True


class Relation(Struct, frozen=True, gc=False, array_like=True):
    """The reverse side of a reference: who mentions an entry, and as what."""

    name: str
    label: Texts
    entries: tuple[str, ...]


class Site(Struct, frozen=True):
    """The whole site as one value; neighbours are named by key."""

    config: Config
    pages: Mapping[str, Page]
    versions: Mapping[str, Mapping[str, str]]
    """entry → language → key of the page."""
    entries: Mapping[str, tuple[str, ...]]
    """content type → entries in the type's order, those that are retired left out; so everywhere below."""
    relations: Mapping[str, tuple[Relation, ...]]
    """entry → its reverse relations."""
    positions: Mapping[str, Mapping[str, Mapping[str, int]]]
    """type without pages → language → entry → where it stands in the index."""
    feeds: Mapping[str, FeedPlan]
    calendars: Mapping[str, FeedPlan]
    """By their key."""
    mentions: Mapping[str, tuple[str, ...]]
    """entry → the entries that its fields name."""
    terms: Mapping[str, Mapping[str, tuple[str, ...]]]
    """taxonomy → term → entries."""
    lists: Mapping[str, tuple[str, ...]]
    facets: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    """scope of an index → facet → value → entries."""
    pairs: Mapping[str, Mapping[Pair, tuple[str, ...]]]
    """scope of an index → two filters → the entries that pass both."""
    related: Mapping[str, tuple[str, ...]]
    intros: Mapping[str, Mapping[str, str]]
    """`home` or content type → language → key of the `_index` document."""
    documents: Mapping[str, Document]
    paths: Mapping[str, str]
    """Path of each content file → key of its document."""
    retired: Mapping[str, Retired]
    """The entries that are no longer offered: they have pages, and stand in nothing above but `versions`."""
    hidden: Mapping[str, tuple[str, ...]]
    """Paths of drafts and of what is to be published later → the addresses that they will have."""
    media: frozenset[str]
    pictures: Mapping[str, Picture]
    """By path, those among the media."""
    problems: tuple[Problem, ...]
    made_from: Mapping[str, str] = field(default_factory=dict)
    """translation → what its source said when somebody last said that both say the same; by document."""
    only_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """entry meant for some languages only → those, that of its source first."""
    outdated: frozenset[str] = frozenset()
    """The documents that translate what their source no longer says."""


class FeedPlan(Struct, frozen=True, array_like=True):
    """A feed or calendar before it has a language. Its key is `site`, an index's scope, or an entry."""

    key: str
    url: str
    entries: tuple[str, ...]
    """Those with a date: in a feed the newest first, in a calendar the earliest."""
    since: date | None = None
    """The first day of publication that the site gives; in feeds, of entries whose days all lie ahead."""
    full: bool = False
    """A feed that has the whole texts of its entries."""
