"""Names on maps: each beside its place or in its country, where it covers nothing else.

Text is as wide as the screen allows, so a name has room on some widths of a map and not on others. Names are
placed for the narrowest map first. On wider ones they stay where they are, and more join them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.features.maps.charts import percent
from sitegen.features.maps.framing import Box
from sitegen.features.maps.map_views import Label

SCALES = (1.25, 1.0, 0.6)
"""Size of text on a narrow, medium and wide map; `static/css/site.css` has the same."""
LEAST, GROWTH = SCALES[-1], SCALES[0]
EM = 0.026
"""Size of text on a medium map, as a share of the map's width."""
BESIDE = ("right", "left", "above", "below")
SPACE = 0.3
"""Space between a circle and its name, in em."""
LINE = 1.2
"""Height of a line, in em."""
MOST = 80
"""Limit on names of one map."""
THIN, WIDE, USUAL = 0.32, 1.0, 0.6


class Wish(Struct, frozen=True):
    """A name that is to be placed."""

    text: str
    x: float
    y: float
    radius: float
    """Radius of its circle in em; 0 for a country."""
    sides: tuple[str, ...]
    room: tuple[float, float] | None = None
    """Width and height that it may have."""


class Circle(Struct, frozen=True):
    x: float
    y: float
    radius: float
    """Radius in em."""


def width_of(text: str) -> float:
    """Approximate width of a text in em."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return WIDE
    return THIN if character in "iljtfIr.,:;'’ -()" else USUAL


def place(wishes: Sequence[Wish], circles: Sequence[Circle], frame: Box, em: float) -> list[Label | None]:
    """Positions for names, earlier ones first; None for those without room."""
    found: list[Label | None] = [None] * len(wishes)
    sizes = [width_of(wish.text) for wish in wishes[:MOST]]
    for size, scale in enumerate(SCALES, 1):
        unit = em * scale
        taken = [_around(circle, unit) for circle in circles]
        placed = zip(wishes, sizes, found, strict=False)
        taken += [_rectangle(wish, width, label.side, unit) for wish, width, label in placed if label]
        for number, (wish, width) in enumerate(zip(wishes, sizes, strict=False)):
            free = () if found[number] else _free(wish, width, unit, frame, taken)
            side, rectangle = next(iter(free), ("", None))
            if rectangle:
                found[number] = Label(side, size, percent(wish.radius + SPACE))
                taken.append(rectangle)
    return found


def has_room(wish: Wish, unit: float) -> bool:
    """True if a name is no larger than its room."""
    return _has_room(wish, width_of(wish.text), unit)


def _has_room(wish: Wish, width: float, unit: float) -> bool:
    return wish.room is None or (width * unit <= wish.room[0] and LINE * unit <= wish.room[1])


def _free(
    wish: Wish, width: float, unit: float, frame: Box, taken: Sequence[Box]
) -> Iterator[tuple[str, Box]]:
    """Yields the sides on which a name has room, each with its rectangle."""
    if not _has_room(wish, width, unit):
        return
    for side in wish.sides:
        found = _rectangle(wish, width, side, unit)
        inside = (
            frame[0] <= found[0] and frame[1] <= found[1] and found[2] <= frame[2] and found[3] <= frame[3]
        )
        if inside and not any(_overlap(found, other) for other in taken):
            yield side, found


def _around(circle: Circle, unit: float) -> Box:
    radius = circle.radius * unit
    return circle.x - radius, circle.y - radius, circle.x + radius, circle.y + radius


def _rectangle(wish: Wish, width: float, side: str, unit: float) -> Box:
    across, half = width * unit, LINE * unit / 2
    gap = (wish.radius + SPACE) * unit
    left = {"right": wish.x + gap, "left": wish.x - gap - across}.get(side, wish.x - across / 2)
    middle = wish.y + {"above": -gap - half / 2, "below": gap + half / 2}.get(side, 0.0)
    return left, middle - half, left + across, middle + half


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
