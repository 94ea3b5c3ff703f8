"""Addresses of entries without a page: their rows in the index of their type."""

from __future__ import annotations

from sitegen.model.sorting import sort_pages
from sitegen.model.urls import in_language, index_url, page_number_url
from sitegen.model.versions import is_offered, version
from sitegen.types import ContentType, EntryKey, Site
from sitegen.types.keys import name_of, type_of


def positions(site: Site, type_name: str, language: str) -> dict[str, int]:
    """Position of each entry of a type in the index of a language."""
    offered = (entry for entry in site.entries[type_name] if is_offered(site, entry, language))
    pages = (version(site, entry, language) for entry in offered)
    ordered = sort_pages(pages, site.config.types[type_name].sort, site.config.languages[language].locale)
    return {page.entry: number for number, page in enumerate(ordered)}


def data_address(site: Site, entry: EntryKey, language: str) -> str:
    """Address of an entry without a page, for links in a language; empty if there is none.

    Every language has the index of the type, but it leaves out entries limited to other languages.
    """
    content_type = site.config.types[type_of(entry)]
    code = language if is_offered(site, entry, language) else site.only_in[entry][0]
    url = _data_url(content_type, entry, site.positions[content_type.name][code].get(entry))
    return in_language(site.config, url, code) if url else ""


def _data_url(content_type: ContentType, entry: EntryKey, position: int | None) -> str:
    """Address of an entry's row in the index of its type, without a language.

    A retired entry has no row, so its address is the index itself. Empty if the type has no index.
    """
    if content_type.index is None:
        return ""
    if position is None:
        return index_url(content_type)
    number = position // content_type.index.paginate_by + 1
    return f"{page_number_url(index_url(content_type), number)}#{name_of(entry)}"
