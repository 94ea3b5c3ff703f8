"""Makes maps from counts by country and place: shades, positions, and the part of the world that is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import sqrt

from msgspec import Struct

from sitegen.features.maps import world
from sitegen.features.maps.framing import (
    NARROWEST,
    WHOLE,
    Box,
    boxes_of,
    closer,
    meets,
    shown,
    whole_world,
    within,
)
from sitegen.features.maps.labels import EM, GROWTH
from sitegen.features.maps.map_views import Area, Level, MapView, Part, Point
from sitegen.features.maps.projection import project
from sitegen.features.maps.spots import RADIUS, RING, spots_and_names
from sitegen.model.collation import collator
from sitegen.model.places import Coordinates, Places
from sitegen.types import EntryKey
from sitegen.views.cards import LazyCard
from sitegen.views.frame import Frame

LEVELS = 4
MOST_POINTS = 300
"""Limit on points of one map, to keep pages small; those with the lowest counts are left out."""
LARGEST = 3.0
"""Largest circle, as a multiple of the circle for a count of one."""


class Counts(Struct, frozen=True):
    """Counts of things by country and place."""

    countries: Mapping[str, int]
    """Number of things in each country."""
    points: Mapping[tuple[EntryKey, str], int]
    """Number of things in each place: an entry and its coordinates."""
    placed: int
    without: int


def count(items: Iterable[Places]) -> Counts:
    """Counts things, each once in every country and place that it has."""
    countries: Counter[str] = Counter()
    points: Counter[tuple[EntryKey, str]] = Counter()
    placed = without = 0
    for places in items:
        countries.update(places.countries)
        points.update(places.points)
        has_place = bool(places.countries or places.points)
        placed += has_place
        without += not has_place
    return Counts(countries, points, placed, without)


class CountryParts(Struct, frozen=True):
    code: str
    name: str
    url: str | None
    """Address of its term in a taxonomy."""
    count: int


class PointParts(Struct, frozen=True):
    card: LazyCard
    coordinates: str
    count: int


class MapParts(Struct, frozen=True):
    """Everything that a map is made from."""

    label: str
    csv: str | None
    outlines: str
    """Address of the drawing of the countries, without the base path."""
    countries: tuple[CountryParts, ...]
    points: tuple[PointParts, ...]
    counted: int
    """Number of things that have a place."""
    without: int


def map_of(parts: MapParts, frame: Frame) -> MapView:
    order = collator(frame.language.locale).key
    levels = levels_of(country.count for country in parts.countries)
    areas, spots = areas_of(parts.countries, levels, order), points_of(parts.points, order)
    return MapView(
        label=parts.label,
        counted=parts.counted,
        without=parts.without,
        areas=areas,
        points=spots,
        levels=levels,
        parts=tuple(_part(one, areas, spots) for one in _frames(areas, spots)),
        outlines=frame.href(parts.outlines),
        csv=parts.csv,
    )


def _frames(areas: Sequence[Area], points: Sequence[Point]) -> Iterator[Box]:
    """Yields the part of the world that is shown, and an enlargement of its most crowded part."""
    codes = [area.code for area in areas]
    boxes = [*boxes_of(codes), *((p.x, p.y, p.x, p.y) for p in points)]
    spots = [(p.x, p.y) for p in points] + [(a.x, a.y) for a in areas if a.x is not None and a.y is not None]
    world = whole_world((p.x, p.y, _radius(p, EM * (WHOLE[2] - WHOLE[0]))) for p in points)
    whole = shown(boxes, NARROWEST, world=world)
    yield whole
    near = closer(whole, spots, codes)
    if near:
        yield near


def levels_of(counts: Iterable[int]) -> tuple[Level, ...]:
    """Up to four shades: one for each count if there are few, else ranges that grow by a constant factor."""
    found = sorted(set(counts))
    if not found:
        return ()
    if len(found) <= LEVELS:
        return tuple(Level(number, count, count) for number, count in enumerate(found, 1))
    most = found[-1]
    levels, first = [], 1
    for number in range(1, LEVELS + 1):
        last = max(first, round(most ** (number / LEVELS)))
        levels.append(Level(number, first, last))
        first = last + 1
    return tuple(levels)


def _level(count: int, levels: Sequence[Level]) -> int:
    return next(level.level for level in levels if level.first <= count <= level.last)


def areas_of(
    countries: Iterable[CountryParts], levels: Sequence[Level], order: Callable[[str], str]
) -> tuple[Area, ...]:
    found = []
    for country in countries:
        shape = world.shapes().get(country.code)
        box = shape.box if shape else None
        room = round(min(box[2] - box[0], box[3] - box[1]), 1) if box else 0.0
        x, y = (shape.x, shape.y) if shape else (None, None)
        level = _level(country.count, levels)
        found.append(
            Area(country.code, country.name, country.url, country.count, level, box is not None, x, y, room)
        )
    return tuple(sorted(found, key=lambda area: (-area.count, order(area.name), area.code)))


def points_of(points: Iterable[PointParts], order: Callable[[str], str]) -> tuple[Point, ...]:
    found = []
    for point in points:
        place = Coordinates(point.coordinates)
        x, y = project(float(place.latitude), float(place.longitude))
        size = round(min(LARGEST, sqrt(point.count)), 2)
        found.append(Point(point.card.card(), place, point.count, round(x, 1), round(y, 1), size))
    found.sort(key=lambda point: (-point.count, order(point.card.title), point.card.key))
    return tuple(found[:MOST_POINTS])


def _part(box: Box, areas: Sequence[Area], points: Sequence[Point]) -> Part:
    """Areas and places in a part of the world, without circles at its edge, which would be cut off."""
    left, top, right, bottom = (round(edge, 1) for edge in box)
    width = round(right - left, 1)
    em = round(width * EM, 2)
    there = tuple(area for area in areas if area.x is not None and _is_in(box, area, em))
    inside = tuple(p for p in points if within(box, p.x, p.y, _radius(p, em)))
    spots, names = spots_and_names(inside, there, box, em)
    return Part(left, top, width, round(bottom - top, 1), em, there, inside, spots, names)


def _radius(point: Point, em: float) -> float:
    """Greatest radius of the circle of a place."""
    return RADIUS * point.size * em * GROWTH


def _is_in(box: Box, area: Area, em: float) -> bool:
    shape = world.shapes()[area.code]
    return meets(box, shape.box) if shape.box else within(box, shape.x, shape.y, em * RING * GROWTH)
