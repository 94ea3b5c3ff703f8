"""The months in which events take place, as the site stores them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from msgspec import Struct

from sitegen.features.month_calendar.definition import types_of
from sitegen.model.dates import first_day
from sitegen.model.lifecycle import Turn
from sitegen.model.occurrences import occurrences_of
from sitegen.model.selections import Selector
from sitegen.model.versions import master
from sitegen.types import Config, ContentType, Document, EntryKey, Page, PartialDate, Selection, Site
from sitegen.types.keys import entry_key

MONTHS = "months"
"""Name of the selector."""
LONGEST = 3
"""An event is in every month that it touches; one that touches more is in its first and its last month."""


class Days(Struct, frozen=True, array_like=True):
    """Days of a month on which an event takes place."""

    event: int
    """Its position among the entries of the month."""
    first: int
    """Zero if only the month is known."""
    last: int


class Month(Selection, frozen=True, array_like=True):
    """A month with its events, in the order of their days. The key is `events/2026-03`."""

    type: str
    year: int
    month: int
    days: tuple[Days, ...]
    previous: str
    """Key of the last month before it that has events; empty for the first."""
    next: str


def months(site: Site) -> Mapping[str, Month]:
    return cast("Mapping[str, Month]", site.selections[MONTHS])


def select(site: Site) -> Iterator[Month]:
    for content_type in types_of(site.config):
        found: dict[tuple[int, int], list[tuple[int, int, EntryKey]]] = {}
        for entry in site.entries[content_type.name]:
            for month, first, last in _spans(content_type, master(site, entry).fields):
                found.setdefault(month, []).append((first, last, entry))
        keys = {
            month: entry_key(content_type.name, f"{month[0]:04d}-{month[1]:02d}") for month in sorted(found)
        }
        order = ["", *keys.values(), ""]
        for number, (month, key) in enumerate(keys.items()):
            yield _month(key, content_type.name, month, found[month], order[number], order[number + 2])


def _month(
    key: str,
    name: str,
    month: tuple[int, int],
    spans: list[tuple[int, int, EntryKey]],
    previous: str,
    following: str,
) -> Month:
    spans.sort()
    entries = tuple(dict.fromkeys(entry for _, _, entry in spans))
    places = {entry: place for place, entry in enumerate(entries)}
    days = tuple(Days(places[entry], first, last) for first, last, entry in spans)
    return Month(key, entries, name, *month, days, previous, following)


def _spans(rule: ContentType, fields: Mapping[str, object]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Yields the months of an event, each with the first and the last day on which it takes place."""
    for start, end in _times(rule, fields):
        if isinstance(start, PartialDate):
            if start.month:
                yield (start.year, start.month), 0, 0
        elif isinstance(start, date):
            yield from _in_months(
                first_day(start), first_day(end) if isinstance(end, date) else first_day(start)
            )


def _times(rule: ContentType, fields: Mapping[str, object]) -> Iterator[tuple[object, object]]:
    """Yields start and end of an event each time that it takes place."""
    repeated = occurrences_of(rule, fields)
    yield from ((it.start, it.end) for it in repeated)
    if not repeated and rule.calendar:
        yield fields.get(rule.calendar.start), fields.get(rule.calendar.end)


def _in_months(first: date, last: date) -> Iterator[tuple[tuple[int, int], int, int]]:
    last = max(first, last)
    count = (last.year - first.year) * 12 + last.month - first.month
    for number in range(count + 1) if count < LONGEST else (0, count):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        begins = first.day if number == 0 else 1
        yield (year, month + 1), begins, last.day if number == count else 31


def shown_beside_list(site: Site, name: str) -> Month | None:
    """The month to show beside the list of a type: the first from today on, or else the last one."""
    today = site.config.today
    own = [month for month in months(site).values() if month.type == name]
    to_come = (month for month in own if (month.year, month.month) >= (today.year, today.month))
    return next(to_come, own[-1] if own else None)


# --- days on which another month is shown beside the list -------------------------------------------


def days_of(config: Config) -> Callable[[Document], Iterator[date]]:
    """A function that yields the first days after the months of an event."""
    types = {content_type.name: content_type for content_type in types_of(config)}

    def days(document: Document) -> Iterator[date]:
        if document.type in types:
            for (year, month), _, _ in _spans(types[document.type], document.fields):
                if (year, month) < (date.max.year, 12):
                    yield date(year + month // 12, month % 12 + 1, 1)

    return days


def is_to_come(page: Page, config: Config) -> bool:
    """True if the event takes place in this month or later."""
    content_type = config.types[page.type]
    if content_type not in types_of(config):
        return False
    today = (config.today.year, config.today.month)
    return any(month >= today for month, _, _ in _spans(content_type, page.fields))


SELECTOR = Selector(select, Month)
TURN = Turn(days_of, is_to_come, "leaves the month that the list of events shows")
