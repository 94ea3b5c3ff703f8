"""Indexes and their pages, whole or filtered by one or two facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from sitegen.model.urls import facet_url, in_no_language, index_url, page_number_url
from sitegen.model.versions import master, version
from sitegen.types import Config, ContentType, EntryKey, IndexRule, ListRule, Pair, ScopeKey, Site
from sitegen.types.keys import (
    LIST,
    TYPE,
    Listing,
    kind_and_key,
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


def _declared(config: Config, scope: ScopeKey) -> ContentType | ListRule:
    """The type or list that a scope refers to; for a section its type."""
    kind, name = kind_and_key(scope)
    if kind == LIST:
        return config.lists[name]
    return config.types[name if kind == TYPE else type_of(section_of(scope))]


def rule_of(config: Config, scope: ScopeKey) -> IndexRule:
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
    return site.entries[name] if kind == TYPE else site.sections[section_of(scope)]


def shown_of(site: Site, scope: ScopeKey) -> tuple[EntryKey, ...]:
    """The entries on the pages of an index without filters.

    Of types with nested entries, only those directly below the type or section, with the sections there.
    """
    section = section_of(scope)
    if section:
        return site.children.get(section, ())
    kind, name = kind_and_key(scope)
    return site.children.get(name, site.entries[name]) if kind == TYPE else site.lists[name]


def base_url(config: Config, scope: ScopeKey) -> str:
    declared = _declared(config, scope)
    return declared.permalink or "/" if isinstance(declared, ListRule) else index_url(declared)


def section_url(site: Site, section: EntryKey, language: str) -> str:
    """Address of a section in a language, without a language prefix."""
    page = version(site, section, language)
    return in_no_language(site.config, page.url, page.language)


def first_url(site: Site, listing: Listing, language: str) -> str:
    """Address of the first page of a listing in a language, without a language prefix."""
    section = section_of(listing.scope)
    url = section_url(site, section, language) if section else base_url(site.config, listing.scope)
    for facet, value in listing.filters:
        url = facet_url(site.config, url, facet, value)
    return url


def url_of(site: Site, listing: Listing, language: str) -> str:
    """Address of a page of a listing in a language, without a language prefix."""
    return page_number_url(first_url(site, listing, language), listing.number)


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
