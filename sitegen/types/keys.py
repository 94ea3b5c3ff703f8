"""Keys: strings that name a value, in this table. Only this module makes them and takes them apart.

    entry      TYPE/NAME, or NAME alone       projects/spark
    document   ENTRY@LANGUAGE                 projects/spark@fr
    scope      type:NAME, list:NAME,          type:projects
               section:ENTRY or relation:ENTRY:NAME
    listing    SCOPE?FACET=VALUE#NUMBER       type:projects?topics=topics%2Ffood&countries=NO#2
    term       TAXONOMY/TERM#NUMBER           countries/NO#2
    subject    KIND:KEY                       entry:projects/spark, listing:type:projects#1, home:
    target     KIND:NAME                      page:projects/spark, taxonomy:countries (of a menu item)

Names of types, taxonomies, facets and kinds and codes of languages are words: they have none of the marks
`/ @ : ? = & #`. The names of entries and terms may have any of them, and the value of a facet is quoted.
An entry, a document, a scope and a subject are strings of a type of their own, so that mypy tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NewType, TypeAlias
from urllib.parse import quote, unquote

from msgspec import Struct

EntryKey = NewType("EntryKey", str)
"""An entry in all its languages."""
DocumentKey = NewType("DocumentKey", str)
"""One version of an entry."""
ScopeKey = NewType("ScopeKey", str)
"""An index: that of a type, or of a list with an address."""
SubjectKey = NewType("SubjectKey", str)
"""Subject of a page."""

TYPE, LIST, SECTION, RELATION, TAXONOMY = "type", "list", "section", "relation", "taxonomy"
"""Kinds of scopes; the entries of all terms of a taxonomy are ordered like those of an index."""

Filter: TypeAlias = tuple[str, str]
"""A facet and a value of it: `("countries", "NO")`."""


def entry_key(type_name: str, name: str) -> EntryKey:
    """The key of an entry; entries outside the folders of types have no type."""
    return EntryKey(f"{type_name}/{name}" if type_name else name)


def entry_parts(entry: str) -> tuple[str, str]:
    """Type and name of an entry."""
    type_name, slash, name = entry.partition("/")
    return (type_name, name) if slash else ("", entry)


def type_of(entry: EntryKey) -> str:
    return entry_parts(entry)[0]


def name_of(entry: EntryKey) -> str:
    return entry_parts(entry)[1]


def folders_above(entry: EntryKey) -> Iterator[EntryKey]:
    """Yields what the keys of the pages of the folders above an entry would be, the nearest first."""
    type_name, name = entry_parts(entry)
    while name := name.rpartition("/")[0]:
        yield entry_key(type_name, name)


def last_name_of(entry: EntryKey) -> str:
    """Name of an entry without the folders below its type."""
    return entry.rpartition("/")[2]


def document_key(entry: EntryKey, language: str) -> DocumentKey:
    return DocumentKey(f"{entry}@{language}")


def entry_of(document: DocumentKey) -> EntryKey:
    return EntryKey(document.rpartition("@")[0])


def scope_key(kind: str, name: str) -> ScopeKey:
    return ScopeKey(f"{kind}:{name}")


def section_scope(entry: EntryKey) -> ScopeKey:
    """The scope of a section, whose name is quoted."""
    return scope_key(SECTION, quote(entry, safe="/"))


def section_of(scope: ScopeKey) -> EntryKey:
    """The section of a scope; empty if it is that of a type or list."""
    kind, name = kind_and_key(scope)
    return EntryKey(unquote(name) if kind == SECTION else "")


def relation_scope(entry: EntryKey, name: str) -> ScopeKey:
    """The scope of the entries that mention an entry through a relation."""
    return scope_key(RELATION, f"{quote(entry, safe='/')}:{name}")


def relation_of(scope: ScopeKey) -> tuple[EntryKey, str] | None:
    """The entry and the name of the relation of a scope; None for other scopes."""
    kind, rest = kind_and_key(scope)
    entry, _, name = rest.partition(":")
    return (EntryKey(unquote(entry)), name) if kind == RELATION else None


def owner_of(scope: ScopeKey) -> EntryKey:
    """The entry to whose page the pages of a section or relation belong; empty for other scopes."""
    relation = relation_of(scope)
    return relation[0] if relation else section_of(scope)


def referred_entry(written: str, type_name: str) -> EntryKey:
    """The entry that a text names, perhaps without the type, which is then `type_name`."""
    name = written.strip().strip("/").removesuffix(".md").removesuffix(".yaml")
    return EntryKey(name) if name.startswith(f"{type_name}/") else entry_key(type_name, name)


def subject_key(kind: str, key: str = "") -> SubjectKey:
    return SubjectKey(f"{kind}:{key}")


def menu_target(kind: str, name: str) -> str:
    return f"{kind}:{name}"


def kind_and_key(key: str) -> tuple[str, Any]:
    """Kind and key, or name, of a scope, of a subject or of the target of a menu item."""
    kind, _, rest = key.partition(":")
    return kind, rest


class Listing(Struct, frozen=True):
    """A page of an index, whole or filtered by one or two facets."""

    scope: ScopeKey
    filters: tuple[Filter, ...] = ()
    """No filter, one, or a pair in the order in which the index declares it."""
    number: int = 1

    @property
    def key(self) -> str:
        filtered = "&".join(f"{facet}={quote(value, safe='')}" for facet, value in self.filters)
        return numbered(f"{self.scope}{'?' if filtered else ''}{filtered}", self.number)

    @property
    def name(self) -> str:
        """Name of the type or list."""
        return str(kind_and_key(self.scope)[1])

    @property
    def type(self) -> str:
        """Name of the type; empty for a list."""
        kind, name = kind_and_key(self.scope)
        return name if kind == TYPE else ""


def parse_listing(key: str) -> Listing:
    rest, number = number_of(key)
    scope, _, filtered = rest.partition("?")
    filters = (part.partition("=") for part in filtered.split("&") if part)
    return Listing(ScopeKey(scope), tuple((facet, unquote(value)) for facet, _, value in filters), number)


def scope_of(listing: str) -> ScopeKey:
    """The scope in the key of a listing."""
    return ScopeKey(listing.partition("?")[0].partition("#")[0])


class TermPage(Struct, frozen=True):
    """A page of the entries with a term."""

    taxonomy: str
    term: str
    number: int = 1

    @property
    def key(self) -> str:
        return numbered(f"{self.taxonomy}/{self.term}", self.number)


def parse_term(key: str) -> TermPage:
    rest, number = number_of(key)
    taxonomy, _, term = rest.partition("/")
    return TermPage(taxonomy, term, number)


def numbered(key: str, number: int) -> str:
    """The key of a page of a listing or term, or its subject, given the part before the number."""
    return f"{key}#{number}"


def number_of(key: str) -> tuple[str, int]:
    """The part before the number, and the number."""
    rest, _, number = key.rpartition("#")
    return rest, int(number)
