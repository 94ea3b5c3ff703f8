"""Filters with one entry, which need no list of their own: links lead to the page of the entry.

A pair needs none; a single filter has one unless its index does without (`lists_of_one: false`). A list whose
address a menu or a text names has its page nevertheless, since the second entry can come and go with a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.definition.menus import ADDRESS, every_item
from sitegen.model.links import links_in_fields
from sitegen.model.listings import base_url, faceted, filtered, first_url, rule_of
from sitegen.model.urls import in_no_language
from sitegen.model.versions import master
from sitegen.types import Document, EntryKey, Filter, ScopeKey, Site
from sitegen.types.keys import Listing
from sitegen.types.paths import composed


def entry_instead(site: Site, listing: Listing) -> EntryKey | None:
    """The entry to which links lead in place of a filtered list; None if the list has a page."""
    filters, scope = listing.filters, listing.scope
    if len(filters) < _fewest(site, scope) or filters in site.named.get(scope, ()):
        return None
    entries = filtered(site, listing)
    return entries[0] if len(entries) == 1 and master(site, entries[0]).output else None


def _fewest(site: Site, scope: ScopeKey) -> int:
    """The number of filters with which a list of one entry needs no page."""
    return 2 if rule_of(site.config, scope).lists_of_one else 1


def named_filters(site: Site) -> dict[ScopeKey, tuple[tuple[Filter, ...], ...]]:
    """Filters whose address a menu or a text names, by the scope of their index."""
    scopes = [scope for scope, pairs in site.pairs.items() if pairs or _fewest(site, scope) == 1]
    named = frozenset(_named(site)) if scopes else frozenset()
    filters = {scope: tuple(_addressed(site, scope, named)) for scope in scopes}
    return {scope: found for scope, found in filters.items() if found}


def _addressed(site: Site, scope: ScopeKey, named: frozenset[str]) -> Iterator[tuple[Filter, ...]]:
    """Yields the filters of an index that have one of these addresses; and each of a pair, since the page of
    the pair leads to its list."""
    base, fewest = base_url(site.config, scope), _fewest(site, scope)
    below = frozenset(address for address in named if address.startswith(base))
    for listing in faceted(site, scope) if below else ():
        if first_url(site, listing, site.config.default_language) in below:
            every = (listing.filters, *((single,) for single in listing.filters))
            yield from dict.fromkeys(filters for filters in every if len(filters) >= fewest)


def _named(site: Site) -> Iterator[str]:
    """Yields the addresses in menus and texts, without a language prefix."""
    addresses = {item.target for item in every_item(site.config)}
    for document in site.documents.values():
        addresses |= addresses_in_text(document)
        addresses.update(it.target for it in links_in_fields(document) if it.target.startswith(ADDRESS))
    for address in filter(_is_of_page, addresses):
        path = composed(unquote(address.partition("#")[0].partition("?")[0]))
        yield from (in_no_language(site.config, path, code) for code in site.config.languages)


def addresses_in_text(document: Document) -> frozenset[str]:
    """The addresses of pages that the text of a document names, as written."""
    words = (word for call in document.calls for word in call[1:])
    return frozenset(filter(_is_of_page, (*document.targets, *words)))


def _is_of_page(address: str) -> bool:
    return address.startswith(ADDRESS) and "/" in address[1:]
