"""Nodes of plain front matter, read line by line; most front matter is plain.

Plain is a mapping of one line a key, whose values are texts without quotes, texts in double quotes without
escapes, or lists of words in brackets. `compose` gives the same nodes for such a text, without a problem, and
takes three times as long. `tests/yaml/test_plain.py` compares the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.yaml.nodes import Mapping, Node, Scalar, Sequence

LONGEST = 20_000
"""Most characters; a text with fewer has fewer nodes than `compose` takes."""
LINE = re.compile(
    r"""([A-Za-z_][A-Za-z0-9_]{0,99}):\ (?:
        ([^\x00-/:-@\[-`{-\x7f](?>(?:[^\ :]|\ (?![\ \#])|:(?=[^\ ]))*)(?<!\ ))
      | "([^"\\]*+)"
      | \[([A-Za-z0-9_][A-Za-z0-9_/.-]*(?>(?:,\ [A-Za-z0-9_][A-Za-z0-9_/.-]*)*))\]
    )""",
    re.VERBOSE,
)
"""A key with its value, in a line without invisible characters."""


def plain_mapping(text: str, first_line: int) -> Mapping | None:
    """Returns the mapping in a plain text; None if a text is not plain."""
    if len(text) > LONGEST:
        return None
    entries: dict[str, tuple[Scalar, Node]] = {}
    line = first_line
    for row in text.removesuffix("\n").split("\n"):
        found = LINE.fullmatch(row)
        if found is None or not row.isprintable():
            return None
        name, words, quoted, listed = found.groups()
        if name in entries:
            return None
        column = len(name) + 3
        node: Node
        if listed is not None:
            node = Sequence(tuple(_items(listed, line, column + 1)), line, column)
        elif words is not None:
            node = Scalar(words, line, column)
        else:
            node = Scalar(quoted, line, column, plain=False)
        entries[name] = (Scalar(name, line, 1), node)
        line += 1
    return Mapping(tuple(entries.values()), first_line, 1)


def _items(listed: str, line: int, column: int) -> Iterator[Scalar]:
    for word in listed.split(", "):
        yield Scalar(word, line, column)
        column += len(word) + 2
