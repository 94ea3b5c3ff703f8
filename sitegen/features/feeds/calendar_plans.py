"""Plans calendars with their events: for types with a `calendar`, and for entries that their events
mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sitegen.features.feeds.plans import FeedPlan
from sitegen.model.dates import order
from sitegen.model.listings import base_url
from sitegen.model.selections import Selector
from sitegen.model.urls import in_no_language
from sitegen.model.versions import master
from sitegen.types import Config, EntryKey, Page, Site
from sitegen.types.keys import TYPE, scope_key, type_of

FILE, EVENT = "calendar.ics", "event.ics"


def has_event(page: Page, config: Config) -> bool:
    """True if the page is about an event that readers can add to their calendar."""
    rule = config.types[page.type].calendar
    return bool(rule and page.output and not page.retired and isinstance(page.fields.get(rule.start), date))


def event_url(page: Page) -> str:
    """Address of the calendar file of a page's event."""
    return f"{page.url}{EVENT}"


def plan_calendars(site: Site) -> Iterator[FeedPlan]:
    dated = [t for t in site.config.types.values() if t.calendar]
    for content_type in dated:
        if content_type.index:
            scope = scope_key(TYPE, content_type.name)
            events = _events(site, site.entries[content_type.name])
            yield FeedPlan(scope, events, f"{base_url(site.config, scope)}{FILE}")
    names = {content_type.name for content_type in dated}
    for content_type in site.config.types.values() if names else ():
        if content_type.entry_feeds and content_type.page:
            for entry in (it for it in site.entries[content_type.name] if master(site, it).output):
                mentioned = (e for relation in site.relations.get(entry, ()) for e in relation.entries)
                events = _events(site, (e for e in mentioned if type_of(e) in names))
                page = master(site, entry)
                url = in_no_language(site.config, page.url, page.language)
                yield FeedPlan(entry, events, f"{url}{FILE}")


def _events(site: Site, entries: Iterable[EntryKey]) -> tuple[EntryKey, ...]:
    """The entries that begin on a known day, earliest first."""
    starts = {entry: _start(site, entry) for entry in entries}
    known = {entry: start for entry, start in starts.items() if start is not None}
    return tuple(sorted(known, key=lambda entry: (order(known[entry]), entry)))


def _start(site: Site, entry: EntryKey) -> date | None:
    page = master(site, entry)
    rule = site.config.types[page.type].calendar
    start = page.fields.get(rule.start) if rule else None
    return start if isinstance(start, date) and (page.output or page.outside) else None


SELECTOR = Selector(plan_calendars, FeedPlan)
