"""Lines and columns of offsets in a text."""

from __future__ import annotations

from bisect import bisect_right


class Lines:
    """Converts offsets to lines without counting from the beginning each time."""

    def __init__(self, text: str, first: int = 1) -> None:
        self.first = first
        self.starts = [0]
        at = text.find("\n")
        while at >= 0:
            self.starts.append(at + 1)
            at = text.find("\n", at + 1)

    def line(self, offset: int) -> int:
        """Line of an offset; the first line of the text is `first`."""
        return self.first + bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset; columns count from 1."""
        line = bisect_right(self.starts, offset) - 1
        return self.first + line, offset - self.starts[line] + 1
