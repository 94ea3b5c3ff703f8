"""Finds the names that templates ask for, with their places for messages about unknown names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.nodes import Template as Syntax

from sitegen.types import Location, NameUse

GUARDS = ("defined", "undefined")
DEFAULTS = ("default", "d")


def names_used(tree: Syntax, undeclared: set[str]) -> tuple[NameUse, ...]:
    """The names that a template takes from the page: each alone, and with each of its attributes.

    Names that the template tests with `is defined` are left out.
    """
    guarded = {_expression(node) for node in _guarded(tree)}
    found: dict[tuple[str, str], NameUse] = {}
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        expression = _expression(node)
        if expression is None or expression in guarded or (expression[0], "") in guarded:
            continue
        name, attribute = expression
        if name in undeclared:
            found.setdefault(expression, NameUse(name, attribute, node.lineno))
    return tuple(found.values())


def _expression(node: nodes.Node) -> tuple[str, str] | None:
    """A name with an attribute: `page` has an empty one, `page.title` has one. None for other expressions."""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return node.node.name, node.attr
    return (node.name, "") if isinstance(node, nodes.Name) and node.ctx == "load" else None


def _guarded(tree: Syntax) -> Iterator[nodes.Node]:
    for test in tree.find_all(nodes.Test):
        if test.name in GUARDS:
            yield test.node
    for used in tree.find_all(nodes.Filter):
        if used.name in DEFAULTS and used.node is not None:
            yield used.node


def names_assigned(tree: Syntax) -> tuple[str, ...]:
    """The names that a template assigns itself, which templates that it includes can use."""
    found = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    found |= {node.name for node in tree.find_all(nodes.Macro)}
    found |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in node.names}
    return tuple(sorted(found))


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
