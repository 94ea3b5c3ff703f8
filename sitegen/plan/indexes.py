"""Index pages of types and lists: whole, filtered by each value of each facet, and by pairs of values."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.definition.config import SITE
from sitegen.model.filter_pages import entry_instead
from sitegen.model.listings import faceted, filtered, relation_scopes, rule_of, scopes, section_scopes, url_of
from sitegen.model.offered import offered_in
from sitegen.model.versions import master
from sitegen.plan.common import GeneratedPage, of_each_language, output_of
from sitegen.types import Output, ScopeKey, Site, Sources
from sitegen.types.keys import Listing, owner_of, subject_key
from sitegen.views.pagers import page_count
from sitegen.views.subjects import is_thin
from sitegen.views.titled import LISTING


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    yield from of_each_language(site, _indexes)
    yield from _of_entries(site)


def _indexes(site: Site) -> Iterator[GeneratedPage]:
    for scope in scopes(site.config):
        yield from _whole(site, scope, site.config.default_language)


def _of_entries(site: Site) -> Iterator[Output]:
    """The further and filtered pages of sections, and the pages of relations with many entries.

    They are in the languages that have the page of the section or entry.
    """
    own = {subject_key(LISTING, Listing(scope).key) for scope in section_scopes(site)}
    for language in site.config.languages:
        offered = offered_in(site, language)
        for scope in (*section_scopes(offered), *relation_scopes(offered)):
            key = site.versions[owner_of(scope)].get(language)
            pages = _whole(offered, scope, language) if key and site.pages[key].output else ()
            yield from (output_of(page, site.config, language) for page in pages if page.subject not in own)


def _whole(site: Site, scope: ScopeKey, language: str) -> Iterator[GeneratedPage]:
    """The pages of an index with those of its filters; `language` is that of their addresses."""
    for listing in (Listing(scope), *faceted(site, scope)):
        if not entry_instead(site, listing):
            yield from _pages(site, listing, language)


def _pages(site: Site, first: Listing, language: str) -> Iterator[GeneratedPage]:
    rule, entries = rule_of(site.config, first.scope), len(filtered(site, first))
    indexed = not (first.filters and is_thin(site, first))
    for number in range(1, page_count(entries, rule.paginate_by) + 1):
        listing = replace(first, number=number)
        yield GeneratedPage(
            url=url_of(site, listing, language),
            subject=subject_key(LISTING, listing.key),
            template=rule.template,
            source=_source(site, listing),
            own=OWN,
            key=listing.key,
            indexed=indexed,
        )


def _source(site: Site, listing: Listing) -> str:
    owner = owner_of(listing.scope)
    if owner:
        return site.documents[master(site, owner).document].path
    return site.config.types[listing.type].path if listing.type else SITE


OWN = {
    "entries": "entries",
    "pager": "pager",
    "facets": "facets",
    "body": "listing_body",
    "outdated": "outdated_listing",
    "links": "links",
    "map": "listing_map",
    "charts": "charts",
    "network": "network",
    "volume_url": "volume_url",
    "contents_url": "contents_url",
    "month": "month_beside_list",
    "citation": "list_citation",
    "citations": "citations",
}
