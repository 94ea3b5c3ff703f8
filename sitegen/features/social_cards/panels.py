"""The picture beside the title of a social card: a photograph, or the drawing of an entry."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.features.social_cards.card_views import HEIGHT
from sitegen.features.social_cards.fonts import characters, font_of
from sitegen.features.social_cards.inputs import CardPicture, Sketch
from sitegen.features.social_cards.vector import drawn
from sitegen.read.scan import read_bytes
from sitegen.render.pictures import encode
from sitegen.views.inputs.files import PictureContent

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

PANEL = 440
"""Width in pixels."""
COLOURS = 222
"""Colours of a panel; a palette has room for those of the text as well."""
AROUND = 1.4
"""Height and width of a square drawing with the space around it."""
QUALITY = 92
EDGES = {"left": 0.0, "right": 1.0, "top": 0.0, "bottom": 1.0}


@lru_cache(maxsize=8)
def panel(picture: CardPicture | Sketch, background: str, fonts: tuple[str, ...], root: Path) -> Image:
    """The panel with its own palette; the same for all languages of an entry. Raises ProblemError."""
    from PIL.Image import Dither, Quantize

    if isinstance(picture, CardPicture):
        shown = _cropped(picture, root)
        return shown.quantize(COLOURS, Quantize.MEDIANCUT, dither=Dither.FLOYDSTEINBERG)
    return _drawing(picture, background, fonts).quantize(COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)


def _cropped(picture: CardPicture, root: Path) -> Image:
    """The part of a picture around its focal point that fills the panel."""
    from PIL import Image

    facts = picture.facts
    scale = max(PANEL / facts.width, HEIGHT / facts.height)
    width, height = (
        max(least, round(side * scale)) for side, least in ((facts.width, PANEL), (facts.height, HEIGHT))
    )
    wanted = PictureContent(picture.path, facts.digest, "PNG", width, height, QUALITY, moving=False)
    words = picture.focus.split()
    across = next((EDGES[word] for word in words if word in ("left", "right")), 0.5)
    down = next((EDGES[word] for word in words if word in ("top", "bottom")), 0.5)
    left, top = round((width - PANEL) * across), round((height - HEIGHT) * down)
    with Image.open(io.BytesIO(encode(read_bytes(root, picture.path), wanted))) as whole:
        flat = _on_white(whole)
    return flat.crop((left, top, left + PANEL, top + HEIGHT))


def _on_white(image: Image) -> Image:
    from PIL import Image as Images

    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    white = Images.new("RGBA", clear.size, "white")
    return Images.alpha_composite(white, clear).convert("RGB")


def _drawing(sketch: Sketch, background: str, fonts: tuple[str, ...]) -> Image:
    def font_for(text: str, size: int) -> FreeTypeFont | None:
        able = (path for path in fonts if all(ord(char) in characters(path) for char in text))
        path = next(able, None)
        return font_of(path, size, 600) if path else None

    if sketch.width == sketch.height:
        half = sketch.width * AROUND / 2
        middle, high = sketch.width / 2, half * HEIGHT / PANEL
        box = (middle - half, middle - high, middle + half, middle + high)
    else:
        half = sketch.height * PANEL / HEIGHT / 2
        centre = min(max(sketch.centre, half), sketch.width - half)
        box = (centre - half, 0, centre + half, sketch.height)
    return drawn(sketch.svg, box, (PANEL, HEIGHT), font_for, background)
