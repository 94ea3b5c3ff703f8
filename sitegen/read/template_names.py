"""Finds the names that templates ask for, with their places for messages about unknown names."""

from __future__ import annotations

from collections.abc import Container, Iterator

from jinja2 import nodes
from jinja2.ext import extract_from_ast

from sitegen.read.parsed_template import ParsedTemplate
from sitegen.types import FieldUse, NameUse

GUARDS = ("defined", "undefined")
DEFAULTS = ("default", "d")


def names_used(parsed: ParsedTemplate, undeclared: Container[str]) -> tuple[NameUse, ...]:
    """The names that a template takes from the page: each alone, and with each of its attributes.

    Names that the template tests with `is defined` are left out.
    """
    guarded = {_expression(node) for node in _guarded(parsed)}
    calls = {call.name for call in parsed.calls}
    found: dict[tuple[str, str], NameUse] = {}
    for node in parsed.every(nodes.Getattr, nodes.Name):
        expression = _expression(node)
        if expression is None or expression in guarded or (expression[0], "") in guarded:
            continue
        name, attribute = expression
        if name in undeclared and name not in calls:
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


def imported(parsed: ParsedTemplate) -> tuple[str, ...]:
    """Names of the templates that a template imports without context."""
    kinds: list[Iterator[nodes.Import] | Iterator[nodes.FromImport]]
    kinds = [parsed.every(nodes.Import), parsed.every(nodes.FromImport)]
    found = (node.template for every in kinds for node in every if not node.with_context)
    return tuple(dict.fromkeys(name.value for name in found if isinstance(name, nodes.Const)))


def messages(parsed: ParsedTemplate) -> dict[str, int]:
    """The strings to translate, each with its first line."""
    found: dict[str, int] = {}
    for line, _, message in extract_from_ast(parsed.tree):
        first = message[0] if isinstance(message, tuple) else message
        if first:
            found.setdefault(first, line)
    return found


CARDS = ("next", "previous", "target")
"""Variables of pages that are cards."""


def fields_used(parsed: ParsedTemplate) -> tuple[FieldUse, ...]:
    """The fields that a template uses by name, except those of `page` and those that it tests first."""
    guarded = {tested[:2] for node in _guarded(parsed) if (tested := _field(node))}
    targets = {id(name): name.name for loop in parsed.every(nodes.For) for name in _names(loop.target)}
    stored = (node for node in parsed.every(nodes.Name) if node.ctx != "load")
    assigned = {node.name for node in stored if id(node) not in targets}
    each = {*targets.values()} - assigned
    found: dict[tuple[str, str], FieldUse] = {}
    for node in parsed.every(nodes.Getattr, nodes.Getitem, nodes.Call):
        field = _field(node)
        if field and field[:2] not in guarded and field[0] != "page":
            owner, name, line = field
            on_card = owner in each or (owner in CARDS and owner not in assigned)
            found.setdefault((owner, name), FieldUse(owner, name, line, on_card))
    return tuple(found.values())


def _field(node: nodes.Node) -> tuple[str, str, int] | None:
    """Variable, field and line of `card.fields.place`, also in brackets or with `get`."""
    name: object = None
    fields: nodes.Node | None = None
    if isinstance(node, nodes.Getattr) and not hasattr(dict, node.attr):
        fields, name = node.node, node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        fields, name = node.node, node.arg.value
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "get":
        given = node.args[0] if node.args else None
        fields, name = node.node.node, given.value if isinstance(given, nodes.Const) else None
    if not isinstance(name, str) or not isinstance(fields, nodes.Getattr) or fields.attr != "fields":
        return None
    return (fields.node.name if isinstance(fields.node, nodes.Name) else ""), name, node.lineno


def _names(target: nodes.Node) -> Iterator[nodes.Name]:
    return (node for node in (target, *target.find_all(nodes.Name)) if isinstance(node, nodes.Name))
