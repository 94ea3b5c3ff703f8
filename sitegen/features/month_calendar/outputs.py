"""The pages of months: `/events/2026-03/`, in each language."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.month_calendar.definition import template_of
from sitegen.features.month_calendar.months import Month, months
from sitegen.model.urls import index_url
from sitegen.plan.common import GeneratedPage, of_each_language
from sitegen.types import Config, Output, Site, Sources
from sitegen.types.keys import subject_key

MONTH = "month"


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    return of_each_language(site, _pages)


def _pages(site: Site) -> Iterator[GeneratedPage]:
    for key, month in months(site).items():
        content_type = site.config.types[month.type]
        yield GeneratedPage(
            url=month_url(site.config, month),
            subject=subject_key(MONTH, key),
            template=template_of(content_type),
            source=content_type.path,
            own={"month": "month"},
            key=key,
            indexed=False,
        )


def month_url(config: Config, month: Month) -> str:
    """Address of the page of a month, without a language prefix."""
    return f"{index_url(config.types[month.type])}{month.year:04d}-{month.month:02d}/"
