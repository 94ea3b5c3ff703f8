"""Lists with arguments: the entries of a list that have some values, as an input of pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.features.templating.list_calls import ListCall, call_of
from sitegen.model.filter_pages import entry_instead
from sitegen.model.listings import SAME, first_url, values_of
from sitegen.model.terms import addressed
from sitegen.model.versions import master
from sitegen.types import Digest, EntryKey, Input, ListRule, Site
from sitegen.types.keys import LIST as LIST_SCOPE
from sitegen.types.keys import Listing, entry_parts, kind_and_key, parse_term, scope_key
from sitegen.views.inputs.kind import InputKind
from sitegen.views.inputs.source import InputSource
from sitegen.views.titled import ENTRY, TERM
from sitegen.views.views import Card


class ListView(Struct, frozen=True):
    """The result of a call of a list: its cards, to go through, and what is known of all of them."""

    cards: tuple[Card, ...]
    total: int
    """Number of entries without the limit of the call."""
    url: str
    """Address of the page with all of them; empty if there is none."""

    def __iter__(self) -> Iterator[Card]:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)

    def __getitem__(self, number: int) -> Card:
        return self.cards[number]


class _Result(Struct, frozen=True):
    entries: Sequence[EntryKey]
    total: int
    url: str


class _Index(Struct, frozen=True):
    """The entries of a list in an order, and their numbers by the values of each argument."""

    entries: Sequence[EntryKey]
    by_value: Mapping[str, Mapping[str, Sequence[int]]]


def _index(inputs: InputSource, call: ListCall) -> _Index:
    """The index of a list, made once for all calls of it in a language."""
    rule = inputs.site.config.lists[call.name]
    sort = call.sort or rule.sort
    wanted = Input("index of a list", f"{call.name} {' '.join(sort)}")
    found = inputs.shared.get(wanted, _index_of, inputs, rule, sort)
    assert isinstance(found, _Index)
    return found


def _index_of(inputs: InputSource, rule: ListRule, sort: Sequence[str]) -> _Index:
    site, as_values = inputs.site, inputs.reads.as_values
    ordered = inputs.viewer.ordered(as_values(rule.types, rule.where, _chosen, site, rule), sort)
    names = rule.arguments
    fields = {*names, *(SAME[name] for name in names if name in SAME)}
    return _Index(ordered, as_values(rule.types, fields, _by_values, site, ordered, names))


def _chosen(site: Site, rule: ListRule) -> tuple[EntryKey, ...]:
    entries = (entry for name in rule.types for entry in site.entries[name])
    return tuple(entry for entry in entries if _has_all(site, entry, rule.where))


def _by_values(
    site: Site, entries: Sequence[EntryKey], names: Iterable[str]
) -> dict[str, Mapping[str, Sequence[int]]]:
    return {name: _by_value(site, entries, name) for name in names}


def _has_all(site: Site, entry: EntryKey, where: Mapping[str, tuple[str, ...]]) -> bool:
    terms = master(site, entry).terms
    return all(
        any(term in wanted or entry_parts(term)[1] in wanted for term in terms.get(name, ()))
        for name, wanted in where.items()
    )


def _by_value(site: Site, entries: Sequence[EntryKey], name: str) -> dict[str, list[int]]:
    """Numbers of the entries by the values of a field; of an entry also without its type: `food`."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries):
        values = values_of(site, entry, name)
        for value in dict.fromkeys((*values, *(entry_parts(value)[1] for value in values if "/" in value))):
            found.setdefault(value, []).append(number)
    return found


def _values(site: Site, call: ListCall, subject: str) -> dict[str, Sequence[str]]:
    """The wanted values by argument."""
    kind, key = kind_and_key(subject) if subject else ("", "")
    found: dict[str, Sequence[str]] = dict(call.values)
    for name, field in call.of_page.items():
        if kind == ENTRY:
            found[name] = values_of(site, EntryKey(key), field) if field else (key,)
        else:
            found[name] = (parse_term(key).term,) if kind == TERM and not field else ()
    return found


def _result(inputs: InputSource, key: str) -> _Result:
    text, _, subject = key.partition("\n")
    call, site = call_of(text), inputs.site
    if call.name not in site.config.lists:
        return _Result((), 0, "")
    index, values = _index(inputs, call), _values(site, call, subject)
    numbers: set[int] | None = None
    for name, wanted in values.items():
        by_value = index.by_value.get(name, {})
        having = {number for value in wanted for number in by_value.get(value, ())}
        numbers = having if numbers is None else numbers & having
    found: Iterable[int] = range(len(index.entries)) if numbers is None else sorted(numbers)
    own = kind_and_key(subject)[1] if subject else ""
    entries = [index.entries[number] for number in found if index.entries[number] != own]
    limit = call.limit or inputs.site.config.lists[call.name].limit
    shown = entries[:limit] if limit else entries
    return _Result(shown, len(entries), _url(inputs, call.name, values))


def _url(inputs: InputSource, name: str, values: Mapping[str, Sequence[str]]) -> str:
    """Address of the page of the list with these values; empty if there is none."""
    viewer, site, scope = inputs.viewer, inputs.site, scope_key(LIST_SCOPE, name)
    if not site.config.lists[name].permalink or any(len(wanted) != 1 for wanted in values.values()):
        return ""
    filters = tuple((field, wanted[0]) for field, wanted in values.items())
    for ordered in (filters, filters[::-1]):
        if not filters or _has_page(site, Listing(scope, ordered)):
            url = first_url(site, Listing(scope, ordered), viewer.language.code)
            return viewer.href(viewer.here(url))
    return ""


def _has_page(site: Site, listing: Listing) -> bool:
    facets = site.facets.get(listing.scope, {})
    if any(value not in addressed(site.config, facets.get(name, ())) for name, value in listing.filters):
        return False
    is_known = len(listing.filters) == 1 or listing.filters in site.pairs.get(listing.scope, {})
    return is_known and not entry_instead(site, listing)


def _view(inputs: InputSource, key: str) -> ListView:
    found = _result(inputs, key)
    return ListView(inputs.viewer.cards(found.entries), found.total, found.url)


def _digest(inputs: InputSource, key: str) -> Digest:
    found = _result(inputs, key)
    return digest_of_parts(str(found.total), found.url, *map(inputs.card_digest, found.entries))


LIST = InputKind(_view, shared=True)
LIST_OF_PAGE = InputKind(_view, _digest)
