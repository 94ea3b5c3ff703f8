"""The pages that are made for every language and have a title of their own, which a filtered list and the
later pages of a list have not. They have a social card, and search finds them.

The page of a term that only retired entries have is none of them: it is kept for its address alone.
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
    """Their subjects."""
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
    """The address of such a page, without the prefix of a language."""
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
    """The folder whose `_index.md` stands above such a page; empty for a page without one."""
    kind, _, key = subject.partition(":")
    if kind == HOME:
        return HOME
    return parse(key).name if kind == LISTING and parse(key).scope.startswith("type:") else ""
