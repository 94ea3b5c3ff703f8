"""Taxonomies with a page for each term, the timelines of types, and the A–Z."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.subjects import ALPHABET, TAXONOMY, TERM, TIMELINE, subject
from sitegen.model.urls import index_url, taxonomy_url, term_url
from sitegen.plan.common import html_page
from sitegen.types import Input, Output, Site, Sources


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for language in site.config.languages:
        yield from _taxonomies(site, language)
        yield from _timelines(site, language)
        if site.config.alphabet:
            alphabet = site.config.alphabet
            own = {"groups": Input("letters", "")}
            yield html_page(
                site.config, language, alphabet.permalink, subject(ALPHABET), alphabet.template, SITE, own
            )


def _taxonomies(site: Site, language: str) -> Iterator[Output]:
    for taxonomy in site.config.taxonomies.values():
        name = subject(TAXONOMY, taxonomy.name)
        own = {"terms": Input("terms", taxonomy.name)}
        yield html_page(site.config, language, taxonomy_url(taxonomy), name, "taxonomy.html", SITE, own)
        for term in site.terms[taxonomy.name]:
            key = f"{taxonomy.name}/{term}"
            own = {"groups": Input("groups", key)}
            url = term_url(taxonomy, term)
            yield html_page(site.config, language, url, subject(TERM, key), taxonomy.template, SITE, own)


def _timelines(site: Site, language: str) -> Iterator[Output]:
    for content_type in site.config.types.values():
        if content_type.timeline:
            url = f"{index_url(content_type)}timeline/"
            own = {"moments": Input("moments", content_type.name)}
            template, name = content_type.timeline.template, subject(TIMELINE, content_type.name)
            yield html_page(site.config, language, url, name, template, content_type.path, own)
