"""Feeds and calendars: of the site, of types and lists that declare one, of entries with `entry_feeds`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.config import SITE
from sitegen.model.calendar_plans import event_url, has_event
from sitegen.model.feeds import json_url
from sitegen.model.offered import offered_in
from sitegen.model.urls import in_language, output_path
from sitegen.types import Input, Output, Page, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for feed in site.feeds.values():
        codes = [code for code in site.config.languages if feed.key in offered_in(site, code).feeds]
        yield from _in_languages(site, codes, "feed", feed.key, feed.url, "feed")
        yield from _in_languages(site, codes, "feed", feed.key, json_url(feed.url), "json_feed")
    for calendar in site.calendars.values():
        codes = [code for code in site.config.languages if calendar.key in offered_in(site, code).calendars]
        yield from _in_languages(site, codes, "calendar", calendar.key, calendar.url, "calendar")
    yield from (_event(site, page) for page in site.pages.values() if has_event(page, site.config))


def _event(site: Site, page: Page) -> Output:
    """The file of one event, beside its page."""
    return Output(
        path=output_path(event_url(page)),
        renderer="calendar",
        language=page.language,
        inputs={"calendar": Input("event", page.entry)},
        source=site.documents[page.document].path,
        indexed=False,
    )


def _in_languages(
    site: Site, codes: Iterable[str], kind: str, key: str, url: str, renderer: str
) -> Iterator[Output]:
    return (
        Output(
            path=output_path(in_language(site.config, url, language)),
            renderer=renderer,
            language=language,
            inputs={kind: Input(kind, key)},
            source=SITE,
            indexed=False,
        )
        for language in codes
    )
