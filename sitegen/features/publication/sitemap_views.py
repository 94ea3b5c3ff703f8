"""Pages in the sitemap, each with its versions in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TypeAlias

from msgspec import Struct

from sitegen.model.urls import in_language
from sitegen.types import Page, Site, When
from sitegen.views.addresses import generated_in
from sitegen.views.viewer import Viewer

MOST = 50_000
"""Limit on addresses in one file (sitemaps.org, protocol); with more, there are several files and a list of
them.
"""


class Address(Struct, frozen=True):
    """A page in the sitemap."""

    url: str
    updated: When | None
    versions: tuple[tuple[str, str], ...]
    """Language and address of each version, including this one; empty if there is only one."""


def part_of(viewer: Viewer, number: int) -> tuple[Address, ...]:
    """The addresses in one file of the sitemap, sorted; files are numbered from 1."""
    found = islice(_versions(viewer.whole), (number - 1) * MOST, number * MOST)
    return tuple(sorted((_address(viewer, *one) for one in found), key=lambda address: address.url))


def file_count(site: Site) -> int:
    """Number of files of the sitemap."""
    pages = sum(bool(page.output) and page.indexed for page in site.pages.values())
    urls = pages + sum(len(codes) for _, codes in generated_in(site))
    return max(1, -(-urls // MOST))


def file_url(number: int) -> str:
    return f"/sitemap-{number}.xml"


Urls: TypeAlias = Mapping[str, str]
"""Language → address without the base path."""


def _versions(site: Site) -> Iterator[tuple[str, Urls, Mapping[str, Page]]]:
    """Yields each address by its language and those of all versions, with the pages of an entry.

    They are entries, indexes, terms and the home page; without filtered lists and later pages of lists.
    """
    for url, codes in generated_in(site):
        urls = {code: in_language(site.config, url, code) for code in codes}
        yield from ((code, urls, {}) for code in urls)
    for keys in site.versions.values():
        pages = (site.pages[key] for key in keys.values())
        shown = {page.language: page for page in pages if page.output and page.indexed}
        urls = {code: page.url for code, page in shown.items()}
        yield from ((code, urls, shown) for code in urls)


def _address(viewer: Viewer, code: str, urls: Urls, pages: Mapping[str, Page]) -> Address:
    several = urls.items() if len(urls) > 1 else ()
    versions = tuple((other, viewer.permalink(url)) for other, url in several)
    updated = pages[code].fields.get("updated") if pages else None
    return Address(viewer.permalink(urls[code]), updated, versions)  # type: ignore[arg-type]


def made_from(site: Site) -> Iterator[str]:
    """Yields everything that the sitemap is made from except the address of the site."""
    yield from (f"{url} {' '.join(codes)}" for url, codes in generated_in(site))
    pages = (page for page in site.pages.values() if page.output)
    yield from (f"{page.url} {page.fields.get('updated')} {page.indexed}" for page in pages)
