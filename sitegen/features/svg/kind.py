"""The kind of picture for the files of `content/` that end in `.svg`."""

from __future__ import annotations

from sitegen.features.svg.sanitise import NotADrawing, sanitised
from sitegen.types import PictureFacts, PictureKind

USUAL = (300, 150)
"""Size of a drawing that does not say it, as in browsers (CSS 2.1, 10.3.2)."""
LARGEST = 20_000
"""Limit on width and height in pixels."""


def read(data: bytes) -> PictureFacts | str:
    """Facts of a drawing; for a file that is refused, why."""
    try:
        drawing = sanitised(data)
    except NotADrawing as error:
        return str(error)
    width, height = (drawing.width or USUAL[0], drawing.height or USUAL[1])
    if max(width, height) > LARGEST:
        return f"has {width:g} × {height:g} pixels, more than {LARGEST:,} in one direction"
    return PictureFacts("SVG", max(1, round(width)), max(1, round(height)), drawing.left_out)


def write(data: bytes) -> bytes:
    """The drawing without what is left out. Raises NotADrawing."""
    return sanitised(data).data


PICTURE_KINDS = {".svg": PictureKind(read, write)}
