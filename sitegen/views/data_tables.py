"""Tables for spreadsheets, in which no cell is a formula."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

SEPARATOR = lazy_pattern(r"([;\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029])")
"""Characters at which some spreadsheets begin a new cell or row: many split cells at semicolons."""
FORMULA = lazy_pattern(
    r"""(?P<before>[\s"\u200b\u2060\ufeff]*)(?P<guards>'*)(?P<sign>[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])"""
)
"""Matches the beginning of a formula, possibly guarded already.

The full-width and small forms are used by East Asian versions (OWASP, CSV Injection).
"""
NUMBER = lazy_pattern(r"\s*[+-]\d+(\.\d+)?\s*")


class Table(Struct, frozen=True):
    columns: tuple[str, ...]
    rows: Iterable[tuple[str, ...]]


def row(*values: object) -> tuple[str, ...]:
    """A row of cells; `str` subclasses become plain `str`."""
    return tuple(cell(str.__str__(value) if isinstance(value, str) else value) for value in values)


def cell(value: object) -> str:
    """A value as a cell that spreadsheets show and do not compute."""
    if type(value) is str:
        return guarded(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, (list, Mapping)) for item in value):
        return guarded("; ".join(map(str, value)))
    if isinstance(value, (list, Mapping)):
        return guarded(json.dumps(value, ensure_ascii=False))
    return guarded(str(value))


def guarded(text: str) -> str:
    """A text without formulas: an apostrophe precedes each sign that would begin one.

    Numbers are unchanged. Removing one apostrophe before each such sign restores the text, since existing
    apostrophes are preceded by one more.
    """
    if text[:1].isalnum() and not SEPARATOR.search(text):
        return text
    return "".join(_guarded(part) for part in SEPARATOR.split(text))


def _guarded(part: str) -> str:
    found = FORMULA.match(part)
    if found is None or (not found["guards"] and NUMBER.fullmatch(part)):
        return part
    place = found.end("before")
    return f"{part[:place]}'{part[place:]}"
