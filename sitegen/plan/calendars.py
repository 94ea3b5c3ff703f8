"""Calendars (`.ics`): of types that declare one, and of entries of a type with `entry_feeds`."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.urls import in_language, output_path
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for calendar in site.calendars.values():
        for language in site.config.languages:
            yield Output(
                path=output_path(in_language(site.config, calendar.url, language)),
                renderer="calendar",
                language=language,
                inputs={"calendar": Input("calendar", calendar.key)},
                source=SITE,
                indexed=False,
            )
