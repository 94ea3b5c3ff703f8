"""Generated pages with a title of their own, which have social cards and are found by search.

Filtered lists and later pages of lists have no title of their own. The page of a term that only retired
entries have is left out as well: it exists only to keep its address.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.listings import base_url, scopes
from sitegen.model.terms import term_page_url
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.types import Config, Site, SubjectKey
from sitegen.types.keys import (
    Listing,
    TermPage,
    kind_and_key,
    parse_listing,
    parse_term,
    scope_of,
    subject_key,
)

HOME, ENTRY, LISTING, TAXONOMY, TERM, TIMELINE, ALPHABET = (
    "home", "entry", "listing", "taxonomy", "term", "timeline", "alphabet",
)  # fmt: skip


def titled(site: Site) -> Iterator[SubjectKey]:
    """Yields the subjects of these pages."""
    config = site.config
    yield subject_key(HOME)
    yield from (subject_key(LISTING, Listing(scope).key) for scope in scopes(config))
    yield from (subject_key(TIMELINE, content_type.name) for content_type in config.types.values()
                if content_type.timeline)  # fmt: skip
    if config.alphabet:
        yield subject_key(ALPHABET)
    for taxonomy in config.taxonomies:
        yield subject_key(TAXONOMY, taxonomy)
        terms = (term for term, entries in site.terms[taxonomy].items() if entries)
        yield from (subject_key(TERM, TermPage(taxonomy, term).key) for term in terms)


def titled_url(config: Config, subject: SubjectKey) -> str:
    """The address of such a page, without a language prefix."""
    kind, key = kind_and_key(subject)
    if kind == LISTING:
        return base_url(config, scope_of(key))
    if kind == TERM:
        return term_page_url(config, parse_term(key))
    if kind == TAXONOMY:
        return taxonomy_url(config.taxonomies[key])
    if kind == TIMELINE:
        return timeline_url(config.types[key])
    return config.alphabet.permalink if kind == ALPHABET and config.alphabet else "/"


def folder_of(subject: SubjectKey) -> str:
    """The folder whose `_index.md` gives the text above such a page; empty if none does."""
    kind, key = kind_and_key(subject)
    if kind == HOME:
        return HOME
    return parse_listing(key).type if kind == LISTING else ""
