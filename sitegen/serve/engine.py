"""Loads the Markdown engine into the process of a session, from which each build starts new ones."""

from __future__ import annotations

from functools import cache

from sitegen.markdown.markdown import convert

SAMPLE = "# A\n\n- ~~b~~ | [^1] https://example.org\n\n```\nc\n```\n\nd\n: e"
"""A text for which an engine imports everything that it may need."""


@cache
def load_engine(name: str) -> None:
    """Imports what an engine needs, so that processes which are started later have it."""
    convert(SAMPLE, "", 1, name)
