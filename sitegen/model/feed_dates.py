"""The days that a feed gives for an entry: when it was published, and when it last changed.

A feed brings news, so none of its days is in the future: a summit of 2031 is news of its announcement.
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
    """The days of a page as feeds give them; `source` is the page that it translates, or itself.

    The day of publication is `publish_on`, or the date of the type, unless the type has a state or a
    calendar: then its date is the day on which something begins. The last change is `updated`. Where none
    of them is known, the day on which it began counts as its last change.
    """
    rule = config.types[page.type]
    own = first_given(page.fields, rule.dates)
    given = (page.fields.get(PUBLISH_ON), source.fields.get(PUBLISH_ON), own if _is_news(rule) else None)
    published = next((come for when in given if (come := _come(when, config))), None)
    changes = (_come(page.fields.get(UPDATED), config), published)
    known: list[When] = [when for when in changes if when is not None]
    began = _come(own, config)
    updated = max(known, key=order) if known else began
    return FeedDates(published, updated, published or began or updated)


def days_in_feeds(fields: Mapping[str, object], rule: ContentType, zone: tzinfo) -> Iterator[date]:
    """The days on which feeds begin to give a date of an entry."""
    for when in (first_given(fields, rule.dates), first_given(fields, (UPDATED,))):
        if when is not None:
            yield first_day(when, zone)


def has_future_date(fields: Mapping[str, object], rule: ContentType, config: Config) -> bool:
    """True if one of the days of an entry is in the future, so that feeds leave it out for now."""
    return any(day > config.today for day in days_in_feeds(fields, rule, site_zone(config)))


def _is_news(rule: ContentType) -> bool:
    """True if the date of a type's entries is their day of publication."""
    return rule.state is None and rule.calendar is None


def _come(when: object, config: Config) -> When | None:
    """A date that does not lie ahead; none where it does, or where there is none."""
    if not is_when(when):
        return None
    found: When = when  # type: ignore[assignment]
    return found if first_day(found, site_zone(config)) <= config.today else None


def moment_of(when: When, zone: tzinfo) -> datetime:
    """The moment that a feed gives for a date: a day begins at midnight in the zone of the site."""
    moment = when if isinstance(when, datetime) else datetime.combine(first_day(when), time(), zone)
    distance = moment.utcoffset()
    if distance and distance.seconds % 60:  # the local time of a place before there were zones
        return moment.replace(tzinfo=UTC)
    return moment
