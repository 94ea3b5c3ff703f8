"""The orders of a site, and whether an entry has a different place in one after an edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sitegen.model.collation import collator
from sitegen.model.sorting import sort_key, sort_pages
from sitegen.model.versions import master
from sitegen.types import Config, EntryKey, Page, Site
from sitegen.types.keys import type_of

TITLES = ("title",)
"""The order of the A–Z."""


def sorts_of(config: Config) -> Mapping[tuple[str, ...], frozenset[str]]:
    """The sorts that a site declares, each with the types whose entries it can order together."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for content_type in config.types.values():
        found[content_type.sort].add(content_type.name)
    for rule in config.lists.values():
        found[rule.sort].update(rule.types)
    for taxonomy in config.taxonomies.values():
        if taxonomy.sort:
            found[taxonomy.sort].update(config.types)
    if config.alphabet:
        found[TITLES].update(config.alphabet.types)
    return {sort: frozenset(types) for sort, types in found.items()}


def orders_of(pages: Iterable[Page], config: Config) -> dict[str, tuple[EntryKey, ...]]:
    """See `Site.orders`; a page of each entry."""
    pages, locale = tuple(pages), config.languages[config.default_language].locale
    return {
        order_key(sort): tuple(
            p.entry for p in sort_pages((p for p in pages if p.type in types), sort, locale)
        )
        for sort, types in sorts_of(config).items()
    }


def order_key(sort: Iterable[str]) -> str:
    """Key of an order in `Site.orders`."""
    return " ".join(sort)


def is_in_place(site: Site, entry: EntryKey) -> bool:
    """True if an entry is between its neighbours in all orders of the site."""
    config = site.config
    locale = config.languages[config.default_language].locale
    for sort, types in sorts_of(config).items():
        if type_of(entry) in types:
            order = site.orders[order_key(sort)]
            place = order.index(entry)
            near = order[max(place - 1, 0) : place + 2]
            if tuple(p.entry for p in sort_pages((master(site, it) for it in near), sort, locale)) != near:
                return False
    return True


def has_moved(page: Page, before: Page, others: Iterable[Page], sort: Sequence[str], locale: str) -> bool:
    """True if a page has a different place among others than it had before; `others` may have it as well."""
    order_of = collator(locale).key
    names = [rule.lstrip("-") for rule in sort]
    keys = [(sort_key(page, name, order_of), sort_key(before, name, order_of)) for name in names]
    first = next((number for number, (new, old) in enumerate(keys) if new != old), None)
    if first is None:
        return False
    near: list[Page] = []
    for other in others:
        leading = zip(names[:first], keys, strict=False)
        if other.entry == page.entry or any(sort_key(other, n, order_of) != key for n, (key, _) in leading):
            continue
        if _is_between(sort_key(other, names[first], order_of), *keys[first]):
            near.append(other)
    places = (_place(it, near, sort[first:], locale) for it in (page, before))
    return next(places) != next(places)


def _is_between(key: Any, one: Any, other: Any) -> bool:
    """True if a key can be between two others, of which one may be missing."""
    if key is None or one is None or other is None:
        return True
    return bool(min(one, other) <= key <= max(one, other))


def _place(page: Page, others: Sequence[Page], sort: Sequence[str], locale: str) -> int:
    return [it.entry for it in sort_pages([*others, page], sort, locale)].index(page.entry)
