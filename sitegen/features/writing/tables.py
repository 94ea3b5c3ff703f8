"""A table must have a row of hyphens below its first row, and no row with more cells than that one.

| City | Country |
|------|---------|
| Bonn | Germany | joined 1999 |   →   table.cells: this row has 3 cells, and the table 2 columns
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.tokens import Kind, blanked
from sitegen.types import GFM, Problem, Severity
from sitegen.types.patterns import lazy_pattern

HYPHENS = lazy_pattern(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
BAR = lazy_pattern(r"(?<!\\)\|")
CONTAINER = lazy_pattern(r"[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)?")
LONGEST = 40
"""Characters of a lost cell to show in a message."""


class _Row(Struct, frozen=True):
    start: int
    """Offset of its first character."""
    text: str

    @property
    def cells(self) -> list[str]:
        inner = self.text.removeprefix("|")
        ends = inner.endswith("|") and not inner.endswith("\\|")
        return BAR.split(inner[:-1] if ends else inner)

    @property
    def is_hyphens(self) -> bool:
        return "|" in self.text and HYPHENS.fullmatch(self.text) is not None


def check(written: WrittenText) -> Iterator[Problem]:
    if "<table" not in written.source.html and "|" not in written.source.html:
        return
    if all(map(_is_sound, _neighbours(written.text))):
        return
    text = written.prose
    if written.engine == GFM:  # in GFM, a bar inside code ends a cell
        text = blanked(
            written.text, (token for token in written.tokens if token.kind in (Kind.FENCE, Kind.COMMENT))
        )
    for rows in _blocks(text):
        number = next((n for n, row in enumerate(rows) if row.is_hyphens), None)
        if number is None:
            yield from _without_hyphens(written, rows)
        elif number > 0:
            yield from _table(written, rows[number - 1 :])


def _neighbours(text: str) -> Iterator[list[str]]:
    """Groups of consecutive lines with bars."""
    first, end = text.rfind("\n", 0, text.find("|")) + 1, text.find("\n", text.rfind("|"))
    block: list[str] = []
    for line in text[first : end if end >= 0 else None].split("\n"):
        if "|" in line:
            block.append(line.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _is_sound(lines: list[str]) -> bool:
    """Fast test: True if the table certainly has no problem."""
    bars = lines[0].count("|")
    return (
        len(lines) > 1
        and not lines[1].strip("|:- \t")
        and lines[1].count("|") == bars
        and all(line[0] == line[-1] == "|" and line.count("|") <= bars for line in lines)
    )


def _blocks(text: str) -> Iterator[list[_Row]]:
    """Groups of consecutive lines with bars, as rows."""
    start, block = 0, list[_Row]()
    for line in [*text.split("\n"), ""]:
        if "|" in line:
            lead = CONTAINER.match(line)
            assert lead is not None
            block.append(_Row(start + lead.end(), line[lead.end() :].strip()))
        elif block:
            yield block
            block = []
        start += len(line) + 1


def _table(written: WrittenText, rows: list[_Row]) -> Iterator[Problem]:
    columns, hyphens = len(rows[0].cells), len(rows[1].cells)
    if columns != hyphens:
        if written.is_shown(rows[1].text):
            message = f"this row has {_columns(hyphens)} and the row above it {columns}, so this is no table"
            yield written.problem("table.columns", message, rows[1].start, "give both rows as many columns")
        return
    for row in rows[2:]:
        lost = [cell.strip() for cell in row.cells[columns:] if cell.strip()]
        if lost:
            words = written.text[row.start :].partition("\n")[0]
            shown = _Row(0, words.strip()).cells[columns:] if written.engine == GFM else lost
            said = ", ".join(f'"{cell.strip()[:LONGEST]}"' for cell in shown if cell.strip())
            cells = f"this row has {len(row.cells)} cells and the table {_columns(columns)}"
            hint = r"add a column to the first two rows, or write \| for a bar inside a cell"
            yield written.problem(
                "table.cells", f"{cells}, so {said} is not shown", row.start, hint, Severity.ERROR
            )


def _columns(number: int) -> str:
    return "1 column" if number == 1 else f"{number} columns"


def _without_hyphens(written: WrittenText, rows: list[_Row]) -> Iterator[Problem]:
    begins = [row for row in rows if row.text.startswith("|") and BAR.search(row.text, 1)]
    whole = len(rows) == 1 and rows[0].text.endswith("|")
    if (len(begins) > 1 or (begins and whole)) and written.is_shown(begins[0].text):
        message = "a table has a row of hyphens below its first row; without it, this is shown as text"
        hint = f"add the line |{'---|' * len(begins[0].cells)} below this one"
        yield written.problem("table.hyphens", message, begins[0].start, hint)
