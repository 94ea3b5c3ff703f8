"""Generates the outlines of the countries from the npm package `world-atlas`.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python sitegen/features/maps/outlines/make.py package

Writes `world.svg` and `countries.json` beside itself, from the 1:50 million set. The drawing has a path with
an id for each country that the 1:110 million set has, and one path for all smaller ones. The JSON file has
the middle of each country; if it has a path of its own, also the box of its largest part, and the box of this
part with the islands around it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

sys.path.insert(0, str(Path(__file__).parents[4]))

from sitegen.features.maps.projection import HEIGHT, WIDTH, project

OUT = Path(__file__).parent
TOLERANCE = 0.2
"""Greatest distance of a simplified line from the original, in a world 1000 wide."""
LEAST_AREA = 0.15
"""Least area of islands that are drawn, unless a country has no larger part."""
NEAR = 15.0
"""Greatest distance between islands that belong together."""
WITHOUT_NUMBER = {"Kosovo": "XK"}

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]


def main(folder: Path) -> None:
    large, small = (json.loads((folder / f"countries-{scale}.json").read_text()) for scale in ("110m", "50m"))
    large_ones = {code for code, _ in _countries(large)}
    found = dict(_countries(small))
    middles = {code: _middle(max(rings, key=_area)) for code, rings in found.items() if len(code) == 2}
    drawn = {code: rings for code, rings in found.items() if code in large_ones}
    rest = [ring for code, rings in found.items() if code not in large_ones for ring in rings]
    facts: dict[str, list[float]] = {}
    for code, (x, y) in sorted(middles.items()):
        facts[code] = [round(x, 1), round(y, 1)]
        if code in drawn:
            largest = _box(max(drawn[code], key=_area))
            facts[code] += [round(v, 1) for v in (*largest, *_with_near(largest, drawn[code]))]
    rows = ",\n".join(
        f'"{code}":{json.dumps(values, separators=(",", ":"))}' for code, values in facts.items()
    )
    (OUT / "countries.json").write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")
    named = [(f' id="{code}"', rings) for code, rings in sorted(drawn.items())]
    paths = "\n".join(
        f'<path{name} vector-effect="non-scaling-stroke" d="{"".join(_path(ring) for ring in rings)}"/>'
        for name, rings in (*named, ("", rest))
    )
    view = f"0 0 {WIDTH:.0f} {HEIGHT}"
    note = "Natural Earth, public domain; by way of world-atlas 2.0.2 (ISC). Equal Earth projection."
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"><!-- {note} -->'
    svg = f'{head}<g id="land">\n{paths}\n</g></svg>\n'
    (OUT / "world.svg").write_text(svg, encoding="utf-8")


def _countries(topology: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Yields each country except Antarctica: its two-letter code, its projected outer rings and holes."""
    arcs = list(_arcs(topology))
    for number, geometry in enumerate(topology["objects"]["countries"]["geometries"]):
        code = _code(geometry, number)
        if code == "AQ" or "arcs" not in geometry:
            continue
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        whole = [_joined(ring, arcs) for part in parts for ring in part]
        rings = [[project(y, x) for x, y in piece] for ring in whole for piece in _cut(_unwrapped(ring))]
        largest = max(rings, key=_area)
        yield code, [ring for ring in rings if ring is largest or _area(ring) > LEAST_AREA]


def _code(geometry: dict[str, Any], number: int) -> str:
    """ISO 3166-1 code of two letters for the three-digit number; `x1`, … if there is none."""
    found = get_global("territory_aliases").get(str(geometry.get("id")), [])
    known = [code for code in found if code in Locale("en").territories]
    return known[0] if known else WITHOUT_NUMBER.get(geometry["properties"]["name"], f"x{number}")


def _arcs(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yields the delta-encoded lines of TopoJSON (specification, 2.1.3 and 2.1.4) as longitude and
    latitude, simplified. Countries share the line of a border, so that they still fit together."""
    (sx, sy), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * sx + dx, y * sy + dy))
        points = _unwrapped(points)
        kept = set(_simplified([project(lat, lon) for lon, lat in points]))
        yield [(lon, lat) for lon, lat in points if project(lat, lon) in kept]


def _unwrapped(points: Ring) -> Ring:
    """Removes jumps between 180° east and 180° west; longitudes may exceed 180° then."""
    found = points[:1]
    for x, y in points[1:]:
        turns = round((found[-1][0] - x) / 360)
        found.append((x + 360 * turns, y))
    return found


def _cut(ring: Ring) -> Iterator[Ring]:
    """Yields the pieces of a ring on either side of the 180° meridian, each between 180° west and east."""
    for turn in (-360, 0, 360):
        moved = [(x + turn, y) for x, y in ring]
        piece = _clipped(_clipped(moved, 180, 1), -180, -1)
        if len(piece) > 2:
            yield piece


def _clipped(ring: Ring, edge: float, side: int) -> Ring:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman, 1974)."""
    found: Ring = []
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        a_in, b_in = (ax - edge) * side <= 0, (bx - edge) * side <= 0
        if a_in:
            found.append((ax, ay))
        if a_in != b_in:
            found.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
    return found


def _simplified(points: Ring) -> Ring:
    """Simplifies a line (Douglas and Peucker, 1973); a ring is split at the point farthest from its start."""
    if points[0] == points[-1] and len(points) > 4:
        far = max(range(len(points)), key=lambda n: _distance(points[n], points[0], points[0]))
        return _simplified(points[: far + 1])[:-1] + _simplified(points[far:])
    if len(points) < 3:
        return points
    far = max(range(1, len(points) - 1), key=lambda n: _distance(points[n], points[0], points[-1]))
    if _distance(points[far], points[0], points[-1]) < TOLERANCE:
        return [points[0], points[-1]]
    return _simplified(points[: far + 1])[:-1] + _simplified(points[far:])


def _distance(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    part = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length)) if length else 0.0
    return float(((px - ax - part * dx) ** 2 + (py - ay - part * dy) ** 2) ** 0.5)


def _joined(ring: Iterable[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc if not points else arc[1:]
    return points


def _signed(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _area(ring: Ring) -> float:
    return abs(_signed(ring))


def _middle(ring: Ring) -> Point:
    """The centroid of a polygon."""
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    whole = sum(cross for _, _, cross in pairs) * 3
    if not whole:
        return ring[0]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs)
    return x / whole, y / whole


def _box(ring: Ring) -> Box:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _with_near(box: Box, rings: list[Ring]) -> Box:
    """The box of a part and of all parts that are near it, or near such a part."""
    boxes = [_box(ring) for ring in rings]
    while True:
        left, top, right, bottom = box
        near = [
            b for b in boxes
            if b[0] <= right + NEAR and b[2] >= left - NEAR and b[1] <= bottom + NEAR and b[3] >= top - NEAR
        ]  # fmt: skip
        lefts, tops, rights, bottoms = zip(box, *near, strict=True)
        grown = min(lefts), min(tops), max(rights), max(bottoms)
        if grown == box:
            return box
        box = grown


def _path(ring: Ring) -> str:
    """A closed path in tenths of a unit: absolute start, then relative steps."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    x, y = tenths[0]
    text = f"M{_tenth(x)} {_tenth(y)}l"
    last = "-"
    for next_x, next_y in tenths[1:]:
        for step in (next_x - x, next_y - y) if (next_x, next_y) != (x, y) else ():
            word = _tenth(step)
            joined = last == "-" or word.startswith("-") or (word.startswith(".") and "." in last)
            text += word if joined else f" {word}"
            last = word
        x, y = next_x, next_y
    return text + "z"


def _tenth(value: int) -> str:
    text = f"{value / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
