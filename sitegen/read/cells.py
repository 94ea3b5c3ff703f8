"""Cells of a table in CSV or TSV, each with its line and column (RFC 4180)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

MOST_COLUMNS = 500
MOST_ROWS = 200_000
NAMED = lazy_pattern(r"(?i)sep=([,;\t|])\n")
"""A first line in which Excel names the separator."""


class Cell(Struct, frozen=True):
    text: str
    line: int
    column: int


class TableError(Exception):
    """A text is no table; carries what is wrong, where, and a hint."""

    def __init__(self, message: str, line: int, column: int, hint: str) -> None:
        super().__init__(message)
        self.message, self.line, self.column, self.hint = message, line, column, hint


def delimiter_of(text: str) -> str:
    """The character that separates the names of the columns: a comma, a semicolon or a tab."""
    if named := NAMED.match(text):
        return named[1]
    header = text.partition("\n")[0]
    counts = {sign: header.count(sign) for sign in ",;\t"}
    return max(counts, key=lambda sign: counts[sign]) if any(counts.values()) else ","


def rows_of(text: str, delimiter: str) -> Iterator[list[Cell]]:
    """Yields the rows of a text with line ends `\\n`; those without any text are left out.

    Raises TableError for a quotation mark that is not closed, or that does not end its cell.
    """
    row: list[Cell] = []
    position = 5 if NAMED.match(text) else 0
    count, line, column = 0, 1, 1
    while position < len(text):
        cell, position, lines, width = _cell(text, position, delimiter, line, column)
        row.append(cell)
        line, column = line + lines, width if lines else column + width
        if len(row) > MOST_COLUMNS:
            message = f"the row has more than {MOST_COLUMNS} cells"
            raise TableError(message, cell.line, cell.column, "split the table")
        end = text[position : position + 1]
        position += 1
        column += 1
        if end == delimiter:
            if position >= len(text):
                row.append(Cell("", line, column))
            else:
                continue
        if any(found.text.strip() for found in row):
            count += 1
            if count > MOST_ROWS:
                raise TableError(f"the table has more than {MOST_ROWS:,} rows", line, 1, "split the table")
            yield row
        row, line, column = [], line + 1, 1
    if any(found.text.strip() for found in row):
        yield row


def _cell(text: str, start: int, delimiter: str, line: int, column: int) -> tuple[Cell, int, int, int]:
    """A cell, the offset of its end, and the lines and columns from its start to its end."""
    if text[start : start + 1] != '"':
        found = re.compile(f"[{re.escape(delimiter)}\n]").search(text, start)
        end = found.start() if found else len(text)
        return Cell(text[start:end], line, column), end, 0, end - start
    parts: list[str] = []
    begin = start + 1
    while True:
        quote = text.find('"', begin)
        if quote < 0:
            hint = 'write " at the end of the cell'
            raise TableError("this quotation mark is not closed", line, column, hint)
        parts.append(text[begin:quote])
        begin = quote + 1
        if text[begin : begin + 1] != '"':
            break
        parts.append('"')
        begin += 1
    if text[begin : begin + 1] not in ("", "\n", delimiter):
        hint = 'double each quotation mark inside a cell: ""'
        raise TableError("text follows the closing quotation mark of this cell", line, column, hint)
    inner = text[start:begin]
    lines = inner.count("\n")
    width = len(inner) - inner.rfind("\n") if lines else len(inner)
    return Cell("".join(parts), line, column), begin, lines, width
