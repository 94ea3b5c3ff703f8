"""Feeds and calendars: of the site, of types and lists that declare one, of entries with `entry_feeds`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.urls import in_language, output_path
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for kind, plans in (("feed", site.feeds), ("calendar", site.calendars)):
        for feed in plans.values():
            for language in site.config.languages:
                yield Output(
                    path=output_path(in_language(site.config, feed.url, language)),
                    renderer=kind,
                    language=language,
                    inputs={kind: Input(kind, feed.key)},
                    source=SITE,
                    indexed=False,
                )
