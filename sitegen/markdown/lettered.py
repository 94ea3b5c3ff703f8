"""Lists whose items have letters or Roman numerals, such as `a)`, `(b)`, `iii)`, as in statutes.

Markdown joins such lines. Here a line is an item if another line at the same indentation has the previous or
the next letter. The letters stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

LINE = lazy_pattern(
    r"^(?P<quote>(?:[ ]{0,3}>[ ]?)*)(?P<indent>[ ]*)"
    r"(?P<marker>\(?(?P<label>[A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})\))"
    r"(?P<gap>[ \t]+)(?=\S)",
    re.MULTILINE,
)
ITEM = lazy_pattern(
    r"^[ ]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ ]+|(?=\(?(?:[A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})\)[ ])..)"
)
"""Beginning of a line whose item has what is indented as far; a letter becomes a sign of two columns."""
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
VALUES, SIGNS = (100, 90, 50, 40, 10, 9, 5, 4, 1), ("c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


class LetteredItem(Struct, frozen=True):
    """An item of a lettered list; `start` and `end` are the offsets of its indentation and marker."""

    start: int
    end: int
    marker: str
    indent: int
    """Columns by which its marker will be indented."""


class _Line(Struct, frozen=True):
    start: int
    end: int
    place: tuple[str, int]
    """Characters before the marker on its line, and its indentation."""
    form: str
    """Form of the marker: its label replaced by `a` or `A`."""
    marker: str
    letter: int
    """Position of its letter in the alphabet; 0 if it has several letters."""
    roman: int
    """Value as a Roman numeral; 0 if it is not one."""


class _Counted(Struct, frozen=True):
    """A line with the list that it continues: lists of different kinds or forms are different lists."""

    line: _Line
    list: tuple[tuple[str, int], str, str]


def lettered_items(text: str) -> Iterator[LetteredItem]:
    """Finds the items of lettered lists in a text, including those inside code."""
    if not _may_have_items(text):
        return
    lines = [line for found in LINE.finditer(text) if (line := _line(text, found))]
    for part in _parts(text, lines, HEADING):
        yield from _items(text, part)


def _may_have_items(text: str) -> bool:
    """True if a line begins with letters and a bracket; a fast test, since few texts have any."""
    at = text.find(")")
    while at > 0:
        if text[at - 1].isalpha() and (at < 9 or not text[at - 9 : at].isalpha()):
            begin = max(text.rfind("\n", 0, at), at - 80)
            if text[begin + 1 : at].lstrip(" >(").isalpha():
                return True
        at = text.find(")", at + 1)
    return False


def _line(text: str, found: re.Match[str]) -> _Line | None:
    indent = len(found["indent"])
    if indent > 3 and not _is_inside_item(text, found.start(), indent):
        return None
    label, marker = found["label"], found["marker"]
    form = f"{marker[0] if marker[0] == '(' else ''}{'a' if label.islower() else 'A'})"
    letter = ord(label.lower()) - ord("a") + 1 if len(label) == 1 else 0
    place = (found["quote"], indent)
    return _Line(found.start("indent"), found.end(), place, form, marker, letter, roman_value(label.lower()))


def _is_inside_item(text: str, start: int, indent: int) -> bool:
    """True if the nearest less indented line above begins an item of a list."""
    for line in reversed(text[max(start - 5000, 0) : start].split("\n")[:-1]):
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            marker = ITEM.match(line)
            return marker is not None and indent < len(marker[0]) + 4
    return False


def roman_value(label: str) -> int:
    """Value of a Roman numeral in lower case; 0 if it is not valid."""
    total = 0
    for here, after in zip(label, [*label[1:], ""], strict=True):
        value = ROMAN.get(here, 0)
        if not value:
            return 0
        total += -value if value < ROMAN.get(after, 0) else value
    return total if label == as_roman(total) else 0


def as_roman(number: int) -> str:
    """Roman numeral of a number below 400; empty for 0."""
    parts = []
    for value, sign in zip(VALUES, SIGNS, strict=True):
        parts.append(sign * (number // value))
        number %= value
    return "".join(parts)


def letter_after(label: str) -> str:
    """Letter after this one; empty after the last, or if there are several letters."""
    return chr(ord(label) + 1) if len(label) == 1 and label not in "zZ" else ""


def roman_after(label: str) -> str:
    """Roman numeral after this one, in the same case; empty if it is not valid."""
    value = roman_value(label.lower())
    following = as_roman(value + 1) if value else ""
    return following if label.islower() else following.upper()


HEADING = lazy_pattern(r"^[ ]{0,3}#{1,6}[ \t]", re.MULTILINE)
PARAGRAPH = lazy_pattern(r"\n[ \t>]*\n(?=[^\s>])")
"""A blank line followed by text that is not indented."""


def _parts(text: str, lines: Sequence[_Line], border: re.Pattern[str]) -> Iterator[list[_Line]]:
    """Groups lines; a match of `border` between two lines begins a new group."""
    part: list[_Line] = []
    for line in lines:
        if part and border.search(text, part[-1].end, line.start):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _items(text: str, lines: Sequence[_Line]) -> Iterator[LetteredItem]:
    """Yields lines that have a neighbour with an adjacent label; alternating forms are nested."""
    counted = {found.line: found.list for found in _counted(lines)}
    for part in _parts(text, [line for line in lines if line in counted], PARAGRAPH):
        nested: list[tuple[tuple[str, int], str, str]] = []
        for line in part:
            own = counted[line]
            nested = [outer for outer in nested if outer[0] == line.place]
            nested = nested[: nested.index(own)] if own in nested else nested
            yield LetteredItem(line.start, line.end, line.marker, line.place[1] + 2 * len(nested))
            nested.append(own)


def _counted(lines: Sequence[_Line]) -> Iterator[_Counted]:
    """Yields the lines that continue an earlier line or that a later one continues."""
    last: dict[tuple[tuple[str, int], str, str], tuple[_Line, int]] = {}
    for line in lines:
        kind, value = _counts(line, last)
        own = (line.place, line.form, kind)
        before = last.get(own)
        if before and before[1] + 1 == value:
            yield _Counted(before[0], own)
            yield _Counted(line, own)
        last[own] = (line, value)


def _counts(line: _Line, last: dict[tuple[tuple[str, int], str, str], tuple[_Line, int]]) -> tuple[str, int]:
    """Kind of a label and its value; `i` is a letter after `h`, and otherwise a Roman numeral."""
    letters = last.get((line.place, line.form, "letter"))
    romans = last.get((line.place, line.form, "roman"))
    if line.letter and letters and letters[1] + 1 == line.letter:
        return "letter", line.letter
    if line.roman and (line.roman == 1 or not line.letter or (romans and romans[1] + 1 == line.roman)):
        return "roman", line.roman
    return "letter", line.letter
