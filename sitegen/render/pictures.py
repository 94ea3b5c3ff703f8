"""Encodes pictures for publication: upright, in sRGB, in one size and format, without metadata.

Metadata from cameras, phones and programs (location, time, names, previews, profiles) is not published,
because the file is encoded again from its pixels.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from sitegen.problems.formats import ProblemError
from sitegen.read.media import picture_kinds
from sitegen.types import Location, Problem
from sitegen.types.file_kinds import IMAGES, ending_of
from sitegen.views.inputs.files import PictureContent

if TYPE_CHECKING:
    from PIL.Image import Image

WHOLE = {"jpeg": 90, "webp": 90, "avif": 80}
"""Quality of a picture that keeps its format and size."""
WITH_PALETTE = ("P", "1")
PLAIN = ("L", "RGB", "RGBA", "LA")


def encode(data: bytes, wanted: PictureContent) -> bytes:
    """Encodes a picture in a size and format; the result is always the same. Raises ProblemError."""
    if kind := picture_kinds().get(ending_of(wanted.path)):
        return kind.write(data)
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # the limit was applied when the picture was read
    try:
        with Image.open(io.BytesIO(data), formats=tuple(IMAGES.values())) as image:
            return _moving(image, wanted) if wanted.moving else _still(image, wanted)
    except MemoryError:
        raise
    except Exception as error:  # decoders raise many kinds of exceptions
        if "memory" in str(error):
            raise MemoryError from error
        hint = "save it again from a program that shows it whole"
        place = Location(wanted.path)
        raise ProblemError(Problem("file.bytes", "this file is broken inside", place, hint)) from error


def _still(image: Any, wanted: PictureContent) -> bytes:
    size = (wanted.width, wanted.height)
    if _is_clean_jpeg(image, wanted):
        image.load()
        return _saved(image, "JPEG", {"quality": "keep", "progressive": True, "optimize": True})
    turned = image.size != size and _turns(image)
    if image.format == "JPEG":
        image.draft(None, size[::-1] if turned else size)  # decodes no more pixels than needed
    ready = _upright(image)
    if ready.size != size:
        ready = _smaller(ready, size)
    return _saved(_fit_for(ready, wanted.format), wanted.format, _options(wanted))


def _is_clean_jpeg(image: Any, wanted: PictureContent) -> bool:
    """True if a full-size JPEG can keep its coefficients, so that removing metadata loses no quality."""
    same = image.format == wanted.format == "JPEG" and image.size == (wanted.width, wanted.height)
    plain = image.mode in ("L", "RGB") and not image.info.get("icc_profile")
    return same and plain and image.getexif().get(0x0112, 1) == 1


def _turns(image: Any) -> bool:
    return image.getexif().get(0x0112) in (5, 6, 7, 8)


def _upright(image: Any) -> Image:
    """Converts to the displayed form: rotated as stored by the camera, in sRGB."""
    from PIL import ImageOps

    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if profile:
        upright = _in_srgb(upright, profile)
    return upright if upright.mode in (*PLAIN, *WITH_PALETTE) else _without_depth(upright)


def _in_srgb(image: Any, profile: bytes) -> Image:
    """Converts to sRGB; a picture with an invalid profile is treated as sRGB."""
    from PIL import ImageCms

    if image.mode in ("P", "PA"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colours = image.convert({"RGBA": "RGB", "LA": "L"}[image.mode]) if alpha else image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        changed = ImageCms.profileToProfile(colours, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # type: ignore[no-any-return]
    assert changed is not None
    if alpha:
        changed.putalpha(alpha)
    return changed


def _without_depth(image: Image) -> Image:
    """Converts to 8 bits for each channel."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _smaller(image: Image, size: tuple[int, int]) -> Image:
    from PIL.Image import Resampling

    if image.mode in WITH_PALETTE:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image.resize(size, Resampling.LANCZOS)


def _fit_for(image: Image, name: str) -> Image:
    """Converts to a mode that the format supports."""
    if name == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if name in ("PNG", "GIF"):
        return image
    return image if image.mode in ("RGB", "RGBA") else image.convert(
        "RGBA" if image.has_transparency_data else "RGB"
    )  # fmt: skip


def _options(wanted: PictureContent) -> dict[str, Any]:
    quality = wanted.quality or WHOLE.get(wanted.format.lower(), 0)
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": quality, "progressive": True, "optimize": True},
        "PNG": {"optimize": True},
        "GIF": {"optimize": True},
        "WEBP": {"quality": quality, "method": 4},
        "AVIF": {"quality": quality, "speed": 8, "max_threads": 1},
    }
    return options[wanted.format]


def _moving(image: Any, wanted: PictureContent) -> bytes:
    """Encodes all frames with their durations."""
    from PIL import ImageSequence

    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(frame.info.get("duration", 100))
        frames.append(_without_notes(_in_colour(frame)))
    options = {**_options(wanted), "save_all": True, "append_images": frames[1:], "duration": durations}
    if wanted.format == "GIF":
        options |= {"disposal": 2, "optimize": False}
    if wanted.format in ("GIF", "PNG", "WEBP"):
        options["loop"] = image.info.get("loop", 0)
    return _saved(frames[0], wanted.format, options)


def _in_colour(frame: Image) -> Image:
    return frame.convert("RGBA" if frame.has_transparency_data else "RGB")


def _saved(image: Any, name: str, options: dict[str, Any]) -> bytes:
    data = io.BytesIO()
    ready = _without_notes(image)
    try:
        ready.save(data, name, **options)
    except (RuntimeError, OSError, ValueError) as error:  # encoders raise these when they are out of memory
        raise MemoryError from error
    return data.getvalue()


KEPT = ("transparency", "background")
"""Metadata that affects the pixels."""


def _without_notes(image: Any) -> Any:
    """Removes metadata that Pillow would write: comments, profiles, EXIF, XMP."""
    image.info = {key: value for key, value in image.info.items() if key in KEPT}
    return image
