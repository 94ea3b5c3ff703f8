"""The events of a calendar in one language."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.model.feeds import title_of
from sitegen.model.subjects import Speaker
from sitegen.types import FeedPlan


class CalendarEvent(Struct, frozen=True):
    uid: str
    """The same in every build and every language."""
    title: str
    summary: str
    url: str
    start: date | datetime
    end: date | datetime | None
    """The last day, or the last moment; of the kind of the start."""
    place: str
    updated: date | None


class CalendarView(Struct, frozen=True):
    title: str
    url: str
    """Of the calendar, with scheme and host."""
    lang: str
    events: tuple[CalendarEvent, ...]


def calendar_view(speaker: Speaker, plan: FeedPlan) -> CalendarView:
    """A calendar in the speaker's language."""
    viewer = speaker.viewer
    url = viewer.permalink(viewer.here(plan.url))
    host = urlsplit(viewer.config.base_url).hostname or "localhost"
    events = tuple(_event(speaker, entry, host) for entry in plan.entries)
    return CalendarView(title_of(speaker, plan), url, viewer.language.code, events)


def _event(speaker: Speaker, entry: str, host: str) -> CalendarEvent:
    viewer = speaker.viewer
    page, card = viewer.page(entry), viewer.card(entry)
    rule = viewer.config.types[page.type].calendar
    assert rule is not None
    start, end, updated = (page.fields.get(name) for name in (rule.start, rule.end, "updated"))
    assert isinstance(start, date)
    return CalendarEvent(
        uid=f"{entry.replace('/', '.')}@{host}",
        title=str(card.title),
        summary=card.summary,
        url=card.permalink,
        start=start,
        end=end if isinstance(end, date) and type(end) is type(start) else None,
        place=str(page.fields.get(rule.place, "")),
        updated=updated if isinstance(updated, date) else None,
    )
