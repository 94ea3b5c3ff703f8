"""Pages of taxonomies with one for each term, timelines of types, and the A–Z."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.definition.config import SITE
from sitegen.model.terms import addressed, term_page_url
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.plan.common import GeneratedPage, of_each_language
from sitegen.types import Output, Site, Sources
from sitegen.types.keys import TermPage, subject_key
from sitegen.views.pagers import page_count
from sitegen.views.titled import ALPHABET, TAXONOMY, TERM, TIMELINE


def plan(site: Site, sources: Sources) -> Iterator[Output]:
    return of_each_language(site, _archives)


def _archives(site: Site) -> Iterator[GeneratedPage]:
    yield from _taxonomies(site)
    yield from _timelines(site)
    yield from _alphabet(site)


def _taxonomies(site: Site) -> Iterator[GeneratedPage]:
    for taxonomy in site.config.taxonomies.values():
        name = subject_key(TAXONOMY, taxonomy.name)
        url = taxonomy_url(taxonomy)
        yield GeneratedPage(url, name, "taxonomy.html", SITE, {"terms": "terms"}, taxonomy.name)
        terms = site.terms[taxonomy.name]
        for term in addressed(site.config, terms):
            for number in range(1, page_count(len(terms[term]), taxonomy.paginate_by) + 1):
                yield _term(site, TermPage(taxonomy.name, term, number))


def _term(site: Site, page: TermPage) -> GeneratedPage:
    own = {"groups": "groups", "entries": "term_entries", "pager": "term_pager"}
    own["contents_url"] = "term_contents_url"
    template = site.config.taxonomies[page.taxonomy].template
    url = term_page_url(site.config, page)
    indexed = bool(site.terms[page.taxonomy][page.term])
    return GeneratedPage(url, subject_key(TERM, page.key), template, SITE, own, page.key, indexed)


def _timelines(site: Site) -> Iterator[GeneratedPage]:
    for content_type in site.config.types.values():
        if content_type.timeline:
            url = timeline_url(content_type)
            own, name = {"moments": "moments", "strip": "strip"}, content_type.name
            template = content_type.timeline.template
            yield GeneratedPage(url, subject_key(TIMELINE, name), template, content_type.path, own, name)


def _alphabet(site: Site) -> Iterator[GeneratedPage]:
    alphabet = site.config.alphabet
    if alphabet:
        own = {"groups": "letters"}
        yield GeneratedPage(alphabet.permalink, subject_key(ALPHABET), alphabet.template, SITE, own)
