"""Pictures beside entries, their renditions, and social cards."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from sitegen.types.problem import Location
from sitegen.types.source import Digest


class Picture(Struct, frozen=True, array_like=True):
    """Metadata of a picture."""

    digest: Digest
    """Digest of the picture's bytes."""
    bytes: int
    format: str
    """Name of the format in Pillow: `JPEG`."""
    width: int
    height: int
    """Height as displayed, after the rotation stored by the camera; `width` likewise."""
    clear: bool
    """True if parts of the picture are transparent."""
    moving: bool
    """True if the picture is animated."""
    left_out: tuple[str, ...] = ()
    """Names of parts that are not published, for a format besides those of pixels."""


class PictureFacts(NamedTuple):
    """Facts of a picture whose format a feature knows."""

    format: str
    width: int
    height: int
    left_out: tuple[str, ...]
    """Names of parts that are not published."""


class PictureKind(Struct, frozen=True):
    """A format of pictures besides those of pixels, which has one size."""

    read: Callable[[bytes], PictureFacts | str]
    """Returns the facts of a file, or why it cannot be published."""
    write: Callable[[bytes], bytes]
    """Returns what is published of a file that can be read."""


class Rendition(Struct, frozen=True):
    """A picture in one size and format."""

    path: str
    """Path of the output."""
    format: str
    width: int
    height: int


class PictureRule(Struct, frozen=True):
    """Settings for the renditions of pictures on pages."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    formats: tuple[str, ...] = ("avif", "webp")
    """Formats in order of preference; a browser uses the first one that it supports."""
    quality: tuple[tuple[str, int], ...] = (("avif", 60), ("webp", 76), ("jpeg", 82))
    sizes: str = "(min-width: 48em) 44em, 100vw"
    """Displayed width of a picture in a text, as in the attribute `sizes`."""


class Font(Struct, frozen=True):
    name: str
    """Value in `site.yaml`: a path below `static/`, or `package:` and the name of a Python package."""
    digest: Digest


class SocialCardRule(Struct, frozen=True):
    """Design of the pictures that social networks show beside a link to a page."""

    fonts: tuple[Font, ...]
    """Fonts in order; each character is drawn with the first font that has it."""
    background: str
    colour: str
    accent: str
    """Colours as `#rrggbb`."""
    missing: tuple[str, ...]
    """Packages that are not installed; if there are any, no cards are drawn."""
    types: tuple[str, ...]
    """Types whose entries have cards of their own; empty for all."""
    location: Location
