"""Conversion of texts by comrak instead of Python-Markdown, where both give the same HTML."""

from __future__ import annotations

from functools import cache

from sitegen.features.native.alike import is_alike
from sitegen.markdown.of_extensions import own_extensions


def native(text: str) -> str | None:
    """HTML of a text that both engines convert alike; None if Python-Markdown must convert it.

    That is also so if comrak is not installed, and on sites that add extensions to Python-Markdown.
    """
    if not has_comrak() or own_extensions() or not is_alike(text := text.expandtabs(4)):
        return None
    from sitegen.markdown.gfm import gfm

    return gfm(text).rstrip("\n")


@cache
def has_comrak() -> bool:
    """True if comrak is installed and its library can be loaded."""
    try:
        import comrak  # noqa: F401
    except ImportError:
        return False
    return True
