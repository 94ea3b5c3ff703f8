"""Dates as sources give them: days, moments, or only a month or year; and what they make of an entry."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias, TypeVar

from sitegen.types import PartialDate, StateRule, When


def is_when(value: object) -> bool:
    return isinstance(value, date | PartialDate)


def first_day(when: When, zone: tzinfo | None = None) -> date:
    """The day itself, or the first of the month or year; of a moment the day in a zone, or in its own."""
    if isinstance(when, PartialDate):
        return date(when.year, when.month or 1, 1)
    if isinstance(when, datetime):
        return (when.astimezone(zone) if zone else when).date()
    return when


def last_day(when: When, zone: tzinfo | None = None) -> date:
    """The day itself, or the last of the month or year; of a moment the day in a zone, or in its own."""
    if isinstance(when, PartialDate):
        month = when.month or 12
        return date(when.year, month, calendar.monthrange(when.year, month)[1])
    return first_day(when, zone)


def iso_moment(moment: datetime) -> str:
    """To the minute in ISO 8601, at a distance from UTC in whole minutes, as HTML and RFC 3339 want it."""
    distance = moment.utcoffset()
    if distance and distance.seconds % 60:  # the local time of a place before there were zones
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="minutes")


def order(when: When) -> tuple[int, int, int, int]:
    """A sort key that every date has: what is less exact comes before what lies within it."""
    if isinstance(when, PartialDate):
        return (when.year, when.month or 0, 0, 0)
    if isinstance(when, datetime):
        moment = when.astimezone(UTC)
        return (moment.year, moment.month, moment.day, moment.hour * 60 + moment.minute + 1)
    return (when.year, when.month, when.day, 0)


def first_given(fields: Mapping[str, object], names: Iterable[str]) -> When | None:
    """The value of the first of these fields that has a date."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (date, PartialDate)):
            return value
    return None


T = TypeVar("T")
Steps: TypeAlias = tuple[tuple[date, T], ...]
"""What something is as time goes by: each day on which that changes, with what it is from then on.

The first has no day before it. Every comparison of a date with today is a look at steps, so the days on
which a site changes by itself are the days of its steps.
"""

ALWAYS = date.min


def at(steps: Steps[T], today: date) -> T:
    """What something is on a day."""
    for day, value in reversed(steps):
        if day <= today:
            return value
    raise AssertionError("the first step has no day before it")


def states(rule: StateRule, fields: Mapping[str, object], zone: tzinfo) -> Steps[str]:
    """The states of an entry, by the days of the site's time zone.

    An override wins. Otherwise: before the first day of its start, after the last day of its end,
    and between the two the middle state, which is also that of an entry without dates.
    """
    override = fields.get(rule.override) if rule.override else None
    if isinstance(override, str):
        return ((ALWAYS, override),)
    before, during, after = list(rule.values)[:3]
    start, over = first_given(fields, rule.start), day_after(first_given(fields, rule.end), zone)
    steps = [(ALWAYS, before if start else during)]
    if start and (over is None or first_day(start, zone) < over):
        steps.append((first_day(start, zone), during))
    return (*steps, (over, after)) if over else tuple(steps)


def publication(fields: Mapping[str, object]) -> Steps[bool]:
    """Whether a document is published."""
    if fields.get("draft") is True:
        return ((ALWAYS, False),)
    due = first_given(fields, ("publish_on",))
    return ((ALWAYS, False), (first_day(due), True)) if due else ((ALWAYS, True),)


def expiry(fields: Mapping[str, object]) -> Steps[bool]:
    """Whether an entry has expired: from the day after the last on which it holds."""
    over = day_after(first_given(fields, ("expires",)))
    return ((ALWAYS, False), (over, True)) if over else ((ALWAYS, False),)


def review(fields: Mapping[str, object]) -> Steps[bool]:
    """Whether a document is to be looked at again."""
    due = day_after(first_given(fields, ("review_by",)))
    return ((ALWAYS, False), (due, True)) if due else ((ALWAYS, False),)


def day_after(when: When | None, zone: tzinfo | None = None) -> date | None:
    """The first day that comes after a date; none where there is none."""
    last = last_day(when, zone) if when else date.max
    return last + timedelta(days=1) if last < date.max else None


def days_of(steps: Steps[T]) -> Iterator[date]:
    """The days on which something changes."""
    return (day for day, _ in steps if day > ALWAYS)
