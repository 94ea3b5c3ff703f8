"""Letters and Roman numerals of list items, by the types of lists in HTML (HTML Standard, 4.4.5)."""

from __future__ import annotations

from sitegen.markdown.lettered import as_roman

LARGEST = 400
"""Letters and Roman numerals end before it."""


def letters_of(kind: str, number: int) -> str:
    """Label of an item of the type a, A, i or I: `c`, `aa`, `IV`; empty if it has to be a number."""
    if not 0 < number < LARGEST or kind not in ("a", "A", "i", "I"):
        return ""
    rounds, letter = divmod(number - 1, 26)
    label = as_roman(number) if kind in "iI" else chr(ord("a") + letter) * (rounds + 1)
    return label.upper() if kind.isupper() else label
