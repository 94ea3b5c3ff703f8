"""Texts of documents before their shortcodes are rendered."""

from __future__ import annotations

from msgspec import Struct

from sitegen.types import Shortcode
from sitegen.views.views import FigureView


class Call(Struct, frozen=True):
    """A shortcode to be rendered; `figure` is that of the shortcode `number`."""

    shortcode: Shortcode
    path: str
    """Path of the content file that contains it."""
    figure: FigureView | None


class UnfilledBody(Struct, frozen=True):
    """A body with the addresses of its links, whose shortcodes are not rendered yet."""

    html: str
    calls: tuple[Call, ...]
