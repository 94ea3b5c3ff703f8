"""Addresses of sheets, which lie beside the pages of their entries: `/topics/food/food.pdf`."""

from __future__ import annotations

from sitegen.features.sheets.definition import rule_of, template_of
from sitegen.model.urls import beside
from sitegen.types import Page, Site
from sitegen.types.keys import last_name_of


def has_sheet(site: Site, page: Page) -> bool:
    """True if an entry has a sheet beside its page."""
    of_type = template_of(site.config.types[page.type])
    is_shown = page.output and page.retired is None and page.entry not in site.sections
    return bool(of_type and is_shown and rule_of(site.config))


def sheet_url(page: Page) -> str:
    """Address of the sheet of a page, without the base path."""
    return beside(page.url, f"{last_name_of(page.entry)}.pdf")
