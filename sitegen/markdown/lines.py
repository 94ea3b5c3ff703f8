"""Lines and columns of offsets in a text."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property


class Lines:
    """Converts offsets to lines without counting from the beginning each time."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.text = text
        self.first = first
        self._last = (first, 0, 0)
        """Line, its first offset, and the offset that was asked for last."""

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each line."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def line(self, offset: int) -> int:
        """Line of an offset; the first line of the text is `first`."""
        return self.place(offset)[0]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; columns count from 1."""
        line, start, last = self._last
        if offset >= last:  # faster than all lines of the text
            breaks = self.text.count("\n", last, offset)
            start = self.text.rfind("\n", last, offset) + 1 if breaks else start
            self._last = (line + breaks, start, offset)
            return line + breaks, offset - start + 1
        number = bisect_right(self.starts, offset) - 1
        return self.first + number, offset - self.starts[number] + 1
