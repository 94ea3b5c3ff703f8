"""Finds the names that templates ask for, with their places for messages about unknown names."""

from __future__ import annotations

from collections.abc import Container, Iterator

from jinja2 import nodes

from sitegen.read.parsed_template import ParsedTemplate
from sitegen.types import NameUse

GUARDS = ("defined", "undefined")
DEFAULTS = ("default", "d")


def names_used(parsed: ParsedTemplate, undeclared: Container[str]) -> tuple[NameUse, ...]:
    """The names that a template takes from the page: each alone, and with each of its attributes.

    Names that the template tests with `is defined` are left out.
    """
    guarded = {_expression(node) for node in _guarded(parsed)}
    found: dict[tuple[str, str], NameUse] = {}
    for node in parsed.every(nodes.Getattr, nodes.Name):
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


def _guarded(parsed: ParsedTemplate) -> Iterator[nodes.Node]:
    for test in parsed.every(nodes.Test):
        if test.name in GUARDS:
            yield test.node
    for used in parsed.every(nodes.Filter):
        if used.name in DEFAULTS and used.node is not None:
            yield used.node


def names_assigned(parsed: ParsedTemplate) -> tuple[str, ...]:
    """The names that a template assigns itself, which templates that it includes can use."""
    found = {node.name for node in parsed.every(nodes.Name) if node.ctx != "load"}
    found |= {node.name for node in parsed.every(nodes.Macro)}
    found |= {node.target for node in parsed.every(nodes.Import)}
    for node in parsed.every(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in node.names}
    return tuple(sorted(found))
