"""The corpora that generators build, with the pages that a site of each one has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from benchmarks.corpus import PER_PAGE, SECTIONS, Entry, corpus
from benchmarks.plain_corpus import plain_corpus


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    """Name of the folder in `sites/` that has a site of it for each generator."""
    entries: Callable[[int], Iterator[Entry]]
    other_pages: Callable[[Iterable[Entry]], int]
    """Number of pages that a site has beside those of its entries."""
    files: tuple[str, ...]
    """Feeds, sitemap and other files that are compared beside the pages."""
    scenarios: tuple[str, ...]
    sizes: tuple[int, ...]
    """Numbers of entries, unless others are given."""


def _lists(entries: Iterable[Entry]) -> int:
    """Home, 404, the lists of topics and of places, and the pages of sections, topics and places."""
    listed: Counter[str] = Counter(dict.fromkeys(SECTIONS, 0))
    for entry in entries:
        listed.update((entry.section, entry.place, *entry.topics))
    return 4 + sum(max(1, math.ceil(count / PER_PAGE)) for count in listed.values())


def _home_and_404(entries: Iterable[Entry]) -> int:
    return 2


FULL = Corpus(
    name="full",
    entries=corpus,
    other_pages=_lists,
    files=("feed.xml", *(f"{section}/feed.xml" for section in SECTIONS), "sitemap.xml", "site.css"),
    scenarios=("cold", "nothing changed", "body", "title", "template", "type"),
    sizes=(1000, 10000),
)
PLAIN = Corpus(
    name="plain",
    entries=plain_corpus,
    other_pages=_home_and_404,
    files=(),
    scenarios=("cold", "nothing changed", "body"),
    sizes=(250, 500, 1000, 2000, 4000),
)
CORPORA = {corpus.name: corpus for corpus in (FULL, PLAIN)}
