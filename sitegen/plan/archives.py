"""Taxonomies with a page for each term, the timelines of types, and the A–Z."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.config import SITE
from sitegen.model.subjects import ALPHABET, TAXONOMY, TERM, TIMELINE, subject
from sitegen.model.urls import taxonomy_url, term_url, timeline_url
from sitegen.plan.common import GeneratedPage, in_languages
from sitegen.types import Input, Output, Site, Sources, Taxonomy


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    for page in (*_taxonomies(site), *_timelines(site), *_alphabet(site)):
        yield from in_languages(page, site.config)


def _taxonomies(site: Site) -> Iterator[GeneratedPage]:
    for taxonomy in site.config.taxonomies.values():
        own = {"terms": Input("terms", taxonomy.name)}
        name = subject(TAXONOMY, taxonomy.name)
        yield GeneratedPage(taxonomy_url(taxonomy), name, "taxonomy.html", SITE, own)
        yield from (_term(taxonomy, term) for term in site.terms[taxonomy.name])


def _term(taxonomy: Taxonomy, term: str) -> GeneratedPage:
    key = f"{taxonomy.name}/{term}"
    own = {"groups": Input("groups", key)}
    return GeneratedPage(term_url(taxonomy, term), subject(TERM, key), taxonomy.template, SITE, own)


def _timelines(site: Site) -> Iterator[GeneratedPage]:
    for content_type in site.config.types.values():
        if content_type.timeline:
            url = timeline_url(content_type)
            own = {"moments": Input("moments", content_type.name)}
            name = subject(TIMELINE, content_type.name)
            yield GeneratedPage(url, name, content_type.timeline.template, content_type.path, own)


def _alphabet(site: Site) -> Iterator[GeneratedPage]:
    alphabet = site.config.alphabet
    if alphabet:
        own = {"groups": Input("letters", "")}
        yield GeneratedPage(alphabet.permalink, subject(ALPHABET), alphabet.template, SITE, own)
