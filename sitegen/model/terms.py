"""Terms by which entries are listed, and the pages of a term in a taxonomy.

`countries/NO#2` is the second page of the entries about Norway.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sitegen.model.urls import page_number_url, term_segment, term_url
from sitegen.types import Config


class TermPage(Struct, frozen=True):
    taxonomy: str
    term: str
    number: int = 1

    @property
    def key(self) -> str:
        return f"{self.taxonomy}/{self.term}#{self.number}"


def parse_term(key: str) -> TermPage:
    rest, _, number = key.rpartition("#")
    taxonomy, _, term = rest.partition("/")
    return TermPage(taxonomy, term, int(number))


def term_page_url(config: Config, page: TermPage) -> str:
    """Address of a term's page, without a language prefix."""
    return page_number_url(term_url(config, config.taxonomies[page.taxonomy], page.term), page.number)


def as_term(text: str) -> str:
    """The term for a text, with normalised accents and spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def addressed(config: Config, terms: Iterable[str]) -> Iterator[str]:
    """Yields terms that have a page; of several with the same address only the first, as the others are
    reported."""
    found: set[str] = set()
    for term in terms:
        segment = term_segment(config, term)
        if segment not in found:
            found.add(segment)
            yield term
