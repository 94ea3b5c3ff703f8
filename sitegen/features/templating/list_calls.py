"""Reads calls of lists in templates: `lists.projects(topics=page, state="active", limit=3)`."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from jinja2 import nodes
from msgspec import Struct, field

from sitegen.read.parsed_template import WrongCall
from sitegen.read.template_calls import PAGE, Wanted

LIST, LIST_OF_PAGE = "list_call", "list_call_of_page"
"""Kinds of inputs: the result of a call with constants, and that of a call with the page."""
LIMIT, SORT = "limit", "sort"
EXAMPLE = 'lists.projects(topics=page, state="active", limit=3)'


class ListCall(Struct, frozen=True, omit_defaults=True):
    """A list with arguments, as templates ask for it."""

    name: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values by field; an entry has one of them."""
    of_page: Mapping[str, str] = field(default_factory=dict)
    """Fields whose value is the page, or the value of a field of the page, which is then named."""
    limit: int = 0
    """Greatest number of entries; 0 for all."""
    sort: tuple[str, ...] = ()
    """Order of the entries in place of that of the list."""


def key_of(call: ListCall) -> str:
    return msgspec.json.encode(call, order="sorted").decode()


def call_of(key: str) -> ListCall:
    return msgspec.json.decode(key, type=ListCall)


def read(call: nodes.Call) -> Wanted | WrongCall | None:
    """The input for a call of an attribute of `lists`."""
    name = _name_of_list(call)
    if name is None:
        return None
    if isinstance(name, WrongCall):
        return name
    if call.args or call.dyn_args or call.dyn_kwargs:
        return WrongCall(call, "the arguments of a list have names", name, f"like {EXAMPLE}")
    found: dict[str, object] = {"values": {}, "of_page": {}}
    for argument in call.kwargs:
        wrong = _add(call, found, argument.key, argument.value)
        if wrong:
            return wrong
    wanted = msgspec.convert({"name": name, **found}, ListCall)
    return Wanted(LIST_OF_PAGE if wanted.of_page else LIST, key_of(wanted), bool(wanted.of_page))


def _name_of_list(call: nodes.Call) -> str | WrongCall | None:
    node = call.node
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return None if hasattr(dict, node.attr) else node.attr  # lists.values() is of the mapping
    if not isinstance(node, nodes.Getitem) or not isinstance(node.node, nodes.Name):
        return None
    if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return node.arg.value
    return WrongCall(
        call, "the name of a list with arguments is computed", "lists", f"write the name itself, {EXAMPLE}"
    )


def _add(call: nodes.Call, found: dict[str, object], name: str, value: nodes.Expr) -> WrongCall | None:
    """Adds an argument to a call."""
    if name in (LIMIT, SORT):
        return _add_order(call, found, name, value)
    of_page = _of_page(value)
    constants = _constants(value)
    if of_page is not None:
        found["of_page"][name] = of_page  # type: ignore[index]
    elif constants is None:
        hint = 'write a value, such as "active" or ["planned", "active"], or page, or page.fields.topics'
        return WrongCall(
            call, f'the argument "{name}" is computed, and must be known before pages are made', name, hint
        )
    elif any(isinstance(one, bool) or not isinstance(one, str | int) for one in constants):
        return WrongCall(
            call, f'the argument "{name}" is not a text or a number', name, 'like "active" or 2026'
        )
    else:
        found["values"][name] = [str(one) for one in constants]  # type: ignore[index]
    return None


def _add_order(call: nodes.Call, found: dict[str, object], name: str, value: nodes.Expr) -> WrongCall | None:
    constants = _constants(value)
    if name == LIMIT:
        number = constants[0] if constants and len(constants) == 1 else None
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            return WrongCall(call, 'the argument "limit" is not a whole number above 0', name, "like limit=3")
        found[LIMIT] = number
        return None
    if not constants or not all(isinstance(one, str) for one in constants):
        return WrongCall(
            call, 'the argument "sort" does not name fields', name, 'like sort="-date" or ["-date", "title"]'
        )
    found[SORT] = constants
    return None


def _of_page(node: nodes.Expr) -> str | None:
    """Empty for `page`, the name of the field for `page.fields.topics` and `page.terms.topics`."""
    if isinstance(node, nodes.Name) and node.name == PAGE:
        return ""
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Getattr):
        inner = node.node
        if (
            isinstance(inner.node, nodes.Name)
            and inner.node.name == PAGE
            and inner.attr in ("fields", "terms")
        ):
            return node.attr
    return None


def _constants(node: nodes.Expr) -> list[object] | None:
    """The constants that an expression is: one, or those in a list; None if some of it is computed."""
    items = node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]
    constants = [item.value for item in items if isinstance(item, nodes.Const)]
    return constants if len(constants) == len(items) else None
