"""Extensions of Python-Markdown that extensions of a site name."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sitegen.types import Location
from sitegen.types.registers import by_name, per_extensions


class MarkdownExtension(Struct, frozen=True):
    """Settings of an extension of Python-Markdown, and the place that names it."""

    settings: Mapping[str, object]
    place: Location


@per_extensions
def own_extensions() -> Mapping[str, MarkdownExtension]:
    """Extensions of Python-Markdown that extensions of the site name."""
    return by_name({}, "MARKDOWN")
