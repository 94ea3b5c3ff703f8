"""Counts by country and place → a map: what is shaded how, what stands where, which part is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from msgspec import Struct

from sitegen.model.places import Places
from sitegen.views import world
from sitegen.views.map_views import Area, Coordinates, Level, MapView, Part, Point
from sitegen.views.projection import HEIGHT, WIDTH, project
from sitegen.views.viewer import Viewer

LEVELS = 4
MOST_POINTS = 300
"""Points on one map, so that a page stays light; those with least are left out."""
NARROWEST = 130.0
"""The least width of what is shown, of the world's 1000; closer in, the outlines are too coarse."""
RATIO = HEIGHT / WIDTH
LARGEST = 4.0
"""How much larger than that of one the circle of any number is at most."""
LARGE = 350.0
"""A map as wide as this may have a part that is shown again, closer."""
CLOSER = 200.0
"""How wide that part is at least."""
NEAR_WORLD = 0.55
"""What needs more of the width than this is shown on the whole world."""

Box = tuple[float, float, float, float]


class Counted(Struct, frozen=True):
    """What a map is made from."""

    label: str
    csv: str | None
    countries: Mapping[str, int]
    """How many things are in each country."""
    points: Mapping[tuple[str, str], int]
    """How many are in each place: an entry and its coordinates."""
    placed: int
    without: int


def count(items: Iterable[Places], label: str, csv: str | None) -> Counted | None:
    """Some things, each counted once in every country and place it has; none without any."""
    countries: Counter[str] = Counter()
    points: Counter[tuple[str, str]] = Counter()
    placed = without = 0
    for places in items:
        countries.update(places.countries)
        points.update(places.points)
        has_place = bool(places.countries or places.points)
        placed += has_place
        without += not has_place
    return Counted(label, csv, countries, points, placed, without) if placed else None


def map_of(viewer: Viewer, counted: Counted) -> MapView:
    levels = levels_of(counted.countries.values())
    areas, spots = _areas(viewer, counted.countries, levels), _points(viewer, counted.points)
    box = _shown([*_boxes(counted.countries), *((p.x, p.y, p.x, p.y) for p in spots)])
    boxes = [box, *_closer(box, areas, spots)]
    return MapView(
        label=counted.label,
        counted=counted.placed,
        without=counted.without,
        areas=areas,
        points=spots,
        levels=levels,
        parts=tuple(_part(one, areas, spots) for one in boxes),
        outlines=viewer.href(world.address()),
        csv=counted.csv,
    )


def levels_of(counts: Iterable[int]) -> tuple[Level, ...]:
    """Up to four shades: a count each where there are few, otherwise steps that grow by one factor."""
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


def _areas(viewer: Viewer, counts: Mapping[str, int], levels: Sequence[Level]) -> tuple[Area, ...]:
    found = []
    for code, count in counts.items():
        shape = world.shapes().get(code)
        box = shape.box if shape else None
        room = round(min(box[2] - box[0], box[3] - box[1]), 1) if box else 0.0
        x, y = (shape.x, shape.y) if shape else (None, None)
        name, url, level = viewer.country(code), viewer.country_url(code), _level(count, levels)
        found.append(Area(code, name, url, count, level, box is not None, x, y, room))
    return tuple(sorted(found, key=lambda area: (-area.count, viewer.order(area.name), area.code)))


def _points(viewer: Viewer, counts: Mapping[tuple[str, str], int]) -> tuple[Point, ...]:
    found = []
    for (entry, written), count in counts.items():
        place = Coordinates(written)
        x, y = project(float(place.latitude), float(place.longitude))
        size = round(min(LARGEST, sqrt(count)), 2)
        found.append(Point(viewer.card(entry), place, count, round(x, 1), round(y, 1), size))
    found.sort(key=lambda point: (-point.count, viewer.order(point.card.title), point.card.key))
    return tuple(found[:MOST_POINTS])


# --- the part of the world that is shown ------------------------------------------------------


def _boxes(countries: Iterable[str]) -> list[Box]:
    known = [world.shapes()[code] for code in countries if code in world.shapes()]
    return [shape.box or (shape.x, shape.y, shape.x, shape.y) for shape in known]


def _shown(boxes: Sequence[Box], narrowest: float = NARROWEST) -> Box:
    """The box that holds all these with a margin, in the proportions of the world and within it."""
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
    """The part of a large map where most lies, if that is much of it."""
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
