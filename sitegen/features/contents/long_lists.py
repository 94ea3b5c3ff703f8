"""Lists that can have contents: those of types, lists with an address, and terms.

A key names a page of the contents: the subject of the list, with the number of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.definition.config import SITE
from sitegen.model.listings import base_url, rule_of, scopes, shown_of, sort_of
from sitegen.model.terms import addressed, term_page_url
from sitegen.types import Site, SubjectKey
from sitegen.types.keys import (
    Listing,
    TermPage,
    kind_and_key,
    number_of,
    numbered,
    parse_listing,
    parse_term,
    subject_key,
    type_of,
)
from sitegen.views.pagers import page_count
from sitegen.views.titled import LISTING, TERM

MOST_PAGES = 100
"""Pages of a list without contents, and those that one page of the contents names."""


class LongList(Struct, frozen=True):
    subject: SubjectKey
    """Subject of its first page."""
    name: str
    """Name of the type, list or taxonomy."""
    type: str
    """Name of the type; empty for a list or term."""
    url: str
    """Address of its first page, without a language prefix."""
    entries: int
    on_page: int
    """Number of entries on each of its pages."""
    source: str

    @property
    def pages_of_contents(self) -> int:
        """Number of pages of its contents; 0 if it is short."""
        pages = page_count(self.entries, self.on_page)
        return page_count(pages, MOST_PAGES) if pages > MOST_PAGES else 0

    @property
    def contents_url(self) -> str:
        """Address of its contents, without a language prefix: the folder of its pages."""
        return f"{self.url}page/"


def long_lists(site: Site) -> Iterator[LongList]:
    """Yields the lists that have contents."""
    found = [subject_key(LISTING, Listing(scope).key) for scope in scopes(site.config)]
    for taxonomy in site.config.taxonomies:
        terms = addressed(site.config, site.terms[taxonomy])
        found += (subject_key(TERM, TermPage(taxonomy, term).key) for term in terms)
    return (it for it in (long_list(site, subject) for subject in found) if it.pages_of_contents)


def long_list(site: Site, key: str) -> LongList:
    """The list of a key, whatever its page."""
    subject = SubjectKey(numbered(number_of(key)[0], 1))
    kind, own = kind_and_key(subject)
    return (
        _of_term(site, subject, parse_term(own))
        if kind == TERM
        else _of_index(site, subject, parse_listing(own))
    )


def _of_index(site: Site, subject: SubjectKey, listing: Listing) -> LongList:
    config, scope = site.config, listing.scope
    source = config.types[listing.type].path if listing.type else SITE
    entries, on_page = len(shown_of(site, scope)), rule_of(config, scope).paginate_by
    return LongList(subject, listing.name, listing.type, base_url(config, scope), entries, on_page, source)


def _of_term(site: Site, subject: SubjectKey, page: TermPage) -> LongList:
    entries, taxonomy = site.terms[page.taxonomy].get(page.term, ()), site.config.taxonomies[page.taxonomy]
    url = term_page_url(site.config, page)
    return LongList(subject, taxonomy.name, "", url, len(entries), taxonomy.paginate_by, SITE)


def sort_of_list(site: Site, found: LongList) -> tuple[str, ...]:
    """Sort of the entries of a list; empty if they have several types, and each has its own sort."""
    kind, own = kind_and_key(found.subject)
    if kind == LISTING:
        return sort_of(site.config, parse_listing(own).scope)
    term = parse_term(own)
    sort = site.config.taxonomies[term.taxonomy].sort
    if sort:
        return sort
    types = {type_of(entry) for entry in site.terms[term.taxonomy][term.term]}
    return site.config.types[types.pop()].sort if len(types) == 1 else ()
