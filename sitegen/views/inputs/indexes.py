"""The inputs of indexes, whole and filtered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from sitegen.model.listings import (
    Listing,
    filtered,
    first_url,
    parse,
    rule_of,
    types_of,
    url_of,
)
from sitegen.model.urls import timeline_url
from sitegen.types import Filter
from sitegen.views.facet_views import FacetTerm, FacetView
from sitegen.views.inputs.entries import intro, outdated_intro
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import on_page, pager
from sitegen.views.subjects import facet_value_label, page_view
from sitegen.views.viewer import Viewer
from sitegen.views.views import Card, Crumb, Outdated, Pager, UnfilledBody


def listed(inputs: InputSource, listing: Listing) -> Sequence[str]:
    """The entries of a listing, on whichever of its pages."""
    if not listing.filters:
        return inputs.ordered(listing.scope)
    whole, chosen = replace(listing, number=1).key, filtered(inputs.site, listing)
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
    """The facets of an index as they stand on one of its pages."""
    listing = parse(key)
    return tuple(_on_page(inputs, facet, listing) for facet in shown(inputs, listing))


def shown(inputs: InputSource, listing: Listing) -> Iterator[FacetView]:
    """The facets on a page of an index, with none of their values chosen; those without values are left out.

    A facet holds what can be chosen beside the filters of the other facets. Where it does not go
    with one of them, it holds what can be chosen instead.
    """
    pairs = rule_of(inputs.site.config, listing.scope).pairs
    for whole in unfiltered(inputs, listing.scope):
        others = [chosen for chosen in listing.filters if chosen[0] != whole.name]
        beside = others[0] if len(others) == 1 else None
        if not others:
            yield whole
        elif beside and {(whole.name, beside[0]), (beside[0], whole.name)} & set(pairs):
            facet = beside_filter(inputs, listing.scope, beside).get(whole.name)
            if facet:
                yield facet
        else:
            yield replace(whole, replaces=True)


def _on_page(inputs: InputSource, facet: FacetView, listing: Listing) -> FacetView:
    """The facet with its value among the filters as the current one, which then leads back."""
    value = dict(listing.filters).get(facet.name)
    if value is None:
        return facet
    viewer = inputs.viewer
    others = tuple(chosen for chosen in listing.filters if chosen[0] != facet.name)
    back = viewer.href(viewer.here(url_of(viewer.config, Listing(listing.scope, others))))
    terms = (replace(t, url=back, current=True) if t.value == value else t for t in facet.terms)
    return replace(facet, terms=tuple(terms))


def unfiltered(inputs: InputSource, scope: str) -> tuple[FacetView, ...]:
    """The facets of an index with none of their values chosen, made once."""
    if scope not in inputs.facets:
        inputs.facets[scope] = tuple(_all_facets(inputs, scope))
    return inputs.facets[scope]


def beside_filter(inputs: InputSource, scope: str, chosen: Filter) -> Mapping[str, FacetView]:
    """What the facets that go with a filter hold beside it, by their names; made for all filters at once."""
    if scope not in inputs.paired:
        inputs.paired[scope] = _paired(inputs, scope)
    return inputs.paired[scope].get(chosen, {})


def _paired(inputs: InputSource, scope: str) -> dict[Filter, dict[str, FacetView]]:
    found: dict[Filter, dict[str, list[FacetTerm]]] = {}
    for pair, entries in inputs.site.pairs[scope].items():
        listing = Listing(scope, pair)
        for chosen, (name, value) in (pair, pair[::-1]):
            term = _facet_term(inputs, listing, name, value, len(entries))
            found.setdefault(chosen, {}).setdefault(name, []).append(term)
    return {
        chosen: {name: _facet(inputs, scope, name, terms) for name, terms in facets.items()}
        for chosen, facets in found.items()
    }


def _all_facets(inputs: InputSource, scope: str) -> Iterator[FacetView]:
    for name, values in inputs.site.facets[scope].items():
        terms = [
            _facet_term(inputs, Listing(scope, ((name, value),)), name, value, len(entries))
            for value, entries in values.items()
        ]
        if terms:
            yield _facet(inputs, scope, name, terms)


def _facet(inputs: InputSource, scope: str, name: str, terms: list[FacetTerm]) -> FacetView:
    return FacetView(
        name, _facet_label(inputs, scope, name), tuple(in_reading_order(inputs.viewer, name, terms))
    )


def _facet_term(inputs: InputSource, listing: Listing, name: str, value: str, count: int) -> FacetTerm:
    """A value of a facet, leading to the listing that it gives."""
    viewer = inputs.viewer
    url = viewer.href(viewer.here(url_of(viewer.config, listing)))
    label = facet_value_label(viewer, listing.scope, name, value)
    return FacetTerm(value, label, url, count, current=False)


def _facet_label(inputs: InputSource, scope: str, name: str) -> str:
    return word_of_facet(inputs, types_of(inputs.site.config, scope), name)


def word_of_facet(inputs: InputSource, types: Iterable[str], name: str) -> str:
    """What readers call a facet of these types."""
    words = inputs.speaker.words
    fixed = {"type": words.gettext("Kind"), "year": words.gettext("Year"), "state": words.gettext("State")}
    return fixed.get(name) or inputs.viewer.facet_label(types, name) or name


def in_reading_order(viewer: Viewer, name: str, terms: list[FacetTerm]) -> list[FacetTerm]:
    """Years from the newest; everything else by the alphabet of the language."""
    if name == "year":
        return sorted(terms, key=lambda term: term.value, reverse=True)
    return sorted(terms, key=lambda term: (viewer.order_of_term(term.value, term.label), term.value))


def _listing_body(inputs: InputSource, key: str) -> UnfilledBody:
    listing = parse(key)
    return intro(inputs, listing.name) if shows_intro(listing) else UnfilledBody("", ())


def shows_intro(listing: Listing) -> bool:
    """Whether the text above the index stands on this page: the first one, without filters, of a type."""
    return not listing.filters and listing.number == 1 and listing.scope.startswith("type:")


def _outdated_listing(inputs: InputSource, key: str) -> Outdated | None:
    listing = parse(key)
    return outdated_intro(inputs, listing.name) if shows_intro(listing) else None


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
    "outdated_listing": _outdated_listing,
    "links": _links,
}
