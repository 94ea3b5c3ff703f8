"""Imports what reading needs into the process of a session, from which each build starts new ones."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from sitegen.check.document_rules import document_rules
from sitegen.markdown.markdown import convert
from sitegen.markdown.of_extensions import own_extensions

SAMPLE = "# A\n\n- ~~b~~ | [^1] https://example.org\n\n```\nc\n```\n\nd\n: e"
"""A text for which an engine imports everything that it may need."""


def load_reading(engine: str) -> None:
    """Imports what reading needs, so that processes which are started later have it.

    With Markdown extensions of the site, the engine is left out: they may fail, which is for the text that
    they are used on.
    """
    import_module("sitegen.read.document")
    document_rules()
    if not own_extensions():
        _load_engine(engine)


@cache
def _load_engine(name: str) -> None:
    convert(SAMPLE, "", 1, name)
