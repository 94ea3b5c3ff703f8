"""The inputs of charts of facets, figures and timelines, and of the same data as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.maps.charts import history, percent, strip
from sitegen.features.maps.map_views import Bar, ChartView, History, Strip
from sitegen.model.listings import base_url, rule_of
from sitegen.model.urls import chart_csv_url
from sitegen.types import ScopeKey
from sitegen.types.keys import Listing, parse_listing
from sitegen.views.data_tables import Table, row
from sitegen.views.facet_views import FacetTerm, FacetView
from sitegen.views.inputs.archives import moments_of
from sitegen.views.inputs.indexes import unfiltered
from sitegen.views.inputs.kind import InputKind, shared
from sitegen.views.inputs.source import InputSource

YEAR = "year"
MOST_YEARS = 60
"""Limit on years without gaps; a longer period has bars only for years with entries."""
COUNTED = ("name", "count", "url")


def _charts(inputs: InputSource, key: str) -> tuple[ChartView, ...]:
    """Bar charts on the first page of an unfiltered index."""
    listing = parse_listing(key)
    if listing.number > 1 or listing.filters:
        return ()
    names = rule_of(inputs.site.config, listing.scope).charts
    facets = {facet.name: facet for facet in unfiltered(inputs, listing.scope)}
    return tuple(_chart(inputs, facets[name], listing.scope) for name in names if name in facets)


def _chart(inputs: InputSource, facet: FacetView, scope: ScopeKey) -> ChartView:
    viewer = inputs.viewer
    most = max(term.count for term in facet.terms)
    bars = tuple(_bar(label, term, most) for label, term in _counts(facet, facet.terms))
    base = base_url(inputs.site.config, scope)
    return ChartView(facet.name, facet.label, bars, viewer.href(viewer.here(chart_csv_url(base, facet.name))))


def _bar(label: str, term: FacetTerm | None, most: int) -> Bar:
    if term is None:
        return Bar(label, None, 0, percent(0))
    return Bar(label, term.url, term.count, percent(100 * term.count / most), term.entry)


def _counts(facet: FacetView, terms: tuple[FacetTerm, ...]) -> Iterator[tuple[str, FacetTerm | None]]:
    """The values of a chart: years in order, including years without entries; other values by count."""
    if facet.name != YEAR:
        ordered = sorted(terms, key=lambda term: -term.count)
        yield from ((term.label, term) for term in ordered)
        return
    by_year = {int(term.value): term for term in terms}
    first, last = min(by_year), max(by_year)
    for year in range(first, last + 1) if last - first < MOST_YEARS else sorted(by_year):
        yield str(year), by_year.get(year)


def _histories(inputs: InputSource, _: str) -> dict[str, History]:
    """The figures with several observations, by name."""
    mirrored = inputs.viewer.language.direction == "rtl"
    found = ((name, history(figure, mirrored)) for name, figure in inputs.figures.by_name.items())
    return {name: made for name, made in found if made is not None}


def _strip(inputs: InputSource, type_name: str) -> Strip | None:
    """The chart above the timeline of a type."""
    return strip(moments_of(inputs, type_name), inputs.viewer.language.direction == "rtl")


def chart_key(scope: ScopeKey, facet: str) -> str:
    """Key of the table of a chart: `SCOPE?FACET`."""
    return f"{scope}?{facet}"


def _chart_table(inputs: InputSource, key: str) -> Table:
    """The counts of a facet as a table; the key is one of `chart_key`."""
    scope, _, facet = key.partition("?")
    charts = [chart for chart in _charts(inputs, Listing(ScopeKey(scope)).key) if chart.name == facet]
    bars = charts[0].bars if charts else ()
    return Table(
        COUNTED, tuple(row(bar.label, bar.count, inputs.viewer.frame.whole(bar.url)) for bar in bars)
    )


KINDS = {
    "charts": InputKind(_charts),
    "chart_table": InputKind(_chart_table),
    "histories": shared(_histories),
    "strip": InputKind(_strip),
}
