"""The fonts of social cards."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import Axis, FreeTypeFont


@lru_cache(maxsize=64)
def font_of(path: str, size: int, weight: int) -> FreeTypeFont:
    """The font in a file, in a size in pixels and a weight."""
    from PIL import ImageFont

    font = ImageFont.truetype(path, size)
    try:
        axes = font.get_variation_axes()
    except OSError:  # a font with one weight
        return font
    font.set_variation_by_axes([_value(axis, weight) for axis in axes])
    return font


def _value(axis: Axis, weight: int) -> float:
    """Value on an axis of a font: the requested weight, or the default of other axes."""
    least, usual, most = (axis[name] or 0 for name in ("minimum", "default", "maximum"))
    return min(max(weight, least), most) if axis["name"] == b"Weight" else usual


@lru_cache(maxsize=16)
def characters(path: str) -> frozenset[int]:
    """Code points of the characters that a font has."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
