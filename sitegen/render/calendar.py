"""A calendar as iCalendar (RFC 5545), by icalendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sitegen.model.calendars import CalendarEvent, CalendarView

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//sitegen//sitegen//EN"


def icalendar_of(view: CalendarView) -> bytes:
    """The calendar's bytes; the same events give the same bytes."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", view.title)
    calendar.add("x-wr-calname", view.title)  # what programs read that do not know RFC 7986
    calendar.add("url", view.url)
    for event in view.events:
        calendar.add_component(_event(event, view.lang))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, language: str) -> Component:
    from icalendar import Event

    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", _moment(event.updated or event.start))
    made.add("dtstart", _exact(event.start))
    end = _exact(event.end) if event.end is not None else None
    if isinstance(event.start, datetime):
        if end is not None:
            made.add("dtend", end)
    else:  # the end is the day after the last (RFC 5545, 3.6.1)
        made.add("dtend", (end or event.start) + timedelta(days=1))
    made.add("summary", event.title, parameters={"LANGUAGE": language})
    if event.summary:
        made.add("description", event.summary)
    if event.place:
        made.add("location", event.place)
    made.add("url", event.url)
    made.add("transp", "TRANSPARENT")  # somebody who subscribes is not busy on all these days
    return made


def _exact(when: date | datetime) -> date | datetime:
    """A moment in UTC, so that the file needs no table of a zone; a day as it is."""
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _moment(when: date | datetime) -> datetime:
    """When an event was written down, as well as that is known."""
    return when.astimezone(UTC) if isinstance(when, datetime) else datetime.combine(when, time(), UTC)
