"""The site in one language, without entries that are limited to other languages (`only_in`).

Such an entry keeps its page, its data and the references to it. In other languages no list, term, filter,
selection (such as a feed) or relation contains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from sitegen.model.selections import selectors
from sitegen.model.sorting import select
from sitegen.model.versions import is_offered, master
from sitegen.types import EntryKey, ListRule, Page, Relation, Selection, Site

Key = TypeVar("Key")
Names = tuple[EntryKey, ...]


class _Cache:
    """Cache of the last site passed in, with the result for each language."""

    site: Site | None = None
    offered: dict[str, Site] = {}  # noqa: RUF012 - replaced whole, with the site


def offered_in(site: Site, language: str) -> Site:
    """The site in one language; the same object if no entry is limited to other languages."""
    if not site.only_in:
        return site
    if _Cache.site is not site:
        _Cache.site, _Cache.offered = site, {}
    if language not in _Cache.offered:
        _Cache.offered[language] = _offered(site, language)
    return _Cache.offered[language]


def _offered(site: Site, language: str) -> Site:
    left_out = frozenset(entry for entry in site.only_in if not is_offered(site, entry, language))
    if not left_out:
        return site
    entries = _without(site.entries, left_out)
    offered = replace(
        site,
        entries=entries,
        relations={entry: _relations(found, left_out) for entry, found in site.relations.items()},
        terms={name: dict(_terms(site, terms, left_out)) for name, terms in site.terms.items()},
        facets={
            scope: {name: _in_use(values, left_out) for name, values in facets.items()}
            for scope, facets in site.facets.items()
        },
        pairs={scope: _in_use(found, left_out) for scope, found in site.pairs.items()},
        related=_without(site.related, left_out),
        children=_without(site.children, left_out),
        sections=_without(site.sections, left_out),
    )
    lists = {name: _list(offered, site.config.lists[name], site.lists[name], left_out) for name in site.lists}
    offered = replace(offered, lists=lists)
    return replace(offered, selections=_selections(offered, left_out))


def _names(names: Names, left_out: frozenset[EntryKey]) -> Names:
    return names if left_out.isdisjoint(names) else tuple(name for name in names if name not in left_out)


def _without(found: Mapping[Key, Names], left_out: frozenset[EntryKey]) -> dict[Key, Names]:
    return {key: _names(names, left_out) for key, names in found.items()}


def _in_use(found: Mapping[Key, Names], left_out: frozenset[EntryKey]) -> dict[Key, Names]:
    """The values that entries of the language use, with those entries."""
    kept = ((value, _names(names, left_out)) for value, names in found.items())
    return {value: names for value, names in kept if names}


def _relations(found: Iterable[Relation], left_out: frozenset[EntryKey]) -> tuple[Relation, ...]:
    kept = (replace(relation, entries=_names(relation.entries, left_out)) for relation in found)
    return tuple(relation for relation in kept if relation.entries)


def _terms(
    site: Site, terms: Mapping[str, Names], left_out: frozenset[EntryKey]
) -> Iterator[tuple[str, Names]]:
    """Terms that at least one entry of the language has, including retired entries."""
    pages = (master(site, entry) for entry in site.retired if entry not in left_out)
    retired = {term for page in pages for values in page.terms.values() for term in values}
    for term, names in terms.items():
        kept = _names(names, left_out)
        if kept or term in retired:
            yield term, kept


def _list(offered: Site, rule: ListRule, names: Names, left_out: frozenset[EntryKey]) -> Names:
    """Entries of a list; if it has a limit, further entries move up."""
    if left_out.isdisjoint(names) or not rule.limit:
        return _names(names, left_out)
    config = offered.config
    pages: Iterator[Page] = (
        master(offered, entry) for kind in rule.types for entry in offered.entries.get(kind, ())
    )
    locale = config.languages[config.default_language].locale
    return tuple(page.entry for page in select(rule, pages, locale))


def _selections(offered: Site, left_out: frozenset[str]) -> dict[str, Mapping[str, Selection]]:
    """Selections of features, made again if they contained entries that are left out."""
    return {
        name: selectors()[name].selections(offered) if _have(found.values(), left_out) else found
        for name, found in offered.selections.items()
    }


def _have(selections: Iterable[Selection], entries: frozenset[str]) -> bool:
    return any(it.key in entries or not entries.isdisjoint(it.entries) for it in selections)
