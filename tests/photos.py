"""Pictures as cameras and programs save them: with much beside the pixels."""

from __future__ import annotations

import io
from functools import cache
from random import Random

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRETS = (
    b"Secret Camera",
    b"52.5208",
    b"A private word",
    b"geo-marker",
    b"after the end",
    b"Secret Profile",
)
TURNED = 6
"""The EXIF value of a camera held upright."""


@cache
def photo(kind: str = "JPEG", size: tuple[int, int] = (1000, 500), turn: int = 1) -> bytes:
    """A picture with a camera's name, a place, notes, and more bytes behind its end."""
    data = io.BytesIO()
    picture(size).save(data, kind, exif=_exif(turn), **_notes(kind))
    return data.getvalue() + b"after the end"


def picture(size: tuple[int, int], mode: str = "RGB") -> Image.Image:
    """Red on the left and a play of greens and blues on the right."""
    image = noise(size)
    right = Image.merge("RGB", (Image.new("L", size, 0), image, Image.linear_gradient("L").resize(size)))
    right.paste((220, 20, 20), (0, 0, size[0] // 2, size[1]))
    return right.convert(mode)


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("L", size, Random(7).randbytes(size[0] * size[1]))


def _exif(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Secret Camera", turn
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 15.0), 29: "52.5208"})
    exif[0x9286] = "52.5208"
    return exif


def _notes(kind: str) -> dict[str, object]:
    if kind == "JPEG":
        return {"comment": b"A private word", "quality": 92}
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Comment", "A private word")
        info.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>geo-marker</x:xmpmeta>")
        return {"pnginfo": info}
    return {"xmp": b"<x:xmpmeta>geo-marker</x:xmpmeta>"}


@cache
def wide_gamut_profile() -> bytes:
    """A profile in which red and green have changed places, so that one can see whether it was used."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
