"""The site: joined documents, whose neighbours are named by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.definition import Config, Texts
from sitegen.types.document import Document
from sitegen.types.keys import DocumentKey, EntryKey, Filter, ScopeKey
from sitegen.types.picture import Picture
from sitegen.types.problem import Problem
from sitegen.types.value import When

Pair: TypeAlias = tuple[Filter, Filter]


class Retired(Struct, frozen=True):
    """Reason why an entry is retired."""

    withdrawn: bool
    """True if the field `withdrawn` gives the reason."""
    successor: EntryKey
    """Entry that replaces it, at the end of the chain of replacements; may be empty."""
    expired: When | None = None
    """Last day on which the entry was valid, if that is the reason."""


class Page(Struct, frozen=True, gc=False):
    """A document placed in the site."""

    key: DocumentKey
    entry: EntryKey
    type: str
    language: str
    title: str
    summary: str
    url: str
    """Address from the root without the base path, such as `/fr/topics/food/`, or an address on another site.
    """
    output: str
    """Path of the output; empty for types without pages and for entries that link to another site."""
    fields: Mapping[str, object]
    """Values of the fields, including those that a translation inherits from its source."""
    inherited: frozenset[str]
    """Texts that a translation inherits: names of fields, `FIELD/POSITION/NAME` inside groups, and
    `FIELD/alt`, `FIELD/credit` and `FIELD/caption` of pictures.
    """
    source_language: str
    date: When | None
    state: str | None
    terms: Mapping[str, tuple[str, ...]]
    """Values to filter the page by: `topics → ("topics/food",)`, `year → ("2024",)`."""
    aliases: tuple[str, ...]
    document: DocumentKey
    """Key of the document in the library."""
    retired: Retired | None = None
    sort_as: str = ""
    """Sort key that replaces the title, such as a family name first, or a reading."""
    current: Mapping[str, When] = field(default_factory=dict)
    """Dates of a repeating event's current or next occurrence, by field; of the last one if all are over."""
    past: int = 0
    """Number of the event's dates that are over."""

    @property
    def sort_title(self) -> str:
        return self.sort_as or self.title

    def dated(self, name: str) -> object:
        """Returns the value of a field; for a repeating event, the date of its current or next occurrence."""
        return self.current.get(name) or self.fields.get(name)

    @property
    def dated_fields(self) -> Mapping[str, object]:
        """Fields, with the dates of the current or next occurrence if the event repeats."""
        return {**self.fields, **self.current} if self.current else self.fields

    @property
    def outside(self) -> bool:
        """True if the entry links to a page on another site and has no page of its own."""
        return self.url.startswith(("http://", "https://"))

    @property
    def indexed(self) -> bool:
        """True if search engines and the site's search may list the page."""
        return self.retired is None and self.fields.get("noindex") is not True


class Relation(Struct, frozen=True, gc=False, array_like=True):
    """Reverse side of a reference: the entries that refer to an entry by one field."""

    name: str
    label: Texts
    entries: tuple[EntryKey, ...]
    limit: int = 50
    """Limit on the entries that the page of the entry shows."""


class Site(Struct, frozen=True):
    """The whole site as one value; neighbours are named by key."""

    config: Config
    pages: Mapping[DocumentKey, Page]
    versions: Mapping[EntryKey, Mapping[str, DocumentKey]]
    """entry → language → key of the page."""
    entries: Mapping[str, tuple[EntryKey, ...]]
    """Content type → entries in the type's order; without retired entries, as in all fields below."""
    orders: Mapping[str, tuple[EntryKey, ...]]
    """Fields of each sort that the site declares → entries of all types that it can order, in this order."""
    relations: Mapping[EntryKey, tuple[Relation, ...]]
    """entry → reverse relations."""
    positions: Mapping[str, Mapping[str, Mapping[EntryKey, int]]]
    """Type without pages → language → entry → position in the index."""
    mentions: Mapping[EntryKey, tuple[EntryKey, ...]]
    """entry → entries that its fields refer to."""
    terms: Mapping[str, Mapping[str, tuple[EntryKey, ...]]]
    """taxonomy → term → entries, in an order that means nothing."""
    lists: Mapping[str, tuple[EntryKey, ...]]
    facets: Mapping[ScopeKey, Mapping[str, Mapping[str, tuple[EntryKey, ...]]]]
    """Scope of an index → facet → value → entries."""
    pairs: Mapping[ScopeKey, Mapping[Pair, tuple[EntryKey, ...]]]
    """Scope of an index → two filters → entries that match both."""
    related: Mapping[EntryKey, tuple[EntryKey, ...]]
    intros: Mapping[str, Mapping[str, DocumentKey]]
    """`home` or content type → language → key of the `_index` document."""
    documents: Mapping[DocumentKey, Document]
    paths: Mapping[str, DocumentKey]
    """Path of each content file → key of its document."""
    retired: Mapping[EntryKey, Retired]
    """Retired entries: they have pages, but are in no other field except `versions`."""
    hidden: Mapping[str, tuple[str, ...]]
    """Paths of drafts and of entries with a later publication date → their future addresses."""
    media: frozenset[str]
    pictures: Mapping[str, Picture]
    """Pictures among the media, by path."""
    problems: tuple[Problem, ...]
    made_from: Mapping[DocumentKey, str] = field(default_factory=dict)
    """Key of a translation → parts of its source, with their digests, when it was accepted."""
    only_in: Mapping[EntryKey, tuple[str, ...]] = field(default_factory=dict)
    """Entry limited to some languages → these languages, its source language first."""
    folders: Mapping[DocumentKey, str] = field(default_factory=dict)
    """Key of a document in a nested folder → address of that folder below its type: `deep/er`."""
    bases: Mapping[str, str] = field(default_factory=dict)
    """Folder of a section or page → address of its page, if it differs from the path of the folder."""
    parents: Mapping[EntryKey, EntryKey] = field(default_factory=dict)
    """Entry → the entry above it in the folders of its type; entries at the top are left out."""
    children: Mapping[str, tuple[EntryKey, ...]] = field(default_factory=dict)
    """Entry, or type with nested entries → the entries directly below it, in the order of the type."""
    sections: Mapping[EntryKey, tuple[EntryKey, ...]] = field(default_factory=dict)
    """Section → all entries below it, except sections, in the order of the type."""
    named: Mapping[ScopeKey, tuple[tuple[Filter, ...], ...]] = field(default_factory=dict)
    """Scope of an index → filters, one or a pair, whose address a menu or a text names."""
    outdated: frozenset[DocumentKey] = frozenset()
    """Keys of translations whose source has changed since they were accepted."""
    selections: Mapping[str, Mapping[str, Selection]] = field(default_factory=dict)
    """Selector of a feature → key → selection, such as `feeds` → `site`."""


class Selection(Struct, frozen=True, array_like=True):
    """Entries that a feature selects from the joined site, in their order; for all languages."""

    key: str
    entries: tuple[EntryKey, ...]
