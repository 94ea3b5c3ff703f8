"""A template as a syntax tree, with the places of words in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from jinja2 import meta, nodes
from jinja2.nodes import Template as Syntax
from msgspec import Struct

from sitegen.types import Location, Problem, TemplateCall

Kind = TypeVar("Kind", bound=nodes.Node)


BUILT_IN = "sitegen/"
"""Beginning of the paths of built-in templates, before their names."""
LOWER = "theme:"
"""Prefix of the name of a template, as the theme below the file that uses it has it."""


class WrongCall(Struct, frozen=True):
    """A mistake in a call whose result is an input of pages."""

    call: nodes.Call
    message: str
    word: str
    """Word in the template that the mistake is about."""
    hint: str


class ParsedTemplate:
    """A template with its syntax tree."""

    def __init__(
        self,
        path: str,
        text: str,
        tree: Syntax,
        sound: bool = True,
        calls: tuple[TemplateCall, ...] = (),
        wrong_calls: tuple[WrongCall, ...] = (),
    ) -> None:
        """`sound` is false if the template could not be parsed, so that its contents are unknown."""
        self.path = path
        self.below: Mapping[str, str] = {}
        """Names of the templates of lower layers, by the names with the prefix `LOWER`."""
        self.text = text
        self.tree = tree
        self.sound = sound
        self.calls = calls
        self.wrong_calls = wrong_calls

    @cached_property
    def _nodes(self) -> tuple[nodes.Node, ...]:
        """All nodes in order. They are found once: walking a tree takes long, and many checks look at it."""
        return tuple(self.tree.find_all(nodes.Node))

    @cached_property
    def undeclared(self) -> frozenset[str]:
        """Names that the template takes from its context. Raises `TemplateSyntaxError`."""
        return frozenset(meta.find_undeclared_variables(self.tree))

    @cached_property
    def referenced(self) -> tuple[str | None, ...]:
        """Names of the templates that it uses; None for a name that it computes."""
        return tuple(meta.find_referenced_templates(self.tree))

    def every(self, *kinds: type[Kind]) -> Iterator[Kind]:
        """Nodes of these kinds, in order."""
        return (node for node in self._nodes if isinstance(node, kinds))

    def named(self, written: str) -> str:
        """Name of the template that a name written in this one stands for."""
        return self.below.get(written, written)

    def problem(self, code: str, message: str, node: nodes.Node, word: str, hint: str) -> Problem:
        return Problem(code, message, place_in(self.path, self.text, node.lineno, word), hint)


def place_in(path: str, text: str, line: int, word: str, attribute: str = "") -> Location:
    """The place of a word, or of its attribute, on a line of a template; the whole line if it is not
    found."""
    rows = text.split("\n")
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    written = rf"{re.escape(word)}\s*\.\s*(?={re.escape(attribute)}\b)" if attribute else re.escape(word)
    found = re.search(rf"(?<!\w){written}(?!\w)" if not attribute else rf"(?<![\w.]){written}", row)
    if found is None:
        return Location(path, line)
    return Location(path, line, (found.end() if attribute else found.start()) + 1)
