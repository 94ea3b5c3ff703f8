"""Quotation marks that YAML does not know: a value in them has them as part of its text."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Location, Problem, Severity
from sitegen.yaml.nodes import Mapping, Node, Scalar, Sequence

PAIRS = {
    "“": "”“", "„": "“”‟", "‟": "”", "”": "”", "‘": "’‘", "‚": "‘’", "’": "’", "«": "»", "»": "«", "‹": "›",
    "›": "‹",
}  # fmt: skip
"""Each mark that opens, with those that close."""


def curly(node: Scalar) -> str:
    """The text between curly quotation marks around a value; empty if there are none."""
    text = node.text.strip()
    if not node.plain or len(text) < 3 or text[-1] not in PAIRS.get(text[0], ""):
        return ""
    inner = text[1:-1].strip()
    return "" if any(mark in inner for mark in (text[0], text[-1])) else inner


def quoted(node: Scalar, name: str, path: str, is_text: bool) -> Problem | None:
    """The problem of a value of the key `name` with curly quotation marks around it, if it has them.

    A warning for a text, which readers see with these marks; an error for all other values.
    """
    inner = "" if node.text.isascii() else curly(node)
    if not inner:
        return None
    first, last = node.text.strip()[0], node.text.strip()[-1]
    message = f'the marks {first} and {last} are part of the value of "{name}"'
    place = Location(path, node.line, node.column)
    if not is_text:
        return Problem("yaml.quotes", message, place, f"write it without them: {inner}")
    straight = inner.replace("\\", "\\\\").replace('"', '\\"')
    hint = f"""write "{straight}" with straight ones, or '{first}…{last}' if readers are to see them"""
    return Problem("yaml.quotes", message, place, hint, Severity.WARNING)


def values(node: Node, name: str = "") -> Iterator[tuple[Scalar, str]]:
    """All values below a node, each with the key that it belongs to."""
    if isinstance(node, Scalar):
        yield node, name
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from values(item, name)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield from values(value, key.text)
