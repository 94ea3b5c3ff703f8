"""Pages in the sitemap, each with its versions in other languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.model.listings import scopes, url_of
from sitegen.model.offered import offered_in
from sitegen.model.urls import in_language, taxonomy_url, term_url, timeline_url
from sitegen.types import Site, When
from sitegen.types.keys import Listing
from sitegen.views.output_views import Address
from sitegen.views.viewer import Viewer

MOST = 50_000
"""Limit on addresses in one file (sitemaps.org, protocol); with more, there are several files and a list of
them.
"""


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


def generated_in(site: Site, everything: bool = False) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the addresses of `generated`, each with the languages that have the page."""
    codes = tuple(site.config.languages)
    if not site.only_in:
        yield from ((url, codes) for url in generated(site, everything))
        return
    known = {code: frozenset(generated(offered_in(site, code), everything)) for code in codes}
    for url in generated(site, everything):
        yield url, tuple(code for code in codes if url in known[code])


def generated(site: Site, everything: bool = False) -> Iterator[str]:
    """Yields the addresses of generated pages, without a language prefix.

    With `everything`, includes terms that only retired entries have.
    """
    config = site.config
    yield "/"
    yield from (url_of(config, Listing(scope)) for scope in scopes(config))
    for taxonomy in config.taxonomies.values():
        yield taxonomy_url(taxonomy)
        for term, entries in site.terms[taxonomy.name].items():
            if entries or everything:
                yield term_url(config, taxonomy, term)
    yield from (timeline_url(t) for t in config.types.values() if t.timeline)
    if config.alphabet:
        yield config.alphabet.permalink
