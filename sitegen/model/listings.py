"""Indexes: which entries stand on which of their pages, whole or filtered by one facet.

A listing's scope is `type:projects` or `list:activities`; its key adds a facet's value and the
number of the page: `type:projects?topics=topics%2Ffood#2`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from sitegen.model.urls import facet_url, index_url, page_number_url
from sitegen.model.versions import master
from sitegen.types import Config, ContentType, IndexRule, ListRule, Site


@dataclass(frozen=True, slots=True)
class Listing:
    scope: str
    facet: str = ""
    value: str = ""
    number: int = 1

    @property
    def key(self) -> str:
        filtered = f"?{self.facet}={quote(self.value, safe='')}" if self.facet else ""
        return f"{self.scope}{filtered}#{self.number}"

    @property
    def name(self) -> str:
        return self.scope.partition(":")[2]


def parse(key: str) -> Listing:
    rest, _, number = key.rpartition("#")
    scope, _, filtered = rest.partition("?")
    facet, _, value = filtered.partition("=")
    return Listing(scope, facet, unquote(value), int(number))


def scopes(config: Config) -> Iterator[str]:
    """Every index that the site has: of a type, or of a list with an address."""
    yield from (f"type:{t.name}" for t in config.types.values() if t.index)
    yield from (f"list:{rule.name}" for rule in config.lists.values() if rule.permalink)


def _declared(config: Config, scope: str) -> ContentType | ListRule:
    """The type or list that an index is of."""
    kind, _, name = scope.partition(":")
    return config.types[name] if kind == "type" else config.lists[name]


def rule_of(config: Config, scope: str) -> IndexRule:
    return _declared(config, scope).index or IndexRule()


def types_of(config: Config, scope: str) -> tuple[str, ...]:
    declared = _declared(config, scope)
    return declared.types if isinstance(declared, ListRule) else (declared.name,)


def sort_of(config: Config, scope: str) -> tuple[str, ...]:
    return _declared(config, scope).sort


def entries_of(site: Site, scope: str) -> tuple[str, ...]:
    kind, _, name = scope.partition(":")
    return site.entries[name] if kind == "type" else site.lists[name]


def base_url(config: Config, scope: str) -> str:
    declared = _declared(config, scope)
    return declared.permalink or "/" if isinstance(declared, ListRule) else index_url(declared)


def first_url(config: Config, listing: Listing) -> str:
    """Of the first page of a listing, without the prefix of a language."""
    base = base_url(config, listing.scope)
    return facet_url(base, listing.facet, listing.value) if listing.facet else base


def url_of(config: Config, listing: Listing) -> str:
    """Without the prefix of a language."""
    return page_number_url(first_url(config, listing), listing.number)


def group_by_facets(site: Site, scope: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each facet of an index its values in use, each with the entries that have it.

    A facet named `country` or `countries` that a type of the index does not have is taken from
    whichever of the two it has, so that a list over several types has one facet of countries.
    """
    found: dict[str, dict[str, list[str]]] = {name: {} for name in rule_of(site.config, scope).facets}
    for entry in entries_of(site, scope):
        terms = master(site, entry).terms
        for name, values in found.items():
            for value in terms.get(name) or terms.get(SAME.get(name, ""), ()):
                values.setdefault(value, []).append(entry)
    return {name: {v: tuple(e) for v, e in values.items()} for name, values in found.items()}


SAME = {"countries": "country", "country": "countries"}
