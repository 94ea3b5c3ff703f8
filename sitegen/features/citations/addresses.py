"""Addresses of files with citations: beside the page of an entry, or beside the list that shows it."""

from __future__ import annotations

from sitegen.features.citations.definition import rule_of
from sitegen.model.urls import beside, in_language, index_url
from sitegen.types import Page, Site
from sitegen.types.keys import last_name_of, name_of


def can_be_cited(site: Site, page: Page) -> bool:
    """True if an entry has a citation: its type says how, and it has a page or a row of its own."""
    content_type = site.config.types[page.type]
    shown = page.output if content_type.page else content_type.index
    is_offered = page.retired is None and page.entry not in site.sections
    return bool(rule_of(content_type) and shown and is_offered)


def file_url(site: Site, page: Page, ending: str) -> str:
    """Address of a file with the citation of an entry, without the base path: `/charters/oslo/oslo.bib`."""
    content_type = site.config.types[page.type]
    if content_type.page:
        return beside(page.url, f"{last_name_of(page.entry)}.{ending}")
    return (
        in_language(site.config, index_url(content_type), page.language) + f"{name_of(page.entry)}.{ending}"
    )
