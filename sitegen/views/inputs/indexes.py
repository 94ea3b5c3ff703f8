"""The inputs of indexes, whole and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sitegen.model.filter_pages import entry_instead
from sitegen.model.listings import filtered, first_url, rule_of, types_of
from sitegen.model.urls import timeline_url
from sitegen.types import DocumentKey, EntryKey, Filter, ScopeKey
from sitegen.types.keys import Listing, parse_listing, subject_key
from sitegen.views.facet_views import FacetTerm, FacetView
from sitegen.views.frame import Frame
from sitegen.views.inputs.kind import InputKind, cards_of, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.inputs.texts import above_index, outdated_of, text_of
from sitegen.views.pagers import PagerParts, on_page, pager
from sitegen.views.subjects import facet_value_label, page_view
from sitegen.views.titled import TIMELINE
from sitegen.views.viewer import Viewer
from sitegen.views.views import Crumb


def listed(inputs: InputSource, listing: Listing) -> Sequence[EntryKey]:
    """The entries of a listing on all of its pages."""
    if not listing.filters:
        return inputs.ordered(listing.scope)
    whole, chosen = replace(listing, number=1).key, filtered(inputs.site, listing)
    return inputs.latest(whole, lambda: inputs.in_order(chosen, listing.scope))


def _entries(inputs: InputSource, key: str) -> Sequence[EntryKey]:
    """The entries on one page of a listing."""
    listing = parse_listing(key)
    size = rule_of(inputs.site.config, listing.scope).paginate_by
    return on_page(listed(inputs, listing), listing.number, size)


def _pager(inputs: InputSource, key: str) -> PagerParts:
    listing, site = parse_listing(key), inputs.site
    size = rule_of(site.config, listing.scope).paginate_by
    url = first_url(site, listing, inputs.viewer.language.code)
    return PagerParts(url, listing.number, len(listed(inputs, listing)), size)


class FacetParts(Struct, frozen=True):
    """A facet with none of its values chosen, and what differs from it on a page of the index."""

    facet: FacetView
    replaces: bool = False
    chosen: str = ""
    """The value among the filters of the page."""
    without: str = ""
    """Address of the listing without the chosen value."""


def _facets(inputs: InputSource, key: str) -> tuple[FacetParts, ...]:
    """The facets on a page of an index; those without values are left out.

    A facet holds what can be chosen beside the filters of the other facets. Where it does not go
    with one of them, it holds what can be chosen instead.
    """
    listing = parse_listing(key)
    pairs = rule_of(inputs.site.config, listing.scope).pairs
    chosen = dict(listing.filters)
    found = []
    for whole in unfiltered(inputs, listing.scope):
        others = tuple(known for known in listing.filters if known[0] != whole.name)
        facet: FacetView | None = whole
        replaces = False
        if len(others) == 1 and {(whole.name, others[0][0]), (others[0][0], whole.name)} & set(pairs):
            facet = beside_filter(inputs, listing.scope, others[0]).get(whole.name)
        elif others:
            replaces = True
        if facet and whole.name in chosen:
            without = inputs.viewer.list_url(Listing(listing.scope, others))
            found.append(FacetParts(facet, replaces, chosen[whole.name], without))
        elif facet:
            found.append(FacetParts(facet, replaces))
    return tuple(found)


def _facet_views(parts: tuple[FacetParts, ...], _: Frame) -> tuple[FacetView, ...]:
    return tuple(_facet_view(facet) for facet in parts)


def _facet_view(parts: FacetParts) -> FacetView:
    """A facet on a page, with a link back in place of the chosen value."""
    terms = parts.facet.terms
    if parts.without:
        terms = tuple(
            replace(term, url=parts.without, current=True) if term.value == parts.chosen else term
            for term in terms
        )
    return replace(parts.facet, terms=terms, replaces=parts.replaces)


def unfiltered(inputs: InputSource, scope: ScopeKey) -> tuple[FacetView, ...]:
    """The facets of an index with none of their values chosen; cached."""
    return inputs.facets.get(scope, lambda: tuple(_all_facets(inputs, scope)))


def beside_filter(inputs: InputSource, scope: ScopeKey, chosen: Filter) -> Mapping[str, FacetView]:
    """The facets that go with a filter, by name, with counts within it; made for all filters at once."""
    return inputs.paired.get(scope, _paired, inputs, scope).get(chosen, {})


def _paired(inputs: InputSource, scope: ScopeKey) -> dict[Filter, dict[str, FacetView]]:
    found: dict[Filter, dict[str, list[FacetTerm]]] = {}
    for pair, entries in inputs.site.pairs.get(scope, {}).items():
        listing = Listing(scope, pair)
        for chosen, (name, value) in (pair, pair[::-1]):
            term = _facet_term(inputs, listing, name, value, len(entries))
            found.setdefault(chosen, {}).setdefault(name, []).append(term)
    return {
        chosen: {name: _facet(inputs, scope, name, terms) for name, terms in facets.items()}
        for chosen, facets in found.items()
    }


def _all_facets(inputs: InputSource, scope: ScopeKey) -> Iterator[FacetView]:
    for name, values in inputs.site.facets.get(scope, {}).items():
        terms = [
            _facet_term(inputs, Listing(scope, ((name, value),)), name, value, len(entries))
            for value, entries in values.items()
        ]
        if terms:
            yield _facet(inputs, scope, name, terms)


def _facet(inputs: InputSource, scope: ScopeKey, name: str, terms: list[FacetTerm]) -> FacetView:
    label = word_of_facet(inputs, types_of(inputs.site.config, scope), name)
    return FacetView(name, label, tuple(in_reading_order(inputs.viewer, name, terms)))


def _facet_term(inputs: InputSource, listing: Listing, name: str, value: str, count: int) -> FacetTerm:
    """A value of a facet with the address of its listing, or of the only entry."""
    viewer, entry = inputs.viewer, entry_instead(inputs.site, listing)
    label = facet_value_label(viewer, listing.scope, name, value)
    title = viewer.title(viewer.page(entry)) if entry else ""
    return FacetTerm(value, label, viewer.list_url(listing), count, current=False, entry=title)


def word_of_facet(inputs: InputSource, types: Iterable[str], name: str) -> str:
    """The name of a facet of these types for readers."""
    words = inputs.context.words
    fixed = {"type": words.gettext("Kind"), "year": words.gettext("Year"), "state": words.gettext("State")}
    return fixed.get(name) or inputs.viewer.facet_label(types, name) or name


def in_reading_order(viewer: Viewer, name: str, terms: list[FacetTerm]) -> list[FacetTerm]:
    """Sorts years from the newest, and everything else by the alphabet of the language."""
    if name == "year":
        return sorted(terms, key=lambda term: term.value, reverse=True)
    return sorted(terms, key=lambda term: (viewer.order_of_term(term.value, term.label), term.value))


def _above_listing(inputs: InputSource, key: str) -> DocumentKey:
    """The document with the text above a listing; only the first page of a type has one, without filters."""
    listing = parse_listing(key)
    shown = listing.type and not listing.filters and listing.number == 1
    return above_index(inputs, listing.type) if shown else DocumentKey("")


def _links(inputs: InputSource, key: str) -> tuple[Crumb, ...]:
    listing = parse_listing(key)
    viewer = inputs.viewer
    if not listing.type or not viewer.config.types[listing.name].timeline:
        return ()
    title = page_view(inputs.context, subject_key(TIMELINE, listing.type)).title
    url = viewer.href(viewer.here(timeline_url(viewer.config.types[listing.name])))
    return (Crumb(title, url, viewer.language.code),)


KINDS = {
    "entries": cards_of(_entries),
    "pager": made_from(_pager, pager),
    "facets": made_from(_facets, _facet_views),
    "listing_body": text_of(_above_listing),
    "outdated_listing": outdated_of(_above_listing),
    "links": InputKind(_links),
}
