"""Formats a calendar as iCalendar (RFC 5545), with icalendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from sitegen.features.feeds.calendar_views import CalendarEvent, CalendarText, CalendarView
from sitegen.features.feeds.texts import shown
from sitegen.model.dates import last_day
from sitegen.types import Repeats, When
from sitegen.types.zones import zone_named

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//sitegen//sitegen//EN"
ONE_DAY = timedelta(days=1)
UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""Time of the last revision of an event without one: early, so that programs accept any later revision."""
END_OF_DAY = time(23, 59, 59)


def icalendar_of(view: CalendarView) -> bytes:
    """Formats a calendar; equal events give equal bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if view.title:
        title = shown(view.title)
        calendar.add("name", title)
        calendar.add("x-wr-calname", title)  # for programs that do not support RFC 7986
    calendar.add("url", view.url)
    for zone in _zones(view.events):
        calendar.add_component(zone)
    for event in view.events:
        calendar.add_component(_event(event, view.zone))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, site_zone: tzinfo) -> Component:
    from icalendar import Event

    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", _moment(event.revised, site_zone) if event.revised else UNKNOWN)
    if event.updated:
        made.add("last-modified", _moment(event.updated, site_zone))
    start, end = _span(event)
    _add_time(made, "dtstart", start, event.repeats)
    if end is not None:
        _add_time(made, "dtend", end, event.repeats)
    if event.repeats:
        made.add("rrule", _rule(event.repeats, start))
        for day in event.repeats.exceptions:
            without = datetime.combine(day, start.timetz()) if isinstance(start, datetime) else day
            _add_time(made, "exdate", without, event.repeats)
    for name, text in (("summary", event.title), ("description", event.summary), ("location", event.place)):
        _add_text(made, name, text)
    made.add("url", event.url)
    made.add("transp", "TRANSPARENT")  # subscribers are not busy on all these days
    return made


def _add_text(event: Component, name: str, text: CalendarText) -> None:
    if text.text:
        event.add(name, shown(text.text), parameters={"LANGUAGE": text.lang})


# --- times -------------------------------------------------------------------------------------


def _span(event: CalendarEvent) -> tuple[date, date | None]:
    """Start and end of the same type, as required by RFC 5545 (3.6.1); the end is exclusive.

    An event from a time to a day lasts until the end of that day. One that begins on a day without a time
    takes whole days.
    """
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        last = last_day(end) if end is not None else start
        last = max(last, start)
        return start, last + ONE_DAY if last < date.max else None
    if end is None:
        return start, None
    if not isinstance(end, datetime):
        end = _day_after(end, start.tzinfo)
    return start, end if end is not None and end > start else None


def _day_after(when: When, zone: tzinfo | None) -> datetime | None:
    last = last_day(when)
    return datetime.combine(last + ONE_DAY, time(), zone) if last < date.max - ONE_DAY else None


def _add_time(event: Component, name: str, when: date, repeats: Repeats | None) -> None:
    """Adds a day, or a moment in UTC, which needs no time zone data; repeating events keep their zone."""
    if not isinstance(when, datetime):
        event.add(name, when)
    elif repeats is None or when.tzinfo is UTC:
        event.add(name, when.astimezone(UTC))
    else:
        event.add(name, when.replace(tzinfo=None), parameters={"TZID": _zone_id(when.tzinfo)})


def _rule(repeats: Repeats, start: date) -> dict[str, object]:
    rule: dict[str, object] = {"FREQ": repeats.frequency, "INTERVAL": repeats.interval}
    if repeats.on:
        rule["BYDAY"] = list(repeats.on)
    if repeats.times:
        rule["COUNT"] = repeats.times
    if repeats.until and isinstance(start, datetime):  # in this case it must be a moment in UTC (3.3.10)
        rule["UNTIL"] = datetime.combine(repeats.until, END_OF_DAY, start.tzinfo).astimezone(UTC)
    elif repeats.until:
        rule["UNTIL"] = repeats.until
    return {name: value for name, value in rule.items() if (name, value) != ("INTERVAL", 1)}


def _moment(when: date, zone: tzinfo) -> datetime:
    moment = when if isinstance(when, datetime) else datetime.combine(when, time(), zone)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


# --- zones -------------------------------------------------------------------------------------


def _zone_id(zone: tzinfo | None) -> str:
    """Name of a zone; whole hours from UTC use the IANA names, in which the sign is inverted."""
    key = getattr(zone, "key", None)
    if key:
        return str(key)
    assert isinstance(zone, timezone)
    minutes = zone.utcoffset(None) // timedelta(minutes=1)
    if minutes % 60 == 0 and -12 <= minutes // 60 <= 14:
        return f"Etc/GMT{-minutes // 60:+d}"
    return str(zone)


def _zones(events: Iterable[CalendarEvent]) -> Iterator[Component]:
    """Time zone data for repeating events, for the years in which they take place."""
    spans: dict[str, tuple[date, date, tzinfo]] = {}
    for event in events:
        start = event.start
        if event.repeats and isinstance(start, datetime) and start.tzinfo not in (None, UTC):
            assert start.tzinfo is not None
            first, last, _ = spans.get(_zone_id(start.tzinfo), (start.date(), start.date(), start.tzinfo))
            until = event.last.date() if isinstance(event.last, datetime) else event.last
            spans[_zone_id(start.tzinfo)] = (min(first, start.date()), max(last, until), start.tzinfo)
    for name, (first, last, zone) in sorted(spans.items()):
        yield _zone(name, date(first.year, 1, 1), date(min(last.year + 1, 9998), 1, 1), zone)


@lru_cache(maxsize=64)
def _zone(name: str, first: date, last: date, zone: tzinfo) -> Component:
    from icalendar import Timezone, TimezoneStandard

    if name[0].isalpha() and not name.startswith("UTC"):
        known = Timezone.from_tzinfo(zone_named(name), name, first_date=first, last_date=last)
        known.pop("COMMENT", None)
        return known
    made, standard = Timezone(), TimezoneStandard()
    distance = zone.utcoffset(None)
    made.add("tzid", name)
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 local time of the zone
    standard.add("tzoffsetfrom", distance)
    standard.add("tzoffsetto", distance)
    standard.add("tzname", name)
    made.add_component(standard)
    return made
