"""The outlines of the countries, and their positions on the map.

`sitegen/features/maps/outlines/make.py` makes both from Natural Earth (see `outlines/NOTICE.txt`).
"""

from __future__ import annotations

import json
from functools import cache

from msgspec import Struct

from sitegen.digest import digest_of_bytes, fingerprint

FOLDER = "outlines"
URL = "/maps/world.svg"


class Shape(Struct, frozen=True):
    """Position of a country, in the units of `projection`."""

    x: float
    y: float
    """Position of its middle."""
    box: tuple[float, float, float, float] | None
    """Left, top, right and bottom of its largest part; None if it has no shape of its own."""
    whole: tuple[float, float, float, float] | None
    """Box of that part with the islands around it."""


@cache
def shapes() -> dict[str, Shape]:
    """Shapes by country code."""
    known = json.loads(_file("countries.json"))
    return {
        code: Shape(x, y, tuple(boxes[:4]) or None, tuple(boxes[4:]) or None)
        for code, (x, y, *boxes) in known.items()
    }


def drawing() -> bytes:
    """The outlines as SVG: the id `land` is all of them, and each country has its code as its id."""
    return _file("world.svg")


@cache
def address() -> str:
    """Address of the outlines on every site, with their fingerprint."""
    return f"{URL}?v={fingerprint(digest_of_bytes(drawing()))}"


@cache
def _file(name: str) -> bytes:
    from importlib import resources

    return (resources.files("sitegen.features.maps") / FOLDER / name).read_bytes()
