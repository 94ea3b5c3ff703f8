"""Pairs of filters with one entry, which have no page of their own: links lead to the page of the entry.

A pair whose address a menu or a text names has its page nevertheless, since the second entry can come and go
with a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.definition.menus import ADDRESS, every_item
from sitegen.model.links import links_in_fields
from sitegen.model.listings import base_url, filtered, first_url
from sitegen.model.urls import in_no_language
from sitegen.model.versions import master
from sitegen.types import Document, EntryKey, Pair, ScopeKey, Site
from sitegen.types.keys import Listing
from sitegen.types.paths import composed


def entry_instead(site: Site, listing: Listing) -> EntryKey | None:
    """The entry to which links lead in place of a filtered list; None if the list has a page."""
    if len(listing.filters) < 2 or listing.filters in site.named.get(listing.scope, ()):
        return None
    entries = filtered(site, listing)
    return entries[0] if len(entries) == 1 and master(site, entries[0]).output else None


def named_pairs(site: Site) -> dict[ScopeKey, tuple[Pair, ...]]:
    """Pairs of filters whose address a menu or a text names, by the scope of their index."""
    named = frozenset(_named(site)) if any(site.pairs.values()) else frozenset()
    pairs = {scope: tuple(_addressed(site, scope, named)) for scope in site.pairs}
    return {scope: found for scope, found in pairs.items() if found}


def _addressed(site: Site, scope: ScopeKey, named: frozenset[str]) -> Iterator[Pair]:
    """Yields the pairs of an index that have one of these addresses."""
    base = base_url(site.config, scope)
    below = frozenset(address for address in named if address.startswith(base))
    for pair in site.pairs[scope] if below else ():
        if first_url(site, Listing(scope, pair), site.config.default_language) in below:
            yield pair


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
