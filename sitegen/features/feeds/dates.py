"""Dates of entries in feeds: the day of publication, and of the last change.

Feeds bring news, so none of the dates is in the future: an entry about a summit in 2031 is news when it is
announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo

from msgspec import Struct

from sitegen.model.dates import first_day, first_given, is_when, order
from sitegen.types import Config, ContentType, Page, When
from sitegen.types.zones import site_zone

PUBLISH_ON, UPDATED = "publish_on", "updated"


class FeedDates(Struct, frozen=True):
    """Dates of an entry in a feed; None if a date is unknown or in the future."""

    published: When | None
    updated: When | None
    order: When | None
    """Date by which the entry is ordered: a correction does not make it new."""


def feed_dates(page: Page, source: Page, config: Config) -> FeedDates:
    """Dates of a page in feeds; `source` is the page that it translates, or the page itself.

    The day of publication is `publish_on` or the date of the type. If the type has a state or a calendar, its
    date is the start of an event and is not used. The last change is `updated`. If none of these is known,
    the start of the event counts as the last change.
    """
    rule = config.types[page.type]
    own = first_given(page.fields, rule.dates)
    given = (page.fields.get(PUBLISH_ON), source.fields.get(PUBLISH_ON), own if _is_news(rule) else None)
    published = next((day for when in given if (day := _unless_future(when, config))), None)
    changes = (_unless_future(page.fields.get(UPDATED), config), published)
    known: list[When] = [when for when in changes if when is not None]
    began = _unless_future(own, config)
    updated = max(known, key=order) if known else began
    return FeedDates(published, updated, published or began or updated)


def days_in_feeds(fields: Mapping[str, object], rule: ContentType, zone: tzinfo) -> Iterator[date]:
    """Yields the days from which feeds show a date of an entry."""
    for when in (first_given(fields, rule.dates), first_given(fields, (UPDATED,))):
        if when is not None:
            yield first_day(when, zone)


def has_future_date(fields: Mapping[str, object], rule: ContentType, config: Config) -> bool:
    """True if a date of an entry is in the future, so that feeds leave the date out for now."""
    return any(day > config.today for day in days_in_feeds(fields, rule, site_zone(config)))


def _is_news(rule: ContentType) -> bool:
    """True if the date of a type's entries is their day of publication."""
    return rule.state is None and rule.calendar is None


def _unless_future(when: object, config: Config) -> When | None:
    """Returns the date unless it is in the future; None for other values."""
    if not is_when(when):
        return None
    found: When = when  # type: ignore[assignment]
    return found if first_day(found, site_zone(config)) <= config.today else None


def moment_of(when: When, zone: tzinfo) -> datetime:
    """The moment that a feed gives for a date: a day begins at midnight in the site's time zone."""
    moment = when if isinstance(when, datetime) else datetime.combine(first_day(when), time(), zone)
    distance = moment.utcoffset()
    if distance and distance.seconds % 60:  # local mean time, before time zones
        return moment.replace(tzinfo=UTC)
    return moment
