"""The events of a calendar in one language."""

from __future__ import annotations

from datetime import date, tzinfo
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.features.feeds.calendar_plans import event_url, has_event
from sitegen.features.feeds.dates import PUBLISH_ON, UPDATED
from sitegen.features.feeds.feed_views import title_of
from sitegen.features.feeds.plans import FeedPlan
from sitegen.model.occurrences import occurrences_of
from sitegen.types import EntryKey, Page, PartialDate, Repeats, SubjectKey, When
from sitegen.types.keys import kind_and_key
from sitegen.types.zones import site_zone
from sitegen.views.subjects import PagePart, ViewContext
from sitegen.views.titled import ENTRY
from sitegen.views.viewer import Viewer


class CalendarText(Struct, frozen=True):
    """A text with its language."""

    text: str
    lang: str


class CalendarEvent(Struct, frozen=True):
    uid: str
    """Identifier of the event, identical in every build, language and file."""
    title: CalendarText
    summary: CalendarText
    place: CalendarText
    url: str
    start: date
    """Day or moment of the start."""
    end: When | None
    """Last day, month or year, or the moment."""
    revised: date | None
    """Day of the last revision or of publication, whichever is later; None if neither is known."""
    updated: date | None
    repeats: Repeats | None
    last: date
    """Start of the last occurrence."""


class CalendarView(Struct, frozen=True):
    title: str
    """Title of the calendar; empty in the file of one event, which readers add to their own calendar."""
    url: str
    """Address of the calendar, with scheme and host."""
    events: tuple[CalendarEvent, ...]
    zone: tzinfo
    """Time zone of the site, which decides when a day begins."""


def calendar_view(context: ViewContext, plan: FeedPlan) -> CalendarView:
    """A calendar in the language of the context."""
    viewer = context.viewer
    url = viewer.permalink(viewer.here(plan.url))
    events = tuple(_event(viewer, entry) for entry in plan.entries)
    return CalendarView(title_of(context, plan), url, events, site_zone(viewer.config))


def event_view(viewer: Viewer, entry: EntryKey) -> CalendarView:
    """The calendar of one event, in the language of the viewer."""
    url = viewer.permalink(event_url(viewer.page(entry)))
    return CalendarView("", url, (_event(viewer, entry),), site_zone(viewer.config))


def event_address(context: ViewContext, subject: SubjectKey) -> str:
    """Address of the calendar file of a page's event; empty if it is not about one."""
    kind, key = kind_and_key(subject)
    viewer = context.viewer
    page = viewer.page(key) if kind == ENTRY else None
    return viewer.href(event_url(page)) if page and has_event(page, viewer.config) else ""


def _event(viewer: Viewer, entry: EntryKey) -> CalendarEvent:
    page = viewer.page(entry)
    content_type = viewer.config.types[page.type]
    rule, fields = content_type.calendar, page.fields
    assert rule is not None
    host = urlsplit(viewer.config.base_url).hostname or "localhost"
    start, end, updated, published = (fields.get(it) for it in (rule.start, rule.end, UPDATED, PUBLISH_ON))
    assert isinstance(start, date)
    found, repeats = occurrences_of(content_type, fields), fields.get(rule.repeats)
    changed = updated if isinstance(updated, date) else None
    return CalendarEvent(
        uid=f"{entry.replace('/', '.')}@{host}",
        title=_text(page, "title"),
        summary=_text(page, "summary"),
        place=_text(page, rule.place),
        url=viewer.permalink(viewer.url_of(page)),
        start=start,
        end=end if isinstance(end, (date, PartialDate)) else None,
        revised=max((it for it in (changed, published) if isinstance(it, date)), default=None),
        updated=changed,
        repeats=repeats if isinstance(repeats, Repeats) and found else None,
        last=found[-1].start if found else start,
    )


def _text(page: Page, name: str) -> CalendarText:
    """A text field with its language, which is that of the source if the text comes from there."""
    language = page.source_language if name in page.inherited else page.language
    value = page.title if name == "title" else page.fields.get(name, "")
    return CalendarText(value if isinstance(value, str) else "", language)


PAGE_PART = PagePart(event_address)
