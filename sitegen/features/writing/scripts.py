"""Subscripts and superscripts are written with tags; tildes and carets have a different meaning.

CO~2~             →   markdown.script: "~2~" does not make a low figure
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

SCRIPT = lazy_pattern(r"(?<=[\w)])(?P<sign>[~^])(?P<inner>[\w+−-]{1,6})(?P=sign)(?![~^])")
LOW = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
HIGH = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def check(written: WrittenText) -> Iterator[Problem]:
    for found in SCRIPT.finditer(written.prose):
        low, inner = found["sign"] == "~", found["inner"]
        tag, word = ("sub", "low") if low else ("sup", "high")
        sign = inner.translate(LOW if low else HIGH)
        hint = f"write <{tag}>{inner}</{tag}>" + (f" or {sign}" if sign != inner else "")
        message = f'"{found[0]}" does not make {inner} {word}'
        yield written.problem("markdown.script", message, found.start(), hint)
