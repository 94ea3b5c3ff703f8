"""The inputs of maps, and of the same data as CSV."""

from __future__ import annotations

from sitegen.features.maps import world
from sitegen.features.maps.locators import locator_parts, locator_view
from sitegen.features.maps.map_views import MapView
from sitegen.features.maps.maps import CountryParts, Counts, MapParts, PointParts, count, map_of
from sitegen.model.listings import base_url, rule_of
from sitegen.model.places import items_on_map
from sitegen.model.urls import map_csv_url
from sitegen.types import Digest, EntryKey, ScopeKey
from sitegen.types.keys import TYPE, kind_and_key, parse_listing, type_of
from sitegen.views.data_tables import Table, row
from sitegen.views.frame import Frame
from sitegen.views.inputs.indexes import listed
from sitegen.views.inputs.kind import InputKind, made_from
from sitegen.views.inputs.source import InputSource

COLUMNS = ("kind", "code", "name", "count", "latitude", "longitude", "url")


def _map(inputs: InputSource, entry: EntryKey) -> MapParts | None:
    """The map on the page of an entry."""
    viewer = inputs.viewer
    declared = inputs.site.config.types[type_of(entry)]
    if not declared.map:
        return None
    labels = []
    for name in declared.map:
        field = declared.fields.get(name)
        found = [r.label for r in inputs.site.relations.get(entry, ()) if r.name == name]
        labels += [viewer.text(label) for label in ([field.label] if field else found)]
    csv = viewer.href(map_csv_url(viewer.page(entry).url))
    return _parts(inputs, count(items_on_map(inputs.site, entry)), ", ".join(labels), csv)


def _listing_map(inputs: InputSource, key: str) -> MapParts | None:
    """The map on the first page of an index, filtered or not; None on other pages."""
    listing = parse_listing(key)
    if listing.number > 1 or not rule_of(inputs.site.config, listing.scope).map:
        return None
    viewer, site = inputs.viewer, inputs.site
    placed = {name for name, declared in site.config.types.items() if declared.places}
    found = (entry for entry in listed(inputs, listing) if type_of(entry) in placed)
    address = map_csv_url(base_url(site.config, listing.scope))
    csv = None if listing.filters else viewer.href(viewer.here(address))
    return _parts(inputs, count(map(inputs.places_of, found)), _title(inputs, listing.scope), csv)


def _title(inputs: InputSource, scope: ScopeKey) -> str:
    """Label of the entries of an index: the plural of its type, or the title of the list."""
    config, (kind, name) = inputs.site.config, kind_and_key(scope)
    return inputs.viewer.text(config.types[name].plural if kind == TYPE else config.lists[name].title)


def _parts(inputs: InputSource, counted: Counts, label: str, csv: str | None) -> MapParts | None:
    if not counted.placed:
        return None
    viewer = inputs.viewer
    return MapParts(
        label=label,
        csv=csv,
        outlines=world.address(),
        countries=tuple(
            CountryParts(code, viewer.country(code), viewer.country_url(code), number)
            for code, number in counted.countries.items()
        ),
        points=tuple(
            PointParts(inputs.lazy_card(entry), where, number)
            for (entry, where), number in counted.points.items()
        ),
        counted=counted.placed,
        without=counted.without,
    )


def _view(parts: MapParts | None, frame: Frame) -> MapView | None:
    return map_of(parts, frame) if parts else None


def _table(parts: MapParts | None, frame: Frame) -> Table:
    found = map_of(parts, frame) if parts else None
    rows = []
    for area in found.areas if found else ():
        rows.append(row("country", area.code, area.name, area.count, "", "", frame.whole(area.url)))
    for point in found.points if found else ():
        place, card = point.coordinates, point.card
        where = (place.latitude, place.longitude, card.permalink)
        rows.append(row("place", card.key, card.title, point.count, *where))
    return Table(COLUMNS, tuple(rows))


def _outlines(_: InputSource, key: str) -> bytes:
    """The drawing of the countries."""
    return world.drawing()


def _outlines_digest(_: InputSource, key: str) -> Digest:
    return world.address()


KINDS = {
    "map": made_from(_map, _view),
    "locator": made_from(locator_parts, locator_view),
    "map_table": made_from(_map, _table),
    "listing_map": made_from(_listing_map, _view),
    "listing_map_table": made_from(_listing_map, _table),
    "outlines": InputKind(_outlines, _outlines_digest),
}
