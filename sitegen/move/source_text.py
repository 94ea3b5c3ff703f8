"""The text of a source file as written, and the offsets of its nodes, links and shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import yaml

from sitegen.markdown.lines import Lines
from sitegen.move.values import Replacement
from sitegen.read.decoding import decode
from sitegen.read.front_matter import Parts, data_mapping, split
from sitegen.types import Problem
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar

ANY_SIZE = 1 << 40
"""Size limit that no file exceeds; the size of moved files is not checked."""


class Source:
    """The text of a file with its line ends and byte order mark."""

    def __init__(self, path: str, data: bytes) -> None:
        """Decodes the file. Raises UnicodeDecodeError."""
        self.path = path
        self.raw = data.decode("utf-8")
        # Same length as the file, so that offsets are valid in both.
        self.flat = self.raw.replace("\r\n", " \n").replace("\r", "\n")
        self.newline = next(iter(re.findall(r"\r\n|\r|\n", self.raw)), "\n")
        self.text, _ = decode(data, path, ANY_SIZE)
        self._lines = Lines(self.flat)
        self._ends: Mapping[tuple[int, int], tuple[int, int]] | None = None

    def offset(self, line: int, column: int) -> int:
        """Offset of a line and column of a node, link or shortcode."""
        return self.line_start(line) + column - 1 + (line == 1 and self.raw.startswith("\ufeff"))

    def place(self, node: Node | None) -> int:
        """Offset of a node."""
        assert node is not None
        return self.offset(node.line, node.column)

    def line_start(self, line: int) -> int:
        starts = self._lines.starts
        return starts[line - 1] if line <= len(starts) else len(self.raw)

    def parts(self) -> Parts:
        """Front matter and text; for a YAML file, all of it as front matter."""
        if self.path.endswith(".yaml"):
            problems: list[Problem] = []
            node = data_mapping(self.text, self.path, 1, problems)
            return Parts(node, "", len(self._lines.starts) + 1, tuple(problems))
        return split(self.text, self.path, ANY_SIZE)

    def node(self) -> MappingNode:
        return self.parts().fields

    def extent(self, node: Scalar) -> tuple[int, int]:
        """Offsets of the start and end of a scalar, including its quotes."""
        if self._ends is None:
            self._ends = _ends(*self._yaml())
        line, column = self._ends[node.line, node.column]
        return self.offset(node.line, node.column), self.offset(line, column)

    def _yaml(self) -> tuple[str, int]:
        if self.path.endswith(".yaml"):
            return self.text, 1
        lines = self.text.split("\n")
        return "\n".join(lines[1 : self.parts().body_line - 2]), 2

    def replacing(self, node: Scalar, new: str) -> Replacement | None:
        """Replacement of the text of a scalar; None if it is folded or has escapes."""
        start, end = self.extent(node)
        old = node.text.strip()
        at = self.raw.find(old, start, end)
        return Replacement(at, at + len(old), new) if at >= 0 else None


def _ends(text: str, first_line: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Line and column after the last character of each scalar, by its own line and column."""
    found = {}
    loader = yaml.CSafeLoader(text)
    while not isinstance(event := loader.get_event(), yaml.StreamEndEvent):
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            start, end = event.start_mark, event.end_mark
            found[start.line + first_line, start.column + 1] = (end.line + first_line, end.column + 1)
    return found


def applied(text: str, changes: Iterable[Replacement]) -> str:
    """The text with all replacements, which must not overlap."""
    parts, at = [], 0
    for change in sorted(changes, key=lambda it: (it.start, it.end)):
        assert change.start >= at, "replacements overlap"
        parts += [text[at : change.start], change.text]
        at = change.end
    return "".join((*parts, text[at:]))


def scalars(node: Node | None) -> tuple[Scalar, ...]:
    """The scalar itself, or the scalars of a list."""
    if isinstance(node, Scalar):
        return (node,)
    return tuple(item for item in getattr(node, "items", ()) if isinstance(item, Scalar))
