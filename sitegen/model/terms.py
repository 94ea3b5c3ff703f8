"""Terms by which entries are listed, and the pages of a term in a taxonomy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from sitegen.model.urls import page_number_url, term_segment, term_url
from sitegen.types import Config
from sitegen.types.keys import TermPage


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
