"""The inputs of maps and charts, and of the same data as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.figures import FIGURES
from sitegen.model.listings import first_url, parse, rule_of
from sitegen.model.places import items_on_map
from sitegen.model.urls import chart_csv_url, map_csv_url
from sitegen.views import world
from sitegen.views.charts import history, percent, strip
from sitegen.views.data import plain
from sitegen.views.data_tables import Table, cell
from sitegen.views.facet_views import FacetTerm, FacetView
from sitegen.views.inputs.archives import moments_of
from sitegen.views.inputs.indexes import listed, unfiltered
from sitegen.views.inputs.source import InputSource
from sitegen.views.map_views import Bar, ChartView, History, MapView, Strip
from sitegen.views.maps import Counted, count, map_of
from sitegen.views.views import FigureView, Observation

YEAR = "year"
MOST_YEARS = 60
"""A longer time has bars only for the years with entries."""


def on_map(inputs: InputSource, entry: str) -> Counted | None:
    """What the map on the page of an entry is made from."""
    viewer = inputs.viewer
    declared = inputs.site.config.types[entry.partition("/")[0]]
    if not declared.map:
        return None
    labels = []
    for name in declared.map:
        field = declared.fields.get(name)
        found = [r.label for r in inputs.site.relations.get(entry, ()) if r.name == name]
        labels += [viewer.text(label) for label in ([field.label] if field else found)]
    csv = viewer.href(map_csv_url(viewer.page(entry).url))
    return count(items_on_map(inputs.site, entry), ", ".join(labels), csv)


def on_listing_map(inputs: InputSource, key: str) -> Counted | None:
    """The same for the map of an index or a filtered one, on the first of its pages."""
    listing = parse(key)
    if listing.number > 1 or not rule_of(inputs.site.config, listing.scope).map:
        return None
    viewer, site = inputs.viewer, inputs.site
    placed = {name for name, declared in site.config.types.items() if declared.places}
    found = (entry for entry in listed(inputs, listing) if entry.partition("/")[0] in placed)
    csv = None if listing.filters else viewer.href(viewer.here(map_csv_url(first_url(site.config, listing))))
    return count(map(inputs.places_of, found), _label(inputs, listing.scope), csv)


def _map(inputs: InputSource, entry: str) -> MapView | None:
    counted = on_map(inputs, entry)
    return map_of(inputs.viewer, counted) if counted else None


def _listing_map(inputs: InputSource, key: str) -> MapView | None:
    counted = on_listing_map(inputs, key)
    return map_of(inputs.viewer, counted) if counted else None


def _label(inputs: InputSource, scope: str) -> str:
    """What an index holds: its type, or the title of the list."""
    config, (kind, _, name) = inputs.site.config, scope.partition(":")
    return inputs.viewer.text(config.types[name].plural if kind == "type" else config.lists[name].title)


def _charts(inputs: InputSource, key: str) -> tuple[ChartView, ...]:
    """The bars of an index, on the first page of the whole."""
    listing = parse(key)
    if listing.number > 1 or listing.filters:
        return ()
    names = rule_of(inputs.site.config, listing.scope).charts
    facets = {facet.name: facet for facet in unfiltered(inputs, listing.scope)}
    return tuple(_chart(inputs, facets[name], listing.scope) for name in names if name in facets)


def _chart(inputs: InputSource, facet: FacetView, scope: str) -> ChartView:
    viewer = inputs.viewer
    most = max(term.count for term in facet.terms)
    bars = tuple(
        Bar(label, url, count, percent(100 * count / most))
        for label, url, count in _counts(facet, facet.terms)
    )
    base = first_url(inputs.site.config, parse(f"{scope}#1"))
    return ChartView(facet.name, facet.label, bars, viewer.href(viewer.here(chart_csv_url(base, facet.name))))


def _counts(facet: FacetView, terms: tuple[FacetTerm, ...]) -> Iterator[tuple[str, str | None, int]]:
    """Years one after the other, with those that have nothing; everything else by its count."""
    if facet.name != YEAR:
        ordered = sorted(terms, key=lambda term: -term.count)
        yield from ((term.label, term.url, term.count) for term in ordered)
        return
    by_year = {int(term.value): term for term in terms}
    first, last = min(by_year), max(by_year)
    for year in range(first, last + 1) if last - first < MOST_YEARS else sorted(by_year):
        term = by_year.get(year)
        yield str(year), term.url if term else None, term.count if term else 0


def _histories(inputs: InputSource, _: str) -> dict[str, History]:
    """The figures with several observations, by name."""
    mirrored = inputs.viewer.language.direction == "rtl"
    found = ((name, history(figure, mirrored)) for name, figure in inputs.viewer.figures.items())
    return {name: made for name, made in found if made is not None}


def _strip(inputs: InputSource, type_name: str) -> Strip | None:
    """The drawing above the timeline of a type."""
    return strip(moments_of(inputs, type_name), inputs.viewer.language.direction == "rtl")


# --- tables ----------------------------------------------------------------------------------------

PLACED = ("kind", "code", "name", "count", "latitude", "longitude", "url")
COUNTED = ("name", "count", "url")
OBSERVED = (
    "figure", "title", "stated", "qualifier", "value", "unit", "as_of", "note", "source", "source_url",
)  # fmt: skip


def _map_table(inputs: InputSource, entry: str) -> Table:
    return _of_map(inputs, _map(inputs, entry))


def _listing_map_table(inputs: InputSource, key: str) -> Table:
    return _of_map(inputs, _listing_map(inputs, key))


def _of_map(inputs: InputSource, found: MapView | None) -> Table:
    rows = []
    for area in found.areas if found else ():
        rows.append(_row("country", area.code, area.name, area.count, "", "", _whole(inputs, area.url)))
    for point in found.points if found else ():
        place, card = point.coordinates, point.card
        where = (place.latitude, place.longitude, card.permalink)
        rows.append(_row("place", card.key, card.title, point.count, *where))
    return Table(PLACED, tuple(rows))


def _chart_table(inputs: InputSource, key: str) -> Table:
    """Of one facet: the key is `SCOPE?FACET`."""
    scope, _, name = key.partition("?")
    charts = [chart for chart in _charts(inputs, f"{scope}#1") if chart.name == name]
    bars = charts[0].bars if charts else ()
    return Table(COUNTED, tuple(_row(bar.label, bar.count, _whole(inputs, bar.url)) for bar in bars))


def _whole(inputs: InputSource, url: str | None) -> str:
    """An address with scheme and host."""
    return inputs.viewer.permalink(url.removeprefix(inputs.site.config.base_path)) if url else ""


def _observations(inputs: InputSource, _: str) -> Table:
    """All observations of all figures, each with its source; `stated` is the one that the site gives."""
    rows = []
    for entry in inputs.viewer.whole.entries.get(FIGURES, ()):
        figure = inputs.viewer.figure(entry)
        note = figure.as_of_note or figure.note
        stated = Observation(figure.value, figure.qualifier, figure.as_of, note, figure.source)
        rows.append(_observed(inputs, figure, stated, "yes"))
        rows += [_observed(inputs, figure, observation, "no") for observation in figure.observations]
    return Table(OBSERVED, tuple(rows))


def _observed(inputs: InputSource, figure: FigureView, seen: Observation, stated: str) -> tuple[str, ...]:
    source = (seen.source.title, seen.source.fields.get("url")) if seen.source else ("", "")
    qualifier = seen.qualifier.value if seen.qualifier else ""
    when = plain(inputs.viewer, seen.as_of)
    told = (qualifier, seen.value, figure.unit, when, seen.note, *source)
    return _row(figure.name, figure.title, stated, *told)


def _row(*values: object) -> tuple[str, ...]:
    return tuple(cell(str.__str__(value) if isinstance(value, str) else value) for value in values)


def _outlines(inputs: InputSource, _: str) -> bytes:
    """The drawing of the countries."""
    return world.drawing()


INPUTS = {
    "map": _map,
    "listing_map": _listing_map,
    "charts": _charts,
    "histories": _histories,
    "strip": _strip,
    "map_table": _map_table,
    "listing_map_table": _listing_map_table,
    "chart_table": _chart_table,
    "observations": _observations,
    "outlines": _outlines,
}
