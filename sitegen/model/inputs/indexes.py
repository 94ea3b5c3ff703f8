"""The inputs of indexes, whole and filtered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sitegen.model.inputs.entries import intro
from sitegen.model.inputs.source import InputSource
from sitegen.model.listings import (
    Listing,
    first_url,
    parse,
    rule_of,
    types_of,
    url_of,
)
from sitegen.model.lists import collation
from sitegen.model.pagers import on_page, pager
from sitegen.model.subjects import (
    facet_value_label,
    page_view,
)
from sitegen.model.urls import timeline_url
from sitegen.model.views import (
    Card,
    Crumb,
    FacetTerm,
    FacetView,
    Pager,
    UnfilledBody,
)


def listed(inputs: InputSource, listing: Listing) -> Sequence[str]:
    """The entries of a listing, on whichever of its pages."""
    if not listing.facet:
        return inputs.ordered(listing.scope)
    whole = replace(listing, number=1).key

    chosen = inputs.site.facets[listing.scope][listing.facet][listing.value]
    return inputs.latest(whole, lambda: inputs.in_order(chosen, listing.scope))


def listing_entries(inputs: InputSource, listing: Listing) -> Sequence[str]:
    """The entries on one page of a listing."""
    size = rule_of(inputs.site.config, listing.scope).paginate_by
    return on_page(listed(inputs, listing), listing.number, size)


def _entries(inputs: InputSource, key: str) -> tuple[Card, ...]:
    return inputs.viewer.cards(listing_entries(inputs, parse(key)))


def _pager(inputs: InputSource, key: str) -> Pager:
    listing = parse(key)
    config = inputs.site.config
    entries, size = len(listed(inputs, listing)), rule_of(config, listing.scope).paginate_by
    return pager(inputs.viewer, first_url(config, listing), listing.number, entries, size)


def _facets(inputs: InputSource, key: str) -> tuple[FacetView, ...]:
    """The facets of an index; each value leads to the list with this filter alone."""
    listing = parse(key)
    found = unfiltered(inputs, listing.scope)
    return tuple(_chosen(inputs, facet, listing) if facet.name == listing.facet else facet for facet in found)


def _chosen(inputs: InputSource, facet: FacetView, listing: Listing) -> FacetView:
    """The facet with one value chosen, which then leads back to the whole list."""
    viewer = inputs.viewer
    back = viewer.href(viewer.here(url_of(viewer.config, Listing(listing.scope))))
    terms = (replace(t, url=back, current=True) if t.value == listing.value else t for t in facet.terms)
    return replace(facet, terms=tuple(terms))


def unfiltered(inputs: InputSource, scope: str) -> tuple[FacetView, ...]:
    """The facets of an index with none of their values chosen, made once."""
    if scope not in inputs.facets:
        inputs.facets[scope] = tuple(_all_facets(inputs, scope))
    return inputs.facets[scope]


def _all_facets(inputs: InputSource, scope: str) -> Iterator[FacetView]:
    for name, values in inputs.site.facets[scope].items():
        terms = [_facet_term(inputs, scope, name, value, len(entries)) for value, entries in values.items()]
        if terms:
            yield FacetView(name, _facet_label(inputs, scope, name), tuple(in_reading_order(name, terms)))


def _facet_term(inputs: InputSource, scope: str, name: str, value: str, count: int) -> FacetTerm:
    viewer = inputs.viewer
    url = viewer.href(viewer.here(url_of(viewer.config, Listing(scope, name, value))))
    label = facet_value_label(viewer, scope, name, value)
    return FacetTerm(value, label, url, count, current=False)


def _facet_label(inputs: InputSource, scope: str, name: str) -> str:
    words = inputs.speaker.words
    fixed = {"type": words.gettext("Kind"), "year": words.gettext("Year"), "state": words.gettext("State")}
    return fixed.get(name) or inputs.viewer.facet_label(types_of(inputs.site.config, scope), name) or name


def in_reading_order(name: str, terms: list[FacetTerm]) -> list[FacetTerm]:
    """Years from the newest; everything else by the alphabet of the language."""
    if name == "year":
        return sorted(terms, key=lambda term: term.value, reverse=True)
    return sorted(terms, key=lambda term: (collation(term.label), term.value))


def _listing_body(inputs: InputSource, key: str) -> UnfilledBody:
    listing = parse(key)
    if listing.facet or listing.number > 1 or not listing.scope.startswith("type:"):
        return UnfilledBody("", 0, ())
    return intro(inputs, listing.name)


def _links(inputs: InputSource, key: str) -> tuple[Crumb, ...]:
    listing = parse(key)
    viewer = inputs.viewer
    if not listing.scope.startswith("type:") or not viewer.config.types[listing.name].timeline:
        return ()
    title = page_view(inputs.speaker, f"timeline:{listing.name}").title
    return (
        Crumb(
            title,
            viewer.href(viewer.here(timeline_url(viewer.config.types[listing.name]))),
            viewer.language.code,
        ),
    )


INPUTS = {
    "entries": _entries,
    "pager": _pager,
    "facets": _facets,
    "listing_body": _listing_body,
    "links": _links,
}
