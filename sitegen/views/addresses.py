"""Addresses of generated pages, as search engines and visitors know them."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.listings import base_url, scopes
from sitegen.model.offered import offered_in
from sitegen.model.urls import taxonomy_url, term_url, timeline_url
from sitegen.types import Site


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
    yield from (base_url(config, scope) for scope in scopes(config))
    for taxonomy in config.taxonomies.values():
        yield taxonomy_url(taxonomy)
        for term, entries in site.terms[taxonomy.name].items():
            if entries or everything:
                yield term_url(config, taxonomy, term)
    yield from (timeline_url(t) for t in config.types.values() if t.timeline)
    if config.alphabet:
        yield config.alphabet.permalink
