"""Feeds and calendars: of the site, of types and lists that declare one, of entries with `entry_feeds`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.feeds import json_url
from sitegen.model.urls import in_language, output_path
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for feed in site.feeds.values():
        yield from _in_languages(site, "feed", feed.key, feed.url, "feed")
        yield from _in_languages(site, "feed", feed.key, json_url(feed.url), "json_feed")
    for calendar in site.calendars.values():
        yield from _in_languages(site, "calendar", calendar.key, calendar.url, "calendar")


def _in_languages(site: Site, kind: str, key: str, url: str, renderer: str) -> Iterator[Output]:
    return (
        Output(
            path=output_path(in_language(site.config, url, language)),
            renderer=renderer,
            language=language,
            inputs={kind: Input(kind, key)},
            source=SITE,
            indexed=False,
        )
        for language in site.config.languages
    )
