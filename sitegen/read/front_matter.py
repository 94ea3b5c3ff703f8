"""Splits a content file into front matter and body, keeping all text and the line numbers.

Uses python-frontmatter with `EditorsHandler`, a handler that finds the fences itself and returns YAML nodes
instead of guessed values. The library on its own treats an unclosed block as page text and drops front matter
that is not a mapping; here both are problems.
"""

from __future__ import annotations

import re
from typing import Any

import frontmatter
from frontmatter.default_handlers import BaseHandler
from msgspec import Struct

from sitegen.types import Location, Problem, SourceText
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.compose import SOUND, compose
from sitegen.yaml.merges import unfinished_merge
from sitegen.yaml.nodes import Mapping
from sitegen.yaml.plain import plain_mapping

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
NEAR_FENCE = lazy_pattern(r"(--|----+|—|–|\+\+\+|===+)[ \t]*$")
UNREADABLE = ("front_matter.", "yaml.", "merge.")
"""Code prefixes of problems after which the fields cannot be checked."""


class Parts(Struct, frozen=True):
    fields: Mapping
    body: str
    body_line: int
    """Line of the file on which the body begins."""
    problems: tuple[Problem, ...] = ()

    divided: bool = True
    """False if the end of the front matter is unknown, so that there is no body either."""

    @property
    def source(self) -> SourceText:
        return SourceText(self.body, self.body_line)

    @property
    def readable(self) -> bool:
        """False if the front matter itself is wrong, so that its fields cannot be checked."""
        return not any(p.code.startswith(UNREADABLE) and p.code not in SOUND for p in self.problems)


class EditorsHandler(BaseHandler):
    """A handler for python-frontmatter: `split` finds the fences, `load` returns nodes with lines."""

    FM_BOUNDARY = FENCE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: str, most_bytes: int) -> None:
        super().__init__()
        self.path = path
        self.most_bytes = most_bytes
        self.body = ""
        self.body_line = 1
        self.problems: list[Problem] = []

    def detect(self, text: str) -> bool:
        return FENCE.match(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        inside = len(text.partition("\n")[0]) + 1
        closing = FENCE.search(text, inside)
        if closing:
            self.body = text[closing.end() + 1 :]
            self.body_line = text.count("\n", 0, closing.end()) + 2
            return text[inside : closing.start()].removesuffix("\n"), self.body
        lines = enumerate(text.split("\n")[1:], start=2)
        near = next((number for number, line in lines if NEAR_FENCE.match(line)), None)
        hint = "close it with a line of three hyphens (---)" + (
            f"; line {near} looks like it" if near else ""
        )
        self.problems.append(
            Problem("front_matter.open", "the front matter is not closed", Location(self.path, 1, 1), hint)
        )
        return "", ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        if len(fm.encode("utf-8", "replace")) > self.most_bytes:
            message = f"the front matter is longer than {self.most_bytes} bytes"
            hint = "move text below the front matter, or raise limits.front_matter_bytes"
            self.problems.append(Problem("front_matter.size", message, Location(self.path, 1, 1), hint))
            return {"node": Mapping((), 1, 1)}
        return {"node": data_mapping(fm, self.path, 2, self.problems)}


def data_mapping(text: str, path: str, first_line: int, problems: list[Problem]) -> Mapping:
    """The mapping in a YAML text; for anything else an empty mapping and a problem."""
    plain = plain_mapping(text, first_line)
    if plain is not None:
        return plain
    node, found = compose(text, path, first_line)
    problems += found
    if isinstance(node, Mapping):
        return node
    if node is not None:
        message = "the front matter must be keys and values, with ordinary colons (key: value)"
        hint = "a page that begins with a rule (---) needs its front matter above it"
        problems.append(Problem("front_matter.kind", message, Location(path, node.line, node.column), hint))
    return Mapping((), first_line, 1)


def split(text: str, path: str, most_bytes: int) -> Parts:
    """Splits a file into front matter as nodes and the unchanged body, with the line on which it begins."""
    unfinished = unfinished_merge(_front(text), path)
    if unfinished:
        return Parts(Mapping((), 1, 1), "", 1, (unfinished,), divided=False)
    handler = EditorsHandler(path, most_bytes)
    if not handler.detect(text):
        return Parts(Mapping((), 1, 1), "", 1, tuple(_missing(text, path)), divided=False)
    metadata, _ = frontmatter.parse(text, handler=handler)  # the library strips the body; ours is unchanged
    node = metadata.get("node", Mapping((), 1, 1))
    assert isinstance(node, Mapping)
    return Parts(node, handler.body, handler.body_line, tuple(handler.problems))


def _front(text: str) -> str:
    """The part of a file that cannot contain Markdown: up to the fence that closes the front matter."""
    opening = FENCE.match(text)
    if opening is None:
        return text.lstrip("\n").partition("\n")[0]
    closing = FENCE.search(text, opening.end())
    return text[: closing.start()] if closing else text


def _missing(text: str, path: str) -> list[Problem]:
    first = next((line for line in text.split("\n") if line.strip()), "")
    if first.strip() == "---":
        message = "the front matter must begin on the first line"
        hint = "remove the empty lines above it"
    elif NEAR_FENCE.match(first):
        message = f'"{first.strip()}" does not open the front matter'
        hint = "write three hyphens (---) alone on the first line"
    else:
        message = "the file has no front matter"
        hint = "begin it with a line of three hyphens (---), the fields, and another such line"
    return [Problem("front_matter.missing", message, Location(path, 1, 1), hint)]
