"""Maps of surroundings as pictures: each whole in a file of its own, without names, for pages and cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sitegen.features.maps import world
from sitegen.features.maps.framing import Box
from sitegen.features.maps.locators import frame_of
from sitegen.features.maps.projection import project
from sitegen.model.places import Coordinates, Places

WIDTH, HEIGHT = 800, 450
"""Size of the picture, in the units of its `viewBox`."""
PATH = re.compile(r'<path(?: id="(\w+)")?[^>]* d="([^"]+)"')
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")

Point = tuple[float, float]
Ring = list[Point]


def has_picture(places: Places) -> bool:
    """True if places can be drawn."""
    return bool(places.points) or any(code in world.shapes() for code in places.countries)


def picture(places: Places, colours: Sequence[str]) -> str:
    """The surroundings of places as SVG; the colours are dark, middle, light and accent."""
    dark, middle, light, accent = colours
    spots = [where for _, where in places.points]
    box = frame_of(spots, places.countries, HEIGHT / WIDTH)
    own = set(places.countries)
    land = "".join(path for code, rings in _rings().items() if code not in own for path in _paths(rings, box))
    country = "".join(path for code in sorted(own) for path in _paths(_rings().get(code, ()), box))
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{light}"/>',
        f'<path d="{land}" fill="#fff" stroke="{light}" stroke-width="1.5" opacity=".8"/>',
        f'<path d="{country}" fill="{middle}" stroke="#fff" stroke-width="1.5"/>',
        *(_spot(Coordinates(where), box, dark, accent) for where in spots),
    ]
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'


def _spot(place: Coordinates, box: Box, dark: str, accent: str) -> str:
    x, y = _placed(project(float(place.latitude), float(place.longitude)), box)
    return f'<circle cx="{x}" cy="{y}" r="16" fill="{accent}" stroke="{dark}" stroke-width="6"/>'


@cache
def _rings() -> dict[str, list[Ring]]:
    """The rings of the outlines by country; those of countries that are too small are under `""`."""
    found = PATH.finditer(world.drawing().decode())
    return {path[1] or "": [_ring(text) for text in path[2].split("z") if text] for path in found}


def _ring(text: str) -> Ring:
    """The points of a closed path with an absolute start and relative steps."""
    numbers = [float(number) for number in NUMBER.findall(text)]
    x = y = 0.0
    ring: Ring = []
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        ring.append((x, y))
    return ring


def _paths(rings: Iterable[Ring], box: Box) -> Iterator[str]:
    """Paths of the parts of rings that are in a box, in the units of the picture."""
    left, top, right, bottom = box
    for ring in rings:
        for edge, axis, sign in ((left, 0, -1), (right, 0, 1), (top, 1, -1), (bottom, 1, 1)):
            ring = list(_clipped(ring, edge, axis, sign))  # noqa: PLW2901 one edge after the other
        if len(ring) > 2:
            first, *rest = (_placed(point, box) for point in ring)
            yield f"M{first[0]} {first[1]}L{' '.join(f'{x} {y}' for x, y in rest)}z"


def _clipped(ring: Ring, edge: float, axis: int, sign: int) -> Iterator[Point]:
    """Yields the part of a ring on one side of an edge (Sutherland and Hodgman, 1974)."""
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, next_inside = (one[axis] - edge) * sign <= 0, (other[axis] - edge) * sign <= 0
        if inside:
            yield one
        if inside != next_inside:
            part = (edge - one[axis]) / (other[axis] - one[axis])
            yield one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])


def _placed(point: Point, box: Box) -> tuple[int, int]:
    """The position of a point in the picture."""
    left, top, right, bottom = box
    return round((point[0] - left) / (right - left) * WIDTH), round(
        (point[1] - top) / (bottom - top) * HEIGHT
    )


DRAWINGS = {"map": (has_picture, picture)}
