"""Places of entries: the countries and points that their types declare under `places` and `map`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.kinds import KINDS
from sitegen.kinds.kind import COUNTRY, POINT
from sitegen.model.versions import master
from sitegen.types import EntryKey, Field, Reference, Site


class Coordinates(str):
    """Latitude and longitude in degrees, as an editor writes them: `57.05, 9.92`."""

    latitude: str
    longitude: str

    def __new__(cls, written: str) -> Coordinates:
        made = super().__new__(cls, written)
        made.latitude, made.longitude = written.split(", ")
        return made


class Places(Struct, frozen=True):
    """Countries and points of one thing."""

    countries: tuple[str, ...]
    points: tuple[tuple[EntryKey, str], ...]
    """Entries with coordinates, each with its coordinates."""


def places_of(site: Site, entry: EntryKey) -> Places:
    """Places of an entry; a reference contributes the places of the entry that it names."""
    page = master(site, entry)
    declared = site.config.types[page.type]
    named = {name: page.fields.get(name) for name in declared.places}
    return _joined(_places_in(site, declared.fields, named, entry, further=True))


def items_on_map(site: Site, entry: EntryKey) -> Iterator[Places]:
    """Yields the items on the map of an entry's page, in order; none if the entry is retired."""
    if entry in site.retired:
        return
    page = master(site, entry)
    declared = site.config.types[page.type]
    relations = {relation.name: relation.entries for relation in site.relations.get(entry, ())}
    for name in declared.map:
        field = declared.fields.get(name)
        if field is None:
            yield from (places_of(site, other) for other in relations.get(name, ()))
            continue
        for value in _each(page.fields.get(name)):
            fields, values = {name: field}, {name: value}
            if isinstance(value, Mapping):
                fields, values = dict(field.fields), dict(value)
            yield _joined(_places_in(site, fields, values, entry, further=True))


def has_map(site: Site, entry: EntryKey) -> bool:
    """True if the page of an entry has something to show on a map."""
    return any(item.countries or item.points for item in items_on_map(site, entry))


def _each(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _places_in(
    site: Site, fields: Mapping[str, Field], values: Mapping[str, object], entry: EntryKey, further: bool
) -> Iterator[Places]:
    """Yields the places in values; follows references only if `further` is true."""
    for name, given in values.items():
        place = KINDS[fields[name].kind].place if name in fields else ""
        for value in _each(given):
            if place == COUNTRY:
                yield Places((str(value),), ())
            elif place == POINT:
                yield Places((), ((entry, str(value)),))
            elif further and isinstance(value, Reference) and value.target in site.versions:
                page = master(site, value.target)
                declared = site.config.types[page.type]
                own = {n: page.fields.get(n) for n in declared.places}
                yield from _places_in(site, declared.fields, own, value.target, further=False)


def _joined(found: Iterable[Places]) -> Places:
    """All places as one, without duplicates."""
    countries: dict[str, None] = {}
    points: dict[tuple[EntryKey, str], None] = {}
    for places in found:
        countries |= dict.fromkeys(places.countries)
        points |= dict.fromkeys(places.points)
    return Places(tuple(countries), tuple(points))
