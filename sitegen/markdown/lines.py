"""Lines and columns of places in a text."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    """Finds the line of a place without counting from the beginning each time."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.first = first
        self.starts = [0]
        at = text.find("\n")
        while at >= 0:
            self.starts.append(at + 1)
            at = text.find("\n", at + 1)

    def line(self, offset: int) -> int:
        """The line that a place is on; the first line of the text is `first`."""
        return self.first + bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, the columns counted from 1."""
        line = bisect_right(self.starts, offset) - 1
        return self.first + line, offset - self.starts[line] + 1
