"""The Python code that Jinja makes of a template, with fewer steps for the same text.

Lines of code stay where they are, so that failures name the line of the template.
"""

from __future__ import annotations

import re
from typing import Any

import markupsafe

from sitegen.render.failures import NotText

RUNTIME = "from jinja2.runtime import "
YIELDS = re.compile(r"^( *)yield (?!from )(?:.+)\n(?:\1yield (?!from ).+\n)+", re.MULTILINE)
"""Pieces of text that a template yields one by one, each on a line."""
YIELD = re.compile(r"^ *yield ", re.MULTILINE)
PLAIN = (int, bool, float)
SPECIAL = re.compile("[&<>\"']").search


def quick(source: str) -> str:
    """The code with `escape` of this module, and with neighbouring pieces of text joined."""
    if source.startswith(RUNTIME):
        source = source.replace("\n", f"; from {__name__} import escape\n", 1)
    return YIELDS.sub(_joined, source)


def _joined(run: re.Match[str]) -> str:
    pieces = YIELD.sub("", run[0]).rstrip("\n").replace("\n", ",\n")
    return f"{run[1]}yield ''.join(({pieces}))\n"


def escape(value: Any) -> str:
    """Some HTML for a value. It is not `Markup` if it is a text without special characters."""
    kind: Any = type(value)
    if kind is markupsafe.Markup or (kind is str and not SPECIAL(value)):
        return value  # type: ignore[no-any-return]
    if kind.__str__ is object.__str__ and kind not in PLAIN and not hasattr(value, "__html__"):
        raise NotText(value)
    return markupsafe.escape(value)
