"""Feeds and calendars: for the site, for types and lists that declare one, for entries with `entry_feeds`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.definition.config import SITE
from sitegen.features.feeds.calendar_plans import event_url, has_event
from sitegen.features.feeds.feed_views import json_url
from sitegen.features.feeds.plans import FeedPlan, calendars, feeds
from sitegen.model.offered import offered_in
from sitegen.model.urls import in_language, output_path
from sitegen.model.versions import version
from sitegen.types import Input, Output, Page, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for feed in feeds(site).values():
        yield from _feeds(site, feed)
    for calendar in calendars(site).values():
        codes = [code for code in site.config.languages if calendar.key in calendars(offered_in(site, code))]
        yield from _in_languages(site, codes, "calendar", calendar.key, calendar.url, "calendar")
    yield from (_event(site, page) for page in site.pages.values() if has_event(page, site.config))


def _event(site: Site, page: Page) -> Output:
    """The calendar file of one event."""
    return Output(
        path=output_path(event_url(page)),
        renderer="calendar",
        language=page.language,
        inputs={"calendar": Input("event", page.entry)},
        source=site.documents[page.document].path,
        indexed=False,
    )


def _feeds(site: Site, feed: FeedPlan) -> Iterator[Output]:
    """Yields a feed as Atom and as JSON, in each language that offers it."""
    for code in site.config.languages:
        offered = feeds(offered_in(site, code)).get(feed.key)
        if offered is not None:
            inputs = {"feed": Input("feed", feed.key), **_texts(site, offered, code)}
            yield _output(site, code, feed.url, "feed", inputs)
            yield _output(site, code, json_url(feed.url), "json_feed", inputs)


def _texts(site: Site, feed: FeedPlan, language: str) -> dict[str, Input]:
    """The inputs for the texts of a feed's entries, by the key of the document."""
    pages = (version(site, entry, language) for entry in feed.entries) if feed.full else ()
    return {page.document: Input("body", page.document) for page in pages if page.output}


def _in_languages(
    site: Site, codes: Iterable[str], kind: str, key: str, url: str, renderer: str
) -> Iterator[Output]:
    return (_output(site, code, url, renderer, {kind: Input(kind, key)}) for code in codes)


def _output(site: Site, language: str, url: str, renderer: str, inputs: Mapping[str, Input]) -> Output:
    return Output(
        path=output_path(in_language(site.config, url, language)),
        renderer=renderer,
        language=language,
        inputs=inputs,
        source=SITE,
        indexed=False,
    )
