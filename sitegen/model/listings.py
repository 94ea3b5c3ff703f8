"""Indexes and their pages, whole or filtered by one or two facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from sitegen.model.terms import addressed
from sitegen.model.urls import facet_url, in_no_language, index_url, page_number_url, segment
from sitegen.model.versions import master, version
from sitegen.types import Config, ContentType, EntryKey, IndexRule, ListRule, Pair, Relation, ScopeKey, Site
from sitegen.types.keys import (
    LIST,
    SECTION,
    TYPE,
    Listing,
    kind_and_key,
    owner_of,
    relation_of,
    relation_scope,
    scope_key,
    section_of,
    section_scope,
    type_of,
)


def scopes(config: Config) -> Iterator[ScopeKey]:
    """Yields the scope of every index: of types, and of lists with an address."""
    yield from (scope_key(TYPE, t.name) for t in config.types.values() if t.index)
    yield from (scope_key(LIST, rule.name) for rule in config.lists.values() if rule.permalink)


def section_scopes(site: Site) -> Iterator[ScopeKey]:
    """Yields the scope of every section with a page."""
    yield from (section_scope(entry) for entry in site.sections if master(site, entry).output)


def relation_scopes(site: Site) -> Iterator[ScopeKey]:
    """Yields the scope of every relation with more entries than the page of its entry shows."""
    for entry, relations in site.relations.items():
        for relation in relations:
            if has_pages(site, entry, relation):
                yield relation_scope(entry, relation.name)


def has_pages(site: Site, entry: EntryKey, relation: Relation) -> bool:
    """True if the entries of a relation have pages of their own."""
    return len(relation.entries) > relation.limit and bool(master(site, entry).output)


def _related(site: Site, scope: ScopeKey) -> tuple[EntryKey, ...]:
    """The entries of a relation, in their order; empty for other scopes."""
    entry, name = relation_of(scope) or (EntryKey(""), "")
    return next((it.entries for it in site.relations.get(entry, ()) if it.name == name), ())


ON_A_PAGE = IndexRule(paginate_by=50)
"""Rule for the pages of relations."""


def _declared(config: Config, scope: ScopeKey) -> ContentType | ListRule:
    """The type or list that a scope refers to; for a section or relation the type of its entry."""
    kind, name = kind_and_key(scope)
    if kind == LIST:
        return config.lists[name]
    return config.types[name if kind == TYPE else type_of(owner_of(scope))]


def rule_of(config: Config, scope: ScopeKey) -> IndexRule:
    if relation_of(scope):
        return ON_A_PAGE
    declared = _declared(config, scope)
    if isinstance(declared, ContentType) and section_of(scope):
        return declared.sections
    return declared.index or IndexRule()


def types_of(config: Config, scope: ScopeKey) -> tuple[str, ...]:
    declared = _declared(config, scope)
    return declared.types if isinstance(declared, ListRule) else (declared.name,)


def sort_of(config: Config, scope: ScopeKey) -> tuple[str, ...]:
    return _declared(config, scope).sort


def entries_of(site: Site, scope: ScopeKey) -> tuple[EntryKey, ...]:
    """All entries of an index; for a section those on every level below it."""
    kind, name = kind_and_key(scope)
    if kind == LIST:
        return site.lists[name]
    if kind == TYPE:
        return site.entries[name]
    return site.sections[section_of(scope)] if kind == SECTION else _related(site, scope)


def shown_of(site: Site, scope: ScopeKey) -> tuple[EntryKey, ...]:
    """The entries on the pages of an index without filters.

    Of types with nested entries, only those directly below the type or section, with the sections there.
    """
    kind, name = kind_and_key(scope)
    if kind == SECTION:
        return site.children.get(section_of(scope), ())
    return site.children.get(name, site.entries[name]) if kind == TYPE else entries_of(site, scope)


def base_url(config: Config, scope: ScopeKey) -> str:
    declared = _declared(config, scope)
    return declared.permalink or "/" if isinstance(declared, ListRule) else index_url(declared)


def _owner_url(site: Site, scope: ScopeKey, language: str) -> str:
    """Address of the pages of a section or relation in a language, without a language prefix."""
    page, relation = version(site, owner_of(scope), language), relation_of(scope)
    url = in_no_language(site.config, page.url, page.language)
    return f"{url}{segment(relation[1])}/" if relation else url


def first_url(site: Site, listing: Listing, language: str) -> str:
    """Address of the first page of a listing in a language, without a language prefix."""
    scope = listing.scope
    url = _owner_url(site, scope, language) if owner_of(scope) else base_url(site.config, scope)
    for facet, value in listing.filters:
        url = facet_url(site.config, url, facet, value)
    return url


def url_of(site: Site, listing: Listing, language: str) -> str:
    """Address of a page of a listing in a language, without a language prefix."""
    return page_number_url(first_url(site, listing, language), listing.number)


def filtered(site: Site, listing: Listing) -> tuple[EntryKey, ...]:
    """Entries on the pages of a listing that pass all its filters; empty if the language has no such page."""
    if not listing.filters:
        return shown_of(site, listing.scope)
    first, *second = listing.filters
    if second:
        return site.pairs[listing.scope].get((first, second[0]), ())
    facet, value = first
    return site.facets[listing.scope][facet].get(value, ())


def faceted(site: Site, scope: ScopeKey) -> Iterator[Listing]:
    """Yields the listings of an index with one filter and with two, without those whose address is taken."""
    facets = site.facets.get(scope, {}).items()
    filters = {(facet, value): None for facet, found in facets for value in addressed(site.config, found)}
    yield from (Listing(scope, (single,)) for single in filters)
    yield from (Listing(scope, pair) for pair in site.pairs.get(scope, {}) if filters.keys() >= set(pair))


def group_by_facets(site: Site, scope: ScopeKey) -> dict[str, dict[str, tuple[EntryKey, ...]]]:
    """Entries by the values of each facet of an index.

    If a type of the index lacks a facet named `country` or `countries`, the other of the two fields is used,
    so that a list of several types has one facet for countries.
    """
    found: dict[str, dict[str, list[EntryKey]]] = {name: {} for name in rule_of(site.config, scope).facets}
    for entry in entries_of(site, scope):
        for name, values in found.items():
            for value in values_of(site, entry, name):
                values.setdefault(value, []).append(entry)
    return {name: {v: tuple(e) for v, e in values.items()} for name, values in found.items()}


def group_by_pairs(site: Site, scope: ScopeKey) -> dict[Pair, tuple[EntryKey, ...]]:
    """Entries that share each pair of values, for the pairs of facets that an index declares."""
    found: dict[Pair, list[EntryKey]] = {}
    pairs = rule_of(site.config, scope).pairs
    for entry in entries_of(site, scope) if pairs else ():
        for one, other in pairs:
            for combined in product(values_of(site, entry, one), values_of(site, entry, other)):
                found.setdefault(((one, combined[0]), (other, combined[1])), []).append(entry)
    return {pair: tuple(entries) for pair, entries in found.items()}


def most_common(pairs: Mapping[Pair, tuple[EntryKey, ...]], most: int) -> dict[Pair, tuple[EntryKey, ...]]:
    """The pairs with the most entries, at most `most`, in their original order."""
    if len(pairs) <= most:
        return dict(pairs)
    chosen = set(sorted(pairs, key=lambda pair: (-len(pairs[pair]), pair))[:most])
    return {pair: entries for pair, entries in pairs.items() if pair in chosen}


def values_of(site: Site, entry: EntryKey, facet: str) -> tuple[str, ...]:
    """Values of an entry by which a facet can be filtered."""
    terms = master(site, entry).terms
    return terms.get(facet) or terms.get(SAME.get(facet, ""), ())


SAME = {"countries": "country", "country": "countries"}
