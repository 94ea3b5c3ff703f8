"""The part of the world that a map shows, in the units of `projection`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.features.maps import world
from sitegen.features.maps.projection import HEIGHT, WIDTH

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
MARGIN = 12.0
"""Space around the world."""
WHOLE: Box = (-MARGIN, -MARGIN, WIDTH + MARGIN, float(HEIGHT))
RATIO = (WHOLE[3] - WHOLE[1]) / (WHOLE[2] - WHOLE[0])
"""Height of the world as a share of its width."""
TALLEST = 0.66
"""Greatest height of other maps as a share of their width."""
PADDING = 0.06
"""Space around what is shown as a share of the width; the largest circle is smaller."""
NARROWEST = 90.0
"""Least width of the part of the world that is shown, of 1000; below it, the outlines are too coarse."""
NEAR_WORLD = 0.55
"""Share of the width above which a map shows the whole world."""
LARGE = 350.0
"""Width from which a map may have an enlargement of a part."""
CLOSER = 200.0
"""Least width of that part."""
ROUNDS = 4
"""Limit on the number of times that an enlargement grows to include places at its edge."""


def boxes_of(countries: Iterable[str]) -> list[Box]:
    """The boxes of countries that have a position."""
    known = [world.shapes()[code] for code in countries if code in world.shapes()]
    return [shape.whole or (shape.x, shape.y, shape.x, shape.y) for shape in known]


def whole_world(circles: Iterable[tuple[float, float, float]]) -> Box:
    """The world with a margin, and larger if circles at its edge, each with its radius, would be cut off."""
    boxes = [WHOLE, *((x - r, y - r, x + r, y + r) for x, y, r in circles)]
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def shown(
    boxes: Sequence[Box],
    narrowest: float,
    flattest: float = RATIO,
    tallest: float = TALLEST,
    world: Box = WHOLE,
) -> Box:
    """The smallest box that contains these with a margin; if it is nearly as wide as the world, the world."""
    if not boxes:
        return world
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width = max((right - left) / (1 - 2 * PADDING), (bottom - top) / (tallest - 2 * PADDING), narrowest)
    if width > WIDTH * NEAR_WORLD:
        return world
    height = min(max(bottom - top + 2 * PADDING * width, flattest * width), tallest * width)
    x = min(max((left + right - width) / 2, world[0]), world[2] - width)
    y = min(max((top + bottom - height) / 2, world[1]), max(world[3], bottom + PADDING * width) - height)
    return x, y, x + width, y + height


def closer(box: Box, spots: Sequence[tuple[float, float]], countries: Iterable[str]) -> Box | None:
    """The most crowded part of a large map, if it has a large share of the places."""
    if box[2] - box[0] < LARGE:
        return None
    around = [shown([(x, y, x, y)], CLOSER, TALLEST) for x, y in sorted(set(spots))]
    found = max(around, key=lambda part: sum(within(part, x, y) for x, y in spots))
    inside = [spot for spot in spots if within(found, *spot)]
    if len(inside) < 4 or len(inside) < len(spots) * 0.3:
        return None
    return _grown(found, spots, countries)


def _grown(box: Box, spots: Sequence[tuple[float, float]], countries: Iterable[str]) -> Box:
    """A box that has everything in it whole: places with a margin, and countries that are not too large."""
    small = [b for b in boxes_of(countries) if b[2] - b[0] < CLOSER and b[3] - b[1] < CLOSER * TALLEST]
    for _ in range(ROUNDS):
        inside = [(x, y, x, y) for x, y in spots if within(box, x, y)]
        inside += [b for b in small if within(box, (b[0] + b[2]) / 2, (b[1] + b[3]) / 2)]
        grown = shown(inside, CLOSER)
        if grown == box or grown[2] - grown[0] > LARGE:
            break
        box = grown
    return box


def within(box: Box, x: float, y: float, margin: float = 0.0) -> bool:
    """True if a circle of this radius is in a box."""
    across = box[0] + margin <= x <= box[2] - margin
    return across and box[1] + margin <= y <= box[3] - margin


def meets(box: Box, other: Box) -> bool:
    """True if two boxes have a point in common."""
    return other[0] <= box[2] and other[2] >= box[0] and other[1] <= box[3] and other[3] >= box[1]
