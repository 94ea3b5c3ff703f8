"""The dates of a repeating event must match its recurrence rule, and there is a limit on their number.

start: 2026-12-02 (a Wednesday)
repeats: {every: week, on: tue, until: 2027-06-30}   →   repeats.start: 2026-12-02 is not one of its dates
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timezone

from sitegen.model.dates import first_day
from sitegen.model.occurrences import MOST, starts_of
from sitegen.types import Config, Document, Location, Problem, Repeats, Severity, SourceText


def check(document: Document, config: Config, _: SourceText) -> Iterator[Problem]:
    rule = config.types[document.type].calendar if document.type in config.types else None
    repeats = document.fields.get(rule.repeats) if rule else None
    if rule is None or not isinstance(repeats, Repeats):
        return
    start, place = document.fields.get(rule.start), Location(document.path, *document.positions[rule.repeats])
    if isinstance(start, date):
        at = Location(document.path, *document.positions.get(rule.start, (1, 1)))
        yield from _wrong_dates(repeats, start, place, at)
        yield from _wrong_zone(start, at)
    elif rule.start in document.fields or (
        document.language == config.default_language and rule.start not in document.positions
    ):  # a first day that is given and wrong has its own message
        hint = f"write {rule.start}: 2026-12-01 18:00 Europe/Paris, or a day"
        yield Problem("repeats.start", f'an event that repeats needs a day in "{rule.start}"', place, hint)


def _wrong_dates(repeats: Repeats, start: date, place: Location, at: Location) -> Iterator[Problem]:
    starts = starts_of(repeats, start)
    days = [first_day(it) for it in starts]
    first = first_day(start)
    if not days:
        yield Problem(
            "repeats.start", "it ends before it begins", place, "correct the last day, or the first"
        )
    elif days[0] != first:
        message = f"{first} is not one of the dates on which it repeats"
        yield Problem("repeats.start", message, at, f"the first of them is {days[0]}")
    elif len(days) > MOST:
        message = f"it repeats more than {MOST:,} times"
        yield Problem("repeats.many", message, place, "let it end earlier, or make several events of it")
    else:
        for day in repeats.exceptions:
            if day not in days:
                nearest = min(days, key=lambda known: abs(known - day))
                message = f'"except" names {day}, which is not one of its dates'
                yield Problem("repeats.except", message, place, f"did you mean {nearest}?")
        if set(days) <= set(repeats.exceptions):
            yield Problem("repeats.except", "every one of its dates is an exception", place)


def _wrong_zone(start: date, at: Location) -> Iterator[Problem]:
    if isinstance(start, datetime) and isinstance(start.tzinfo, timezone) and start.tzinfo is not UTC:
        message = f'"{start:%H:%M}" stays at {start.tzinfo} all year, also where clocks are changed'
        hint = f"name the place: {start:%Y-%m-%d %H:%M} Europe/Paris, or set time_zone in content/site.yaml"
        yield Problem("repeats.zone", message, at, hint, Severity.WARNING)
