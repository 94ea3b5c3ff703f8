"""Pages in the sitemap, each with its versions in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from sitegen.model.urls import in_language
from sitegen.types import Site, When
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
    """The addresses in one file of the sitemap; files are numbered from 1."""
    return addresses(viewer)[(number - 1) * MOST : number * MOST]


def file_count(site: Site) -> int:
    """Number of files of the sitemap."""
    pages = sum(bool(page.output) and page.indexed for page in site.pages.values())
    urls = pages + sum(len(codes) for _, codes in generated_in(site))
    return max(1, -(-urls // MOST))


def file_url(number: int) -> str:
    return f"/sitemap-{number}.xml"


def addresses(viewer: Viewer) -> tuple[Address, ...]:
    """Entries, indexes, terms and the home page; without filtered lists and later pages of lists."""
    site = viewer.whole
    found: list[Address] = []
    for url, codes in generated_in(site):
        versions = {code: in_language(site.config, url, code) for code in codes}
        found += _versions(viewer, versions, {})
    for keys in site.versions.values():
        pages = [site.pages[key] for key in keys.values() if site.pages[key].output]
        shown = {p.language: p for p in pages if p.indexed}
        updated = {code: page.fields.get("updated") for code, page in shown.items()}
        found += _versions(viewer, {code: page.url for code, page in shown.items()}, updated)  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda address: address.url))


def made_from(site: Site) -> Iterator[str]:
    """Yields everything that the sitemap is made from except the address of the site."""
    yield from (f"{url} {' '.join(codes)}" for url, codes in generated_in(site))
    pages = (page for page in site.pages.values() if page.output)
    yield from (f"{page.url} {page.fields.get('updated')} {page.indexed}" for page in pages)


def _versions(
    viewer: Viewer, urls: Mapping[str, str], updated: Mapping[str, When | None]
) -> Iterator[Address]:
    versions = tuple((code, viewer.permalink(url)) for code, url in urls.items())
    for code, url in versions:
        yield Address(url, updated.get(code), versions if len(versions) > 1 else ())
