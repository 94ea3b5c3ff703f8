"""Dates of repeating events, and the days on which the next date changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice

from msgspec import Struct, field

from sitegen.model.dates import ALWAYS, Steps, day_after, first_day, last_day, states
from sitegen.types import Config, ContentType, PartialDate, Repeats, When
from sitegen.types.zones import site_zone

MOST = 1000
"""Limit on dates of one event."""


class Occurrence(Struct, frozen=True):
    start: date
    """Day or moment at which it begins."""
    end: When | None


def occurrences_of(rule: ContentType, fields: Mapping[str, object]) -> tuple[Occurrence, ...]:
    """The dates of an event in order, at most `MOST`; empty if it does not repeat."""
    calendar = rule.calendar
    repeats = fields.get(calendar.repeats) if calendar else None
    start = fields.get(calendar.start) if calendar else None
    if calendar is None or not isinstance(repeats, Repeats) or not isinstance(start, date):
        return ()
    end = fields.get(calendar.end)
    known = end if isinstance(end, (date, PartialDate)) else None
    return _occurrences(repeats, start, known, f"{start!r} {end!r}")


@lru_cache(maxsize=1024)
def _occurrences(repeats: Repeats, start: date, end: When | None, _: str) -> tuple[Occurrence, ...]:
    # The text is part of the cache key, since moments in different zones can be equal.
    starts = (it for it in starts_of(repeats, start) if first_day(it) not in repeats.exceptions)
    return tuple(Occurrence(it, _shifted_end(end, start, it)) for it in islice(starts, MOST))


def starts_of(repeats: Repeats, start: date) -> tuple[date, ...]:
    """The times at which an event begins, including exceptions; one more than `MOST` if there are too many.

    The local time is always the same, also across changes to and from summer time.
    """
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    parts = [f"FREQ={repeats.frequency}", f"INTERVAL={repeats.interval}"]
    parts += [f"BYDAY={','.join(repeats.on)}"] if repeats.on else []
    parts += [f"COUNT={min(repeats.times, MOST + 1)}"] if repeats.times else []
    parts += [f"UNTIL={repeats.until:%Y%m%d}T235959"] if repeats.until else []
    clock = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
    found = islice(rrulestr(";".join(parts), dtstart=clock), MOST + 1)
    if isinstance(start, datetime):
        return tuple(moment.replace(tzinfo=start.tzinfo) for moment in found)
    return tuple(moment.date() for moment in found)


def _shifted_end(end: When | None, first: date, start: date) -> When | None:
    """The end of a repetition, if the event begins at `start` in place of `first`."""
    if end is None or isinstance(end, PartialDate):
        return end
    days = timedelta(days=(first_day(start) - first_day(first)).days)
    try:
        return end + days  # for a moment with a zone, in local time
    except OverflowError:
        return end


def past_on(day: date, found: tuple[Occurrence, ...], config: Config) -> int:
    """Number of dates of an event that are over on a day."""
    zone = site_zone(config)
    ends = (last_day(it.end or it.start, zone) for it in found)
    return next((place for place, end in enumerate(ends) if end >= day), len(found))


class Today(Struct, frozen=True):
    """Facts about a repeating event that depend on the current day; empty for other entries."""

    current: Mapping[str, When] = field(default_factory=dict)
    """Dates of the current or next repetition by field; of the last one if all are over."""
    past: int = 0
    """Number of the event's dates that are over."""
    years: tuple[str, ...] = ()
    """Years in which the event takes place."""


NOT_REPEATED = Today()
"""Shared by all entries that do not repeat."""


def repeated_today(rule: ContentType, fields: Mapping[str, object], config: Config) -> Today:
    """Facts about an event on the day of the build."""
    found, calendar = occurrences_of(rule, fields), rule.calendar
    if not found or calendar is None:
        return NOT_REPEATED
    past = past_on(config.today, found, config)
    now = found[min(past, len(found) - 1)]
    current: dict[str, When] = {calendar.start: now.start}
    current |= {calendar.end: now.end} if now.end is not None else {}
    return Today(current, past, tuple(dict.fromkeys(f"{it.start.year:04d}" for it in found)))


def states_of(rule: ContentType, fields: Mapping[str, object], config: Config) -> Steps[str]:
    """States of an entry over time; a repeating event is upcoming until its last date."""
    zone, found = site_zone(config), occurrences_of(rule, fields)
    assert rule.state is not None
    overridden = rule.state.override and isinstance(fields.get(rule.state.override), str)
    if not found or overridden:
        return states(rule.state, fields, zone)
    before, during, after = list(rule.state.values)[:3]
    steps: list[tuple[date, str]] = [(ALWAYS, before)]
    for number, it in enumerate(found):
        begins, over = first_day(it.start, zone), day_after(it.end or it.start, zone)
        if steps[-1][0] >= begins:
            steps.pop()
        steps.append((begins, during))
        if over:
            steps.append((max(over, begins), before if number + 1 < len(found) else after))
    return tuple(steps)


def turns_of(rule: ContentType, fields: Mapping[str, object], config: Config) -> tuple[date, ...]:
    """Days on which the next date of an event changes."""
    zone = site_zone(config)
    ends = (day_after(it.end or it.start, zone) for it in occurrences_of(rule, fields))
    return tuple(day for day in ends if day)
