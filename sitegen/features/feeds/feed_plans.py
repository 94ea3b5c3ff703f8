"""Plans feeds with their entries: for the site, for types and lists, and for single entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from sitegen.features.feeds.dates import PUBLISH_ON, days_in_feeds, feed_dates, has_future_date
from sitegen.features.feeds.plans import FeedPlan
from sitegen.model.dates import first_day, order
from sitegen.model.lifecycle import Turn
from sitegen.model.listings import base_url, entries_of, rule_of, scopes, types_of
from sitegen.model.selections import Selector
from sitegen.model.urls import in_no_language
from sitegen.model.versions import master
from sitegen.types import Config, Document, EntryKey, Page, Site
from sitegen.types.keys import type_of
from sitegen.types.zones import site_zone

NEWEST = 30
"""Limit on dated entries in a feed; as many whose dates are in the future may follow them."""


def plan_feeds(site: Site) -> Iterator[FeedPlan]:
    return _Planner(site).feeds()


def fed_types(config: Config) -> frozenset[str]:
    """Types whose entries are in feeds."""
    fed = (scope for scope in scopes(config) if rule_of(config, scope).feed)
    sections = (content_type.name for content_type in config.types.values() if content_type.sections.feed)
    return frozenset((*(name for scope in fed for name in types_of(config, scope)), *sections))


def days_of(config: Config) -> Callable[[Document], Iterator[date]]:
    """A function that yields the days from which feeds show a date of a document."""
    fed, zone = fed_types(config), site_zone(config)

    def days(document: Document) -> Iterator[date]:
        if document.type in fed:
            yield from days_in_feeds(document.fields, config.types[document.type], zone)

    return days


def is_dated(page: Page, config: Config) -> bool:
    """True if the page is in feeds and none of its days is in the future."""
    if page.retired or page.type not in fed_types(config):
        return False
    return not has_future_date(page.fields, config.types[page.type], config)


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
                url = f"{base_url(site.config, scope)}feed.xml"
                yield self._feed(scope, url, entries_of(site, scope), full=rule.full_feed)
        for section, below in site.sections.items():
            rule = site.config.types[type_of(section)].sections
            page = master(site, section)
            if rule.feed and page.output:
                url = in_no_language(site.config, page.url, page.language)
                yield self._feed(section, f"{url}feed.xml", below, full=rule.full_feed)
        for content_type in site.config.types.values():
            if content_type.entry_feeds and content_type.page:
                for entry in (it for it in site.entries[content_type.name] if master(site, it).output):
                    mentioned = (e for relation in site.relations.get(entry, ()) for e in relation.entries)
                    page = master(site, entry)
                    url = in_no_language(site.config, page.url, page.language)
                    yield self._feed(entry, f"{url}feed.xml", mentioned)

    def _feed(self, key: str, url: str, entries: Iterable[EntryKey], *, full: bool = False) -> FeedPlan:
        """A feed of the newest entries, followed by those with only future dates, nearest first."""
        found = {entry: self.dates[entry] for entry in entries if entry in self.dates}
        past = {entry: order(dates.order) for entry, dates in found.items() if dates.order}
        ahead = {entry: self._begins(entry) for entry in found if entry not in past} if self.since else {}
        newest = sorted(past, key=lambda entry: (past[entry], entry), reverse=True)[:NEWEST]
        nearest = sorted(ahead, key=lambda entry: (ahead[entry], entry))[:NEWEST]
        return FeedPlan(key, (*newest, *nearest), url, self.since, full)

    def _begins(self, entry: EntryKey) -> tuple[int, ...]:
        when = master(self.site, entry).date
        return order(when) if when else ()


def _is_dated(page: Page) -> bool:
    return (bool(page.output) or page.outside) and (page.date is not None or PUBLISH_ON in page.fields)


SELECTOR = Selector(plan_feeds, FeedPlan)
TURN = Turn(days_of, is_dated, "has its day in the feeds")
