"""Which feeds there are, and which entries they have: of the site, of a type or list, of an entry."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.dates import order
from sitegen.model.listings import Listing, entries_of, rule_of, scopes, types_of, url_of
from sitegen.model.versions import master
from sitegen.types import FeedPlan, Site

NEWEST = 30
"""Entries in a feed."""


def plan_feeds(site: Site) -> Iterator[FeedPlan]:
    """Every feed that has at least one entry."""
    config = site.config
    fed = [scope for scope in scopes(config) if rule_of(config, scope).feed]
    dated = {name for scope in fed for name in types_of(config, scope)}
    found = [FeedPlan("site", "/feed.xml", _newest(site, (e for name in dated for e in site.entries[name])))]
    for scope in fed:
        entries = iter(entries_of(site, scope))
        found.append(FeedPlan(scope, f"{url_of(config, Listing(scope))}feed.xml", _newest(site, entries)))
    for content_type in config.types.values():
        if content_type.entry_feeds and content_type.page:
            for entry in site.entries[content_type.name]:
                mentioned = (e for relation in site.relations.get(entry, ()) for e in relation.entries)
                url = f"{master(site, entry).url}feed.xml"
                found.append(
                    FeedPlan(entry, url, _newest(site, (e for e in mentioned if e.split("/")[0] in dated)))
                )
    yield from (feed for feed in found if feed.entries)


def _newest(site: Site, entries: Iterator[str]) -> tuple[str, ...]:
    pages = {}
    for entry in entries:
        page = master(site, entry)
        if page.date is not None and page.output:
            pages[entry] = (order(page.date), entry)
    return tuple(sorted(pages, key=lambda entry: pages[entry], reverse=True)[:NEWEST])
