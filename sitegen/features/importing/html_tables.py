"""Rows of cells as a table of Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

MOST_COLUMNS = 200
RULES = {"left": ":--", "right": "--:", "center": ":-:", "": "---"}


class Cell(Struct, frozen=True):
    text: str
    """Inline Markdown; bars in it have a backslash."""
    heading: bool
    align: str
    columns: int
    rows: int


def table_of(rows: Sequence[Sequence[Cell]]) -> tuple[str, bool]:
    """The table, and whether it has empty cells in place of cells that span several.

    The first row becomes the heading if it has any heading cell; otherwise the heading is empty, since
    Markdown has no table without one.
    """
    grid, spans = _grid([row for row in rows if row])
    width = max((len(row) for row in grid), default=0)
    if not any(cell.text for row in grid for cell in row):
        return "", False
    columns = [
        next((row[at].align for row in grid if at < len(row) and row[at].align), "") for at in range(width)
    ]
    texts = [[cell.text for cell in row] + [""] * (width - len(row)) for row in grid]
    if not any(cell.heading for cell in grid[0]) or (len(grid) > 1 and _is_first_column_only(grid)):
        texts.insert(0, [""] * width)
    lines = ["| " + " | ".join(row) + " |" for row in texts]
    return "\n".join([lines[0], "|" + "|".join(RULES[align] for align in columns) + "|", *lines[1:]]), spans


def _is_first_column_only(grid: Sequence[Sequence[Cell]]) -> bool:
    """True if headings are only those of rows."""
    return not any(cell.heading for cell in grid[0][1:]) and len(grid[0]) > 1 and grid[0][0].text != ""


EMPTY = Cell("", False, "", 1, 1)


def _grid(rows: Sequence[Sequence[Cell]]) -> tuple[list[list[Cell]], bool]:
    """Cells by row and column, with empty ones where a cell spans several."""
    grid: list[list[Cell]] = []
    open_rows: dict[int, int] = {}
    spans = False
    for row in rows:
        line: list[Cell] = []
        for cell in row:
            while open_rows.get(len(line), 0) > 0:
                open_rows[len(line)] -= 1
                line.append(EMPTY)
            for number in range(cell.columns):
                if len(line) >= MOST_COLUMNS:
                    break
                open_rows[len(line)] = cell.rows - 1
                line.append(cell if number == 0 else EMPTY)
            spans = spans or cell.columns > 1 or cell.rows > 1
        grid.append(line)
    return grid, spans
