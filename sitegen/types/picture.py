"""Pictures beside entries and the files that are made of them; pictures of titles."""

from __future__ import annotations

from msgspec import Struct

from sitegen.types.problem import Location
from sitegen.types.source import Digest


class Picture(Struct, frozen=True):
    """What is known of a picture without its pixels."""

    digest: Digest
    """Of its bytes."""
    bytes: int
    format: str
    """As Pillow calls it: `JPEG`."""
    width: int
    height: int
    """As it is seen: with the turn that the camera noted."""
    clear: bool
    """It has parts that one can see through."""
    moving: bool
    """It has several frames."""


class Rendition(Struct, frozen=True):
    """A picture in one size and format."""

    path: str
    """Of the output."""
    format: str
    width: int
    height: int


class PictureRule(Struct, frozen=True):
    """What is made of pictures that pages show."""

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    formats: tuple[str, ...] = ("avif", "webp")
    """The first that a browser knows is the one it takes."""
    quality: tuple[tuple[str, int], ...] = (("avif", 60), ("webp", 76), ("jpeg", 82))
    sizes: str = "(min-width: 48em) 44em, 100vw"
    """How wide a picture in a text is shown, as in the attribute of this name."""


class Font(Struct, frozen=True):
    name: str
    """As in `site.yaml`: a path below `static/`, or `package:` and a Python package."""
    digest: Digest


class SocialCardRule(Struct, frozen=True):
    """How the pictures look that networks show beside a link to a page."""

    fonts: tuple[Font, ...]
    """Each character is drawn from the first that has it."""
    background: str
    colour: str
    accent: str
    """Each as `#rrggbb`."""
    missing: tuple[str, ...]
    """Packages that are not installed; with one, no cards are drawn."""
    location: Location
