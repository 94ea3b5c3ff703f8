"""Index pages of types and lists: whole, filtered by each value of each facet, and by pairs of values."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.definition.config import SITE
from sitegen.model.listings import entries_of, rule_of, scopes, url_of
from sitegen.model.terms import addressed
from sitegen.plan.common import GeneratedPage, of_each_language
from sitegen.types import Output, ScopeKey, Site, Sources
from sitegen.types.keys import Listing, subject_key
from sitegen.views.pagers import page_count
from sitegen.views.subjects import is_thin
from sitegen.views.titled import LISTING


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    return of_each_language(site, _indexes)


def _indexes(site: Site) -> Iterator[GeneratedPage]:
    for scope in scopes(site.config):
        yield from _pages(site, Listing(scope), len(entries_of(site, scope)))
        for facet, values in site.facets[scope].items():
            for value in addressed(site.config, values):
                yield from _pages(site, Listing(scope, ((facet, value),)), len(values[value]))
        yield from _pairs(site, scope)


def _pairs(site: Site, scope: ScopeKey) -> Iterator[GeneratedPage]:
    facets = site.facets[scope].items()
    filters = {(facet, value) for facet, values in facets for value in addressed(site.config, values)}
    for pair, entries in site.pairs[scope].items():
        if filters.issuperset(pair):
            yield from _pages(site, Listing(scope, pair), len(entries))


def _pages(site: Site, first: Listing, entries: int) -> Iterator[GeneratedPage]:
    rule = rule_of(site.config, first.scope)
    indexed = not (first.filters and is_thin(site, first))
    for number in range(1, page_count(entries, rule.paginate_by) + 1):
        listing = replace(first, number=number)
        yield GeneratedPage(
            url=url_of(site.config, listing),
            subject=subject_key(LISTING, listing.key),
            template=rule.template,
            source=_source(site, listing),
            own=OWN,
            key=listing.key,
            indexed=indexed,
        )


def _source(site: Site, listing: Listing) -> str:
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
    "month": "month_beside_list",
    "citation": "list_citation",
    "citations": "citations",
}
