"""Indexes and their pages, whole or filtered by one or two facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from sitegen.model.urls import facet_url, index_url, page_number_url
from sitegen.model.versions import master
from sitegen.types import Config, ContentType, EntryKey, IndexRule, ListRule, Pair, ScopeKey, Site
from sitegen.types.keys import LIST, TYPE, Listing, kind_and_key, scope_key


def scopes(config: Config) -> Iterator[ScopeKey]:
    """Yields the scope of every index: of types, and of lists with an address."""
    yield from (scope_key(TYPE, t.name) for t in config.types.values() if t.index)
    yield from (scope_key(LIST, rule.name) for rule in config.lists.values() if rule.permalink)


def _declared(config: Config, scope: ScopeKey) -> ContentType | ListRule:
    """The type or list that a scope refers to."""
    kind, name = kind_and_key(scope)
    return config.types[name] if kind == TYPE else config.lists[name]


def rule_of(config: Config, scope: ScopeKey) -> IndexRule:
    return _declared(config, scope).index or IndexRule()


def types_of(config: Config, scope: ScopeKey) -> tuple[str, ...]:
    declared = _declared(config, scope)
    return declared.types if isinstance(declared, ListRule) else (declared.name,)


def sort_of(config: Config, scope: ScopeKey) -> tuple[str, ...]:
    return _declared(config, scope).sort


def entries_of(site: Site, scope: ScopeKey) -> tuple[EntryKey, ...]:
    kind, name = kind_and_key(scope)
    return site.entries[name] if kind == TYPE else site.lists[name]


def base_url(config: Config, scope: ScopeKey) -> str:
    declared = _declared(config, scope)
    return declared.permalink or "/" if isinstance(declared, ListRule) else index_url(declared)


def first_url(config: Config, listing: Listing) -> str:
    """Address of the first page of a listing, without a language prefix."""
    url = base_url(config, listing.scope)
    for facet, value in listing.filters:
        url = facet_url(config, url, facet, value)
    return url


def url_of(config: Config, listing: Listing) -> str:
    """Address of a page of a listing, without a language prefix."""
    return page_number_url(first_url(config, listing), listing.number)


def filtered(site: Site, listing: Listing) -> tuple[EntryKey, ...]:
    """Entries that pass all filters of a listing; empty if the language has no such page."""
    first, *second = listing.filters
    if second:
        return site.pairs[listing.scope].get((first, second[0]), ())
    facet, value = first
    return site.facets[listing.scope][facet].get(value, ())


def group_by_facets(site: Site, scope: ScopeKey) -> dict[str, dict[str, tuple[EntryKey, ...]]]:
    """Entries by the values of each facet of an index.

    If a type of the index lacks a facet named `country` or `countries`, the other of the two fields is used,
    so that a list of several types has one facet for countries.
    """
    found: dict[str, dict[str, list[EntryKey]]] = {name: {} for name in rule_of(site.config, scope).facets}
    for entry in entries_of(site, scope):
        for name, values in found.items():
            for value in _values(site, entry, name):
                values.setdefault(value, []).append(entry)
    return {name: {v: tuple(e) for v, e in values.items()} for name, values in found.items()}


def group_by_pairs(site: Site, scope: ScopeKey) -> dict[Pair, tuple[EntryKey, ...]]:
    """Entries that share each pair of values, for the pairs of facets that an index declares."""
    found: dict[Pair, list[EntryKey]] = {}
    pairs = rule_of(site.config, scope).pairs
    for entry in entries_of(site, scope) if pairs else ():
        for one, other in pairs:
            for combined in product(_values(site, entry, one), _values(site, entry, other)):
                found.setdefault(((one, combined[0]), (other, combined[1])), []).append(entry)
    return {pair: tuple(entries) for pair, entries in found.items()}


def most_common(pairs: Mapping[Pair, tuple[EntryKey, ...]], most: int) -> dict[Pair, tuple[EntryKey, ...]]:
    """The pairs with the most entries, at most `most`, in their original order."""
    if len(pairs) <= most:
        return dict(pairs)
    chosen = set(sorted(pairs, key=lambda pair: (-len(pairs[pair]), pair))[:most])
    return {pair: entries for pair, entries in pairs.items() if pair in chosen}


def _values(site: Site, entry: EntryKey, facet: str) -> tuple[str, ...]:
    terms = master(site, entry).terms
    return terms.get(facet) or terms.get(SAME.get(facet, ""), ())


SAME = {"countries": "country", "country": "countries"}
