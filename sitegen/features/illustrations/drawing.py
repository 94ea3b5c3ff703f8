"""Draws illustrations as SVG: a landscape with a symbol, the cover of a publication, a monogram.

A drawing depends on its name, its colours and its symbol alone, so it is the same in every build.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

WIDTH, HEIGHT = 800, 450
"""Size of landscapes and covers, in the units of their `viewBox`."""
SYMBOL = 510
"""Horizontal middle of the symbol of a landscape."""
SIDE = 240
"""Width and height of a monogram."""
VIEW_BOX = lazy_pattern(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
OUTER = lazy_pattern(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class Palette(Struct, frozen=True):
    """Colours of a drawing, as `#rrggbb`."""

    dark: str
    middle: str
    light: str
    accent: str


def scene(name: str, colours: Palette, symbol: str) -> str:
    """A town between hills, with a symbol in a disc; `symbol` is an SVG in one colour, or empty."""
    chance = _chance(name)
    sun = (chance.randint(90, 330), chance.randint(90, 170), chance.randint(45, 80))
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.light}"/>',
        '<circle cx="{}" cy="{}" r="{}" fill="{}"/>'.format(*sun, colours.accent),
        f'<path d="{_hill(chance, 250, 40)}" fill="{colours.middle}" opacity=".45"/>',
        f'<path d="{"".join(_houses(chance))}" fill="{colours.middle}" opacity=".75"/>',
        f'<path d="{_hill(chance, 350, 30)}" fill="{colours.middle}"/>',
        f'<path d="{_hill(chance, 400, 25)}" fill="{colours.dark}"/>',
    ]
    if symbol:
        parts.append(f'<circle cx="{SYMBOL}" cy="205" r="150" fill="#fff" opacity=".92"/>')
        parts.append(_symbol(symbol, SYMBOL - 105, 100, 210, colours.dark))
    return _svg(WIDTH, HEIGHT, parts)


def cover(name: str, colours: Palette, symbol: str) -> str:
    """A publication that leans a little, with a symbol and lines of text."""
    chance = _chance(name)
    lean, left = chance.choice((-6, -4, 4, 6)), chance.randint(250, 330)
    lines = "".join(
        f'<rect x="{left + 34}" y="{268 + 24 * number}" width="{chance.randint(90, 172)}" height="9" rx="4"/>'
        for number in range(5)
    )
    disc = (chance.randint(80, 720), chance.randint(60, 390), chance.randint(90, 150))
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.light}"/>',
        '<circle cx="{}" cy="{}" r="{}" fill="{}" opacity=".8"/>'.format(*disc, colours.accent),
        f'<path d="{_hill(chance, 380, 40)}" fill="{colours.middle}"/>',
        f'<g transform="rotate({lean} {left + 120} 225)">',
        f'<rect x="{left + 10}" y="52" width="240" height="360" rx="6" fill="{colours.dark}" opacity=".35"/>',
        f'<rect x="{left}" y="40" width="240" height="360" rx="6" fill="#fff"/>',
        f'<rect x="{left}" y="40" width="240" height="200" fill="{colours.dark}"/>',
        f'<g fill="{colours.middle}" opacity=".6">{lines}</g>',
        _symbol(symbol, left + 60, 80, 120, "#fff") if symbol else "",
        "</g>",
    ]
    return _svg(WIDTH, HEIGHT, parts)


def monogram(name: str, colours: Palette, letters: str) -> str:
    """Letters, such as initials, in a disc."""
    turn = _chance(name).randint(0, 359)
    parts = [
        f'<circle cx="120" cy="120" r="120" fill="{colours.light}"/>',
        f'<path d="M0 120a120 120 0 0 0 240 0Z" fill="{colours.accent}" opacity=".55" '
        f'transform="rotate({turn} 120 120)"/>',
        f'<text x="120" y="126" font-family="system-ui, sans-serif" font-size="88" font-weight="600" '
        f'text-anchor="middle" dominant-baseline="middle" fill="{colours.dark}">{escape(letters)}</text>',
    ]
    return _svg(SIDE, SIDE, parts)


def _svg(width: int, height: int, parts: list[str]) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>\n'


def _chance(name: str) -> random.Random:
    """Random numbers that depend on a name alone."""
    return random.Random(hashlib.sha256(name.encode()).digest())  # noqa: S311 for pictures only


def _hill(chance: random.Random, height: int, swing: int) -> str:
    """Path of rolling hills from the left edge to the right one, down to the bottom."""
    steps = 3
    points = [(WIDTH * n // steps, height + chance.randint(-swing, swing)) for n in range(steps + 1)]
    path = [f"M0 {HEIGHT}V{points[0][1]}"]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        half = (x0 + x1) // 2
        path.append(f"C{half} {y0} {half} {y1} {x1} {y1}")
    return "".join((*path, f"V{HEIGHT}Z"))


def _houses(chance: random.Random) -> Iterator[str]:
    """Paths of houses and towers in a row, some with a roof."""
    left = chance.randint(10, 60)
    while left < WIDTH - 20:
        width, height = chance.choice((22, 28, 34, 44)), chance.randint(40, 150)
        half = width // 2
        roof = f"l{half} -{half}l{half} {half}" if chance.random() < 0.3 else f"h{width}"
        if chance.random() < 0.75:
            yield f"M{left} {HEIGHT}V{340 - height}{roof}V{HEIGHT}Z"
        left += width + chance.choice((0, 4, 14, 40))


def _symbol(svg: str, left: int, top: int, side: int, colour: str) -> str:
    """A symbol at a place, in a size and a colour."""
    box, inner = VIEW_BOX.search(svg), OUTER.search(svg)
    if not box or not inner:
        return ""
    scale = side / max(float(box[1]), float(box[2]))
    return f'<g transform="translate({left} {top}) scale({scale:.4g})" fill="{colour}">{inner[1]}</g>'
