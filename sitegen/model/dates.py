"""Dates in content (days, moments, months or years), and values of entries that change over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias, TypeVar

from sitegen.types import PartialDate, StateRule, When


def is_when(value: object) -> bool:
    return isinstance(value, date | PartialDate)


def first_day(when: When, zone: tzinfo | None = None) -> date:
    """The day itself, or the first day of a month or year; for a moment its day in `zone`, or in its own
    zone."""
    if isinstance(when, PartialDate):
        return date(when.year, when.month or 1, 1)
    if isinstance(when, datetime):
        return (when.astimezone(zone) if zone else when).date()
    return when


def last_day(when: When, zone: tzinfo | None = None) -> date:
    """The day itself, or the last day of a month or year; for a moment its day in `zone`, or in its own
    zone."""
    if isinstance(when, PartialDate):
        from calendar import monthrange

        month = when.month or 12
        return date(when.year, month, monthrange(when.year, month)[1])
    return first_day(when, zone)


def order(when: When) -> tuple[int, int, int, int]:
    """A sort key for dates of all kinds: a month comes before its days, a year before its months."""
    if isinstance(when, PartialDate):
        return (when.year, when.month or 0, 0, 0)
    if isinstance(when, datetime):
        moment = when.astimezone(UTC)
        return (moment.year, moment.month, moment.day, moment.hour * 60 + moment.minute + 1)
    return (when.year, when.month, when.day, 0)


def first_given(fields: Mapping[str, object], names: Iterable[str]) -> When | None:
    """The first of these fields that has a date; None if there is none."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (date, PartialDate)):
            return value
    return None


T = TypeVar("T")
Steps: TypeAlias = tuple[tuple[date, T], ...]
"""A value that changes over time: pairs of a day and the value from that day on.

The first pair begins with `ALWAYS`, before all days. All comparisons with the current day use steps, so that
the days of all steps are the days on which a site changes by itself.
"""

ALWAYS = date.min


def at(steps: Steps[T], today: date) -> T:
    """The value on a day."""
    for day, value in reversed(steps):
        if day <= today:
            return value
    raise AssertionError("the first step begins before all days")


def states(rule: StateRule, fields: Mapping[str, object], zone: tzinfo) -> Steps[str]:
    """States of an entry over time, by days in the site's time zone.

    An override wins. Without one, an entry has the first state before its start, the last state after its
    end, and the middle state between them or if it has no dates.
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
    """True from the day on which a document is published."""
    if fields.get("draft") is True:
        return ((ALWAYS, False),)
    due = first_given(fields, ("publish_on",))
    return ((ALWAYS, False), (first_day(due), True)) if due else ((ALWAYS, True),)


def expiry(fields: Mapping[str, object]) -> Steps[bool]:
    """True from the day after the last day on which an entry is valid."""
    over = day_after(first_given(fields, ("expires",)))
    return ((ALWAYS, False), (over, True)) if over else ((ALWAYS, False),)


def review(fields: Mapping[str, object]) -> Steps[bool]:
    """True from the day after a document's `review_by`."""
    due = day_after(first_given(fields, ("review_by",)))
    return ((ALWAYS, False), (due, True)) if due else ((ALWAYS, False),)


def day_after(when: When | None, zone: tzinfo | None = None) -> date | None:
    """The day after a date; None without a date."""
    last = last_day(when, zone) if when else date.max
    return last + timedelta(days=1) if last < date.max else None


def days_of(steps: Steps[T]) -> Iterator[date]:
    """Yields the days on which the value changes."""
    return (day for day, _ in steps if day > ALWAYS)
