"""Finds the nouns of figures in a text in a time that does not depend on the number of nouns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

LONGEST = 80
"""Limit on characters of a noun."""
BLANK = " "
"""Key in the tree for white space."""
END = ""
"""Key in the tree for the noun that ends there."""


class Noun(Struct, frozen=True):
    """A noun in a text."""

    noun: str
    """The noun as it was given to the finder."""
    start: int
    end: int


class NounFinder:
    """Finds the longest of the given nouns at each position of a text, ignoring case."""

    def __init__(self, nouns: Iterable[str]) -> None:
        self._tree: dict[str, Any] = {}
        for noun in nouns:
            if 0 < len(noun) <= LONGEST:
                self._add(noun)
        spaced = "".join(sorted(re.escape(char) for char in self._tree if not is_spaceless(char)))
        others = "".join(sorted(re.escape(char) for char in self._tree if is_spaceless(char)))
        starts = [rf"(?<!\w)[{spaced}]" if spaced else "", f"[{others}]" if others else ""]
        self._start = re.compile("|".join(filter(None, starts)) or "(?!)", re.IGNORECASE)

    def _add(self, noun: str) -> None:
        branch = self._tree
        for char in " ".join(noun.split()).lower():
            branch = branch.setdefault(char, {})
        branch[END] = noun

    def over(self, text: str) -> Iterator[Noun]:
        """Yields every noun in a text; they do not overlap."""
        at = 0
        while start := self._start.search(text, at):
            found = self._longest(text, start.start())
            if found:
                yield found
            at = found.end if found else start.end()

    def _longest(self, text: str, start: int) -> Noun | None:
        branch, at, found = self._tree, start, None
        whole = not is_spaceless(text[start])
        while at < len(text):
            char = text[at]
            next_branch = branch.get(BLANK if char.isspace() else char.lower())
            if next_branch is None:
                break
            branch, at = next_branch, at + 1
            while char.isspace() and at < len(text) and text[at].isspace():
                at += 1
            if END in branch and not (whole and _goes_on(text[at : at + 1])):
                found = Noun(branch[END], start, at)
        return found


def _goes_on(char: str) -> bool:
    """True if this character would continue the preceding word."""
    return char.isalnum() or char == "_"


def is_spaceless(char: str) -> bool:
    """True for characters of scripts without blanks between words, or with attached endings."""
    return "\u3000" < char < "\ufb00"
