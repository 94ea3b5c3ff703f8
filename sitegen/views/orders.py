"""Entries in the order of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from sitegen.model.moves import order_key, sorts_of
from sitegen.model.sorting import sort_pages
from sitegen.types import EntryKey, Language, Page, Site
from sitegen.types.keys import type_of
from sitegen.views.reads import Reads, order_name


class Orders:
    """Sorts entries as the site has them in its default language, and by their pages in the others."""

    def __init__(
        self, site: Site, language: Language, reads: Reads, page: Callable[[EntryKey], Page]
    ) -> None:
        """`page` gives the page of an entry in the language."""
        self._site = site
        self._language = language
        self._reads = reads
        self._page = page
        self._sorts = sorts_of(site.config)
        self._places = cache(lambda sort: {it: n for n, it in enumerate(site.orders[order_key(sort)])})

    def ordered(self, entries: Iterable[EntryKey], sort: Sequence[str]) -> tuple[EntryKey, ...]:
        """These entries in the alphabetical order of the language, without their pages."""
        entries, sort = tuple(entries), tuple(sort)
        types = frozenset(map(type_of, entries))
        if not types <= self._sorts.get(sort, frozenset()):
            return self._sorted(entries, sort)
        code = self._language.code
        self._reads.noted.append(tuple(order_name(name, code, sort) for name in types))
        places = self._places(sort) if code == self._site.config.default_language else {}
        if places.keys() >= set(entries):
            return tuple(sorted(entries, key=places.__getitem__))
        found, _ = self._reads.of(self._sorted, entries, sort)
        return found

    def _sorted(self, entries: Iterable[EntryKey], sort: Sequence[str]) -> tuple[EntryKey, ...]:
        pages = sort_pages(map(self._page, entries), sort, self._language.locale)
        return tuple(page.entry for page in pages)
