"""Renderers of feeds, as Atom and as JSON Feed, and of calendars."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from msgspec.structs import replace

from sitegen.features.feeds.calendar_views import CalendarView
from sitegen.features.feeds.feed_views import FeedEntry, FeedView
from sitegen.types import Job
from sitegen.views.views import BodyView


def feed(job: Job, _: Environment, __: Path) -> bytes:
    from sitegen.features.feeds.atom import atom_of

    return atom_of(_with_texts(job))


def json_feed(job: Job, _: Environment, __: Path) -> bytes:
    from sitegen.features.feeds.json_feed import json_feed_of

    return json_feed_of(_with_texts(job))


def calendar(job: Job, _: Environment, __: Path) -> bytes:
    from sitegen.features.feeds.calendar_file import icalendar_of

    view = job.context["calendar"]
    assert isinstance(view, CalendarView)
    return icalendar_of(view)


def _with_texts(job: Job) -> FeedView:
    """The feed of a job, with the whole texts of its entries if it has them."""
    view = job.context["feed"]
    assert isinstance(view, FeedView)
    return replace(view, entries=tuple(_with_text(job, entry) for entry in view.entries))


def _with_text(job: Job, entry: FeedEntry) -> FeedEntry:
    from sitegen.features.feeds.contents import content_of

    body = job.context.get(entry.document)
    return replace(entry, content=content_of(body.html, entry.url)) if isinstance(body, BodyView) else entry
