"""Dates as sources give them: days, moments, or only a month or year; and the states they drive."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from sitegen.types import PartialDate, StateRule, When


def is_when(value: object) -> bool:
    return isinstance(value, date | PartialDate)


def first_day(when: When) -> date:
    """The day itself, or the first of the month or year."""
    if isinstance(when, PartialDate):
        return date(when.year, when.month or 1, 1)
    return when.date() if isinstance(when, datetime) else when


def last_day(when: When) -> date:
    """The day itself, or the last of the month or year."""
    if isinstance(when, PartialDate):
        month = when.month or 12
        return date(when.year, month, calendar.monthrange(when.year, month)[1])
    return first_day(when)


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
    found = (fields.get(name) for name in names)
    return next((value for value in found if isinstance(value, date | PartialDate)), None)


def state_of(rule: StateRule, fields: Mapping[str, object], today: date) -> str:
    """The state of an entry on a day.

    An override wins. Otherwise: before the first day of its start, after the last day of its end,
    and between the two the middle state, which is also that of an entry without dates.
    """
    override = fields.get(rule.override) if rule.override else None
    if isinstance(override, str):
        return override
    before, during, after = list(rule.values)[:3]
    start, end = first_given(fields, rule.start), first_given(fields, rule.end)
    if end is not None and last_day(end) < today:
        return after
    if start is not None and first_day(start) > today:
        return before
    return during


def next_change(rules: Iterable[tuple[StateRule | None, Mapping[str, object]]], today: date) -> date:
    """The next day on which a state or a publication changes by itself; the last day there is, if none."""
    days = [date.max]
    for rule, fields in rules:
        publish_on = fields.get("publish_on")
        if isinstance(publish_on, date):
            days.append(publish_on)
        if rule is not None:
            start, end = first_given(fields, rule.start), first_given(fields, rule.end)
            days += [first_day(start)] if start else []
            days += [last_day(end) + timedelta(days=1)] if end and last_day(end) < date.max else []
    return min(day for day in days if day > today)
