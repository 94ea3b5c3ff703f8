"""Dates as sources give them: days, moments, or only a month or year; and the states they drive."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, datetime

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
    minute = when.hour * 60 + when.minute + 1 if isinstance(when, datetime) else 0
    return (when.year, when.month, when.day, minute)


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
