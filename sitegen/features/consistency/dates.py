"""An end date must not be before its start date.

start: 2025-03
end: 2020        →   date.order: "end" is before "start"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sitegen.model.dates import first_day, first_given, last_day
from sitegen.types import Config, ContentType, Document, Location, Problem, SourceText, When


def check(document: Document, config: Config, _: SourceText) -> Iterator[Problem]:
    content_type = config.types.get(document.type)
    for starts, ends in dict.fromkeys(_spans(content_type)) if content_type else ():
        start, end = first_given(document.fields, starts), first_given(document.fields, ends)
        if start is not None and end is not None and _is_before(end, start):
            first, last = _name(document.fields, starts), _name(document.fields, ends)
            place = Location(document.path, *document.positions[last])
            yield Problem("date.order", f'"{last}" is before "{first}"', place, "exchange or correct them")


def _spans(rule: ContentType) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of start and end fields that a type declares."""
    if rule.state:
        yield rule.state.start, rule.state.end
    elif rule.calendar:
        yield (rule.calendar.start,), (rule.calendar.end,)


def _is_before(end: When, start: When) -> bool:
    """True if the end is before the start. Two moments are compared exactly, anything else by day."""
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end < start
    return last_day(end) < first_day(start)


def _name(fields: Mapping[str, object], names: Iterable[str]) -> str:
    return next(name for name in names if name in fields)
