"""Quotation marks that YAML does not know: a value in them has them as part of its text."""

from __future__ import annotations

from sitegen.nodes import Scalar

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
