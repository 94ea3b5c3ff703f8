"""The names of what has changed, if the site is as it was but for some documents and their pages."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator

from sitegen.model.moves import has_moved, order_key, sorts_of
from sitegen.model.sorting import VALUES, value_to_sort_by
from sitegen.model.versions import key_in
from sitegen.plan.changes import Changes
from sitegen.types import Config, DocumentKey, EntryKey, Language, Library, Page, Site, Snapshot
from sitegen.types.keys import type_of
from sitegen.views.reads import ADDRESS, ANY_FIELD, order_name, values_name

MOST_SORTED = 20
"""With more changed entries, all orders of their types count as changed: it costs less to compare."""


def changes_of(library: Library, site: Site, before: Site, last: Snapshot) -> Changes | None:
    """Names of what differs from the previous build; None if a file that was read has errors, or had some.

    The sites may differ in their documents and pages alone.
    """
    entries: dict[EntryKey, None] = {}
    names: set[str] = set(site.outdated ^ last.outdated)
    for path in library.fresh:
        now, known = library.files[path].document, last.files[path].document
        if now is None or known is None or now.key != known.key:
            return None
        names.add(now.key)
        entries[now.entry] = None
    changed = [entry for entry in entries if entry in site.versions]
    for key in (key for entry in changed for key in site.versions[entry].values()):
        names.add(key)
        names.update(_values(site.pages[key], before.pages[key]))
    names.update(_orders(site, before, changed))
    return Changes(frozenset(names))


def orders_of_data(config: Config, types: Iterable[str]) -> frozenset[str]:
    """Names of the orders by which entries without pages have addresses in languages besides the default."""
    return frozenset(
        order_name(name, language, config.types[name].sort)
        for name in types
        for language in config.languages
        if not config.types[name].page and language != config.default_language
    )


def _values(page: Page, before: Page) -> Iterator[str]:
    """Names of the fields and filters that differ between two pages, and of their addresses."""
    yield values_name(page.type, ANY_FIELD)
    if page.url != before.url:
        yield values_name(page.type, ADDRESS)
    for name in {*VALUES, *page.fields, *before.fields, *page.terms, *before.terms}:
        value = value_to_sort_by(name)
        if value(page) != value(before) or page.terms.get(name) != before.terms.get(name):
            yield values_name(page.type, name)


def _orders(site: Site, before: Site, changed: list[EntryKey]) -> Iterator[str]:
    """Names of the orders in which one of these entries has a different place."""
    config, many = site.config, len(changed) > MOST_SORTED
    for sort, types in sorts_of(config).items():
        concerned = [entry for entry in changed if type_of(entry) in types]
        for code, language in config.languages.items():
            if code == config.default_language:
                moved = site.orders[order_key(sort)] != before.orders[order_key(sort)]
            else:
                moved = many or _moves(site, before, concerned, sort, types, language)
            if concerned and moved:
                yield from (order_name(name, code, sort) for name in types)


def _moves(
    site: Site,
    before: Site,
    changed: Iterable[EntryKey],
    sort: tuple[str, ...],
    types: Iterable[str],
    language: Language,
) -> bool:
    """True if one of these entries has a different place among those of these types in a language."""
    shown = [key_in(site.versions[entry], language.code, site.config) for entry in changed]
    old = {key: before.pages[key] for key in shown}
    pages = ChainMap(old, site.pages)  # type: ignore[arg-type]
    for key in shown:
        others = (pages[it] for it in _versions(site, types, language.code))
        if has_moved(site.pages[key], before.pages[key], others, sort, language.locale):
            return True
        del old[key]
    return False


def _versions(site: Site, types: Iterable[str], language: str) -> Iterator[DocumentKey]:
    """The version of each entry of these types that a language shows."""
    return (key_in(site.versions[it], language, site.config) for name in types for it in site.entries[name])
