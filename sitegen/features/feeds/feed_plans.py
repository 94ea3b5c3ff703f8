"""Plans feeds with their entries: for the site, for types and lists, and for single entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.model.dates import first_day, order
from sitegen.features.feeds.dates import PUBLISH_ON, feed_dates
from sitegen.model.listings import entries_of, rule_of, scopes, types_of, url_of
from sitegen.model.urls import in_no_language
from sitegen.model.versions import master
from sitegen.types import Config, FeedPlan, Page, Site
from sitegen.types.keys import Listing
from sitegen.types.zones import site_zone

NEWEST = 30
"""Limit on dated entries in a feed; as many whose dates are in the future may follow them."""


def plan_feeds(site: Site) -> Iterator[FeedPlan]:
    """Yields every feed that has at least one entry."""
    return (feed for feed in _Planner(site).feeds() if feed.entries)


def fed_types(config: Config) -> frozenset[str]:
    """Types whose entries are in feeds."""
    fed = (scope for scope in scopes(config) if rule_of(config, scope).feed)
    return frozenset(name for scope in fed for name in types_of(config, scope))


class _Planner:
    """Plans the feeds of a site; computes the dates of each entry once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.fed = fed_types(site.config)
        entries = (entry for name in sorted(self.fed) for entry in site.entries[name])
        pages = ((entry, master(site, entry)) for entry in entries)
        self.dates = {entry: feed_dates(page, page, site.config) for entry, page in pages if _is_dated(page)}
        zone = site_zone(site.config)
        published = (first_day(it.published, zone) for it in self.dates.values() if it.published)
        self.since = min(published, default=None)

    def feeds(self) -> Iterator[FeedPlan]:
        site = self.site
        yield self._feed("site", "/feed.xml", self.dates)
        for scope in scopes(site.config):
            rule = rule_of(site.config, scope)
            if rule.feed:
                url = f"{url_of(site.config, Listing(scope))}feed.xml"
                yield self._feed(scope, url, entries_of(site, scope), full=rule.full_feed)
        for content_type in site.config.types.values():
            if content_type.entry_feeds and content_type.page:
                for entry in (it for it in site.entries[content_type.name] if master(site, it).output):
                    mentioned = (e for relation in site.relations.get(entry, ()) for e in relation.entries)
                    page = master(site, entry)
                    url = in_no_language(site.config, page.url, page.language)
                    yield self._feed(entry, f"{url}feed.xml", mentioned)

    def _feed(self, key: str, url: str, entries: Iterable[str], *, full: bool = False) -> FeedPlan:
        """A feed of the newest entries, followed by those with only future dates, nearest first."""
        found = {entry: self.dates[entry] for entry in entries if entry in self.dates}
        past = {entry: order(dates.order) for entry, dates in found.items() if dates.order}
        ahead = {entry: self._begins(entry) for entry in found if entry not in past} if self.since else {}
        newest = sorted(past, key=lambda entry: (past[entry], entry), reverse=True)[:NEWEST]
        nearest = sorted(ahead, key=lambda entry: (ahead[entry], entry))[:NEWEST]
        return FeedPlan(key, url, (*newest, *nearest), self.since, full)

    def _begins(self, entry: str) -> tuple[int, ...]:
        when = master(self.site, entry).date
        return order(when) if when else ()


def _is_dated(page: Page) -> bool:
    return (bool(page.output) or page.outside) and (page.date is not None or PUBLISH_ON in page.fields)
