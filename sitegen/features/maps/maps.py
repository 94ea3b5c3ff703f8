"""Makes maps from counts by country and place: shades, positions, and the part of the world that is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt

from msgspec import Struct

from sitegen.features.maps import world
from sitegen.features.maps.map_views import Area, Level, MapView, Part, Point
from sitegen.features.maps.projection import HEIGHT, WIDTH, project
from sitegen.model.collation import collator
from sitegen.model.places import Coordinates, Places
from sitegen.types import EntryKey
from sitegen.views.cards import LazyCard
from sitegen.views.frame import Frame

LEVELS = 4
MOST_POINTS = 300
"""Limit on points of one map, to keep pages small; those with the lowest counts are left out."""
NARROWEST = 130.0
"""Least width of the part of the world that is shown, of 1000; below it, the outlines are too coarse."""
RATIO = HEIGHT / WIDTH
LARGEST = 4.0
"""Largest circle, as a multiple of the circle for a count of one."""
LARGE = 350.0
"""Width from which a map may have an enlargement of a part."""
CLOSER = 200.0
"""Least width of that part."""
NEAR_WORLD = 0.55
"""Share of the width above which a map shows the whole world."""

Box = tuple[float, float, float, float]


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
    areas, spots = _areas(parts.countries, levels, order), _points(parts.points, order)
    box = _shown([*_boxes(area.code for area in parts.countries), *((p.x, p.y, p.x, p.y) for p in spots)])
    boxes = [box, *_closer(box, areas, spots)]
    return MapView(
        label=parts.label,
        counted=parts.counted,
        without=parts.without,
        areas=areas,
        points=spots,
        levels=levels,
        parts=tuple(_part(one, areas, spots) for one in boxes),
        outlines=frame.href(parts.outlines),
        csv=parts.csv,
    )


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


def _areas(
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


def _points(points: Iterable[PointParts], order: Callable[[str], str]) -> tuple[Point, ...]:
    found = []
    for point in points:
        place = Coordinates(point.coordinates)
        x, y = project(float(place.latitude), float(place.longitude))
        size = round(min(LARGEST, sqrt(point.count)), 2)
        found.append(Point(point.card.card(), place, point.count, round(x, 1), round(y, 1), size))
    found.sort(key=lambda point: (-point.count, order(point.card.title), point.card.key))
    return tuple(found[:MOST_POINTS])


# --- the part of the world that is shown ------------------------------------------------------


def _boxes(countries: Iterable[str]) -> list[Box]:
    known = [world.shapes()[code] for code in countries if code in world.shapes()]
    return [shape.box or (shape.x, shape.y, shape.x, shape.y) for shape in known]


def _shown(boxes: Sequence[Box], narrowest: float = NARROWEST) -> Box:
    """The smallest box that contains these with a margin, in the proportions of the world and within it."""
    if not boxes:
        return 0.0, 0.0, WIDTH, float(HEIGHT)
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width = max((right - left) * 1.12, (bottom - top) * 1.12 / RATIO, narrowest)
    if width > WIDTH * NEAR_WORLD:
        return 0.0, 0.0, WIDTH, float(HEIGHT)
    height = width * RATIO
    x = min(max((left + right - width) / 2, 0.0), WIDTH - width)
    y = min(max((top + bottom - height) / 2, 0.0), HEIGHT - height)
    return x, y, x + width, y + height


def _closer(box: Box, areas: Sequence[Area], points: Sequence[Point]) -> list[Box]:
    """The most crowded part of a large map, if it has a large share of the counts; at most one."""
    spots = [(p.x, p.y) for p in points] + [(a.x, a.y) for a in areas if a.x is not None and a.y is not None]
    if box[2] - box[0] < LARGE:
        return []
    around = [_shown([(x, y, x, y)], CLOSER) for x, y in sorted(set(spots))]
    most = max(around, key=lambda part: sum(_within(part, x, y) for x, y in spots))
    inside = [(x, y) for x, y in spots if _within(most, x, y)]
    if len(inside) < 4 or len(inside) < len(spots) * 0.3:
        return []
    return [_shown([(x, y, x, y) for x, y in inside], CLOSER)]


def _within(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _part(box: Box, areas: Sequence[Area], points: Sequence[Point]) -> Part:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    there = tuple(area for area in areas if area.x is not None and _meets(box, area))
    inside = tuple(point for point in points if _within(box, point.x, point.y))
    return Part(left, top, round(right - left, 1), round(bottom - top, 1), there, inside)


def _meets(box: Box, area: Area) -> bool:
    shape = world.shapes()[area.code]
    left, top, right, bottom = shape.box or (shape.x, shape.y, shape.x, shape.y)
    return left <= box[2] and right >= box[0] and top <= box[3] and bottom >= box[1]
