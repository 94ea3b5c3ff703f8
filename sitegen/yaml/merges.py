"""The marks that git leaves in a file whose two versions it could not merge."""

from __future__ import annotations

import re

from sitegen.types import Location, Problem

MARK = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7})\r?$", re.MULTILINE)
"""A whole line, since a text may well begin with such signs."""
MESSAGE = "the merge of two versions of this file is not finished"
KEEP_ONE = "keep one of the two versions, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"
KEEP_BOTH = "keep the lines of both versions, and remove those that begin with <<<<<<<, ======= and >>>>>>>"


def unfinished_merge(text: str, path: str, first_line: int = 1, hint: str = KEEP_ONE) -> Problem | None:
    """The problem of a text that still has the marks of a merge, at the first; none where it has none.

    `first_line` is the line of the file on which the text begins. Not for Markdown, where a line of seven
    `=` makes the line above it a heading.
    """
    mark = MARK.search(text)
    if mark is None:
        return None
    place = Location(path, first_line + text.count("\n", 0, mark.start()), 1)
    return Problem("merge.unfinished", MESSAGE, place, hint)


def is_unfinished(text: str) -> bool:
    """True if a text has the mark of an unfinished merge."""
    return MARK.search(text) is not None
