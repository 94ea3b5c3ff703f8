"""Draws the illustrations of entries, which are SVG, as pixels.

It knows what illustrations consist of: rectangles, circles, paths and letters, with colours, opacity and
transformations. Other elements are left out.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
Fonts = Callable[[str, int], "FreeTypeFont | None"]
"""Returns the font for some letters in a size; None if no font has them."""

SMOOTH = 2
"""Width of the drawing in pixels, for each pixel of the result."""
STEPS = 8
"""Lines that stand for a curve."""
TRANSFORM = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")


class _State(Struct, frozen=True):
    """Style that an element inherits from the elements around it."""

    matrix: Matrix
    fill: str = "#000000"
    opacity: float = 1.0


def drawn(
    svg: str, box: tuple[float, float, float, float], size: tuple[int, int], fonts: Fonts, background: str
) -> Image:
    """The part of an SVG in a box, in the units of its `viewBox`; the rest has the background."""
    from PIL import Image

    left, top, right, bottom = box
    width, height = size[0] * SMOOTH, size[1] * SMOOTH
    image = Image.new("RGB", (width, height), background)
    across, down = width / (right - left), height / (bottom - top)
    canvas = _Canvas(image, fonts)
    with suppress(ParseError):
        root = fromstring(svg)  # noqa: S314 made by sitegen from trusted files
        canvas.draw(root, _State((across, 0, 0, down, -left * across, -top * down)))
    return image.reduce(SMOOTH)


class _Canvas:
    """Draws elements on an image, one over the other."""

    def __init__(self, image: Image, fonts: Fonts) -> None:
        self.image = image
        self.fonts = fonts

    def draw(self, element: Element, state: _State) -> None:
        get, name = element.get, element.tag.rpartition("}")[2]
        state = replace(
            state,
            matrix=_combined(state.matrix, get("transform", "")),
            fill=_colour(get("fill", ""), state.fill),
            opacity=state.opacity * float(get("opacity", "1")),
        )
        if name == "text":
            self._letters(element, state)
        contours = [
            [_moved(state.matrix, point) for point in contour] for contour in _contours(name, element)
        ]
        if get("fill") != "none":
            self._fill(contours, state.fill, state.opacity)
        if get("stroke"):
            width = float(get("stroke-width", "1")) * math.sqrt(abs(_determinant(state.matrix)))
            self._line(contours, _colour(get("stroke", ""), state.fill), max(1, round(width)), state.opacity)
        for inner in element:
            self.draw(inner, state)

    def _fill(self, contours: list[list[Point]], colour: str, opacity: float) -> None:
        """Fills what is inside of an odd number of contours."""
        from PIL import Image, ImageChops, ImageColor, ImageDraw

        seen = [contour for contour in contours if len(contour) > 2 and _box(contour, self.image.size)]
        if not seen:
            return
        level = round(255 * opacity)
        if _are_apart(seen):
            pen = ImageDraw.Draw(self.image, "RGBA")
            for contour in seen:
                pen.polygon(contour, (*ImageColor.getrgb(colour), level))
            return
        left, top, right, bottom = _box([point for contour in seen for point in contour], self.image.size)
        mask = Image.new("1", (right - left, bottom - top))
        for contour in seen:
            x, y, end, low = _box(contour, self.image.size)
            own = Image.new("1", (end - x, low - y))
            ImageDraw.Draw(own).polygon([(a - x, b - y) for a, b in contour], fill=1)
            place = (x - left, y - top, end - left, low - top)
            mask.paste(ImageChops.logical_xor(mask.crop(place), own), place)
        self.image.paste(colour, (left, top), mask.convert("L").point([0] * 255 + [level]))

    def _line(self, contours: list[list[Point]], colour: str, width: int, opacity: float) -> None:
        from PIL import Image, ImageDraw

        mask = Image.new("L", self.image.size)
        pen = ImageDraw.Draw(mask)
        for contour in contours:
            pen.line([*contour, *contour[:2]], round(255 * opacity), width, joint="curve")
        self.image.paste(colour, (0, 0), mask)

    def _letters(self, element: Element, state: _State) -> None:
        """Writes letters around a point in the middle."""
        from PIL import ImageDraw

        text, size = element.text or "", float(element.get("font-size", "16")) * state.matrix[3]
        font = self.fonts(text, round(size))
        if font:
            place = _moved(state.matrix, (float(element.get("x", "0")), float(element.get("y", "0"))))
            ImageDraw.Draw(self.image).text(place, text, state.fill, font, "mm")


def _contours(name: str, element: Element) -> list[list[Point]]:
    """The outlines of a shape; none for other elements."""

    def number(key: str) -> float:
        return float(element.get(key, "0"))

    if name == "rect":
        left, top = number("x"), number("y")
        right, bottom = left + number("width"), top + number("height")
        return [[(left, top), (right, top), (right, bottom), (left, bottom)]]
    if name == "circle":
        turns = (2 * math.pi * step / (8 * STEPS) for step in range(8 * STEPS))
        x, y, radius = number("cx"), number("cy"), number("r")
        return [[(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]]
    return _path(element.get("d", "")) if name == "path" else []


def _path(text: str) -> list[list[Point]]:
    from fontTools.svgLib.path import parse_path

    pen = _Pen()
    parse_path(text, pen)
    return pen.contours


class _Pen:
    """Collects the contours of a path; curves become lines."""

    def __init__(self) -> None:
        self.contours: list[list[Point]] = []

    def moveTo(self, point: Point) -> None:  # noqa: N802 the names are those of fontTools
        self.contours.append([point])

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self.contours[-1].append(point)

    def curveTo(self, *points: Point) -> None:  # noqa: N802
        self.contours[-1] += _curve(self.contours[-1][-1], *points)

    def qCurveTo(self, *points: Point) -> None:  # noqa: N802
        start, (middle, end) = self.contours[-1][-1], points
        first = (start[0] + (middle[0] - start[0]) * 2 / 3, start[1] + (middle[1] - start[1]) * 2 / 3)
        second = (end[0] + (middle[0] - end[0]) * 2 / 3, end[1] + (middle[1] - end[1]) * 2 / 3)
        self.contours[-1] += _curve(start, first, second, end)

    def closePath(self) -> None:  # noqa: N802
        """Contours are closed by themselves."""

    def endPath(self) -> None:  # noqa: N802
        """A path that is open is filled like a closed one."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _curve(*points: Point) -> Iterator[Point]:
    """Points of a cubic curve after its start."""
    a, b, c, d = points
    for step in range(1, STEPS + 1):
        t = step / STEPS
        s = 1 - t
        weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        yield (
            sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
            sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
        )


def _colour(written: str, usual: str) -> str:
    return written if COLOUR.fullmatch(written) else usual


def _combined(matrix: Matrix, transform: str) -> Matrix:
    for name, written in TRANSFORM.findall(transform):
        values = [float(number) for number in NUMBER.findall(written)]
        if name == "translate":
            matrix = _product(matrix, (1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0))
        elif name == "scale":
            matrix = _product(matrix, (values[0], 0, 0, values[-1], 0, 0))
        else:
            turn = math.radians(values[0])
            x, y = values[1:] if len(values) > 2 else (0.0, 0.0)
            sin, cos = math.sin(turn), math.cos(turn)
            turned = (cos, sin, -sin, cos, x - x * cos + y * sin, y - x * sin - y * cos)
            matrix = _product(matrix, turned)
    return matrix


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _determinant(matrix: Matrix) -> float:
    return matrix[0] * matrix[3] - matrix[1] * matrix[2]


def _moved(matrix: Matrix, point: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _are_apart(contours: list[list[Point]]) -> bool:
    """True if contours stand side by side, from left to right, so that none has a hole."""
    sides = [(min(x for x, _ in contour), max(x for x, _ in contour)) for contour in contours]
    return all(end <= start for (_, end), (start, _) in itertools.pairwise(sides))


def _box(points: list[Point], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels around points that are within a size; empty if there are none."""
    across, down = [x for x, _ in points], [y for _, y in points]
    left, top = max(0, math.floor(min(across))), max(0, math.floor(min(down)))
    right, bottom = min(size[0], math.ceil(max(across)) + 1), min(size[1], math.ceil(max(down)) + 1)
    return (left, top, right, bottom) if left < right and top < bottom else ()  # type: ignore[return-value]
