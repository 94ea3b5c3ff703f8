"""Generated pages with a title of their own, which have social cards and are found by search.

Filtered lists and later pages of lists have no title of their own. The page of a term that only retired
entries have is left out as well: it exists only to keep its address.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.listings import Listing, parse, scopes, url_of
from sitegen.model.terms import TermPage, parse_term, term_page_url
from sitegen.model.urls import taxonomy_url, timeline_url
from sitegen.types import Config, Site

HOME, ENTRY, LISTING, TAXONOMY, TERM, TIMELINE, ALPHABET = (
    "home", "entry", "listing", "taxonomy", "term", "timeline", "alphabet",
)  # fmt: skip


def titled(site: Site) -> Iterator[str]:
    """Yields the subjects of these pages."""
    config = site.config
    yield f"{HOME}:"
    yield from (f"{LISTING}:{Listing(scope).key}" for scope in scopes(config))
    yield from (f"{TIMELINE}:{content_type.name}" for content_type in config.types.values()
                if content_type.timeline)  # fmt: skip
    if config.alphabet:
        yield f"{ALPHABET}:"
    for taxonomy in config.taxonomies:
        yield f"{TAXONOMY}:{taxonomy}"
        terms = (term for term, entries in site.terms[taxonomy].items() if entries)
        yield from (f"{TERM}:{TermPage(taxonomy, term).key}" for term in terms)


def titled_url(config: Config, subject: str) -> str:
    """The address of such a page, without a language prefix."""
    kind, _, key = subject.partition(":")
    if kind == LISTING:
        return url_of(config, parse(key))
    if kind == TERM:
        return term_page_url(config, parse_term(key))
    if kind == TAXONOMY:
        return taxonomy_url(config.taxonomies[key])
    if kind == TIMELINE:
        return timeline_url(config.types[key])
    return config.alphabet.permalink if kind == ALPHABET and config.alphabet else "/"


def folder_of(subject: str) -> str:
    """The folder whose `_index.md` gives the text above such a page; empty if none does."""
    kind, _, key = subject.partition(":")
    if kind == HOME:
        return HOME
    return parse(key).name if kind == LISTING and parse(key).scope.startswith("type:") else ""
