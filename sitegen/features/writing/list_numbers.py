"""The numbers of a list must be displayed as they are written.

1. One
3. Three          →   list.number: this item is written as 3 and shown as 2
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.lines import Lines
from sitegen.markdown.lists import numbers_of
from sitegen.markdown.marks import comparable
from sitegen.types import Problem, Severity

HINT = (
    "number the items one after another; text between two items belongs to the first if it is indented as far"
)


def check(written: WrittenText) -> Iterator[Problem]:
    if "<ol" not in written.source.html:
        return
    starts = Lines(written.text).starts
    numbers = sorted(numbers_of(comparable(written.text)), key=lambda number: (number.list, number.line))
    for _, group in groupby(numbers, key=lambda number: number.list):
        items = list(group)
        if all(item.written == items[0].written for item in items):
            continue  # all are 1: Markdown numbers the list
        wrong = next((item for item in items if item.written != item.shown), None)
        if wrong:
            message = f"this item is written as {wrong.written} and shown as {wrong.shown}"
            begin = starts[wrong.line]
            line = written.text[begin:].partition("\n")[0]
            place = begin + len(line) - len(line.lstrip(" \t>"))
            yield written.problem("list.number", message, place, HINT, Severity.ERROR)
