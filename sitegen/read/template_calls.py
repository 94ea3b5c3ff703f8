"""Calls in templates whose results are inputs of their pages: `lists.projects(topics=page, limit=3)`.

Before a template is compiled, a variable takes the place of such a call. Its arguments are constants or the
page, so that the inputs of every page are known before anything is rendered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.read.parsed_template import ParsedTemplate, WrongCall
from sitegen.types import TemplateCall
from sitegen.types.registers import Register, by_name, per_extensions

PAGE = "page"


class Wanted(Struct, frozen=True):
    """The input that is the result of a call."""

    kind: str
    key: str
    of_page: bool = False
    """True if the result depends on the page; the subject of the page then follows the key."""


CallReader = Callable[[nodes.Call], Wanted | WrongCall | None]
"""Reads a call that begins with its variable; returns None for a call of something else."""


@per_extensions
def call_readers() -> Register[CallReader]:
    """Readers of calls by the variable that they begin with; their register is `CALLS`."""
    return by_name({}, "CALLS")


def have_calls(text: str) -> bool:
    """True if the text of a template may have such calls."""
    return any(name in text for name in call_readers())


class CallReplacer(NodeTransformer):
    """Replaces the calls in a template by variables, and collects them and their mistakes."""

    def __init__(self, tree: nodes.Template) -> None:
        self.assigned = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        self.found: dict[str, TemplateCall] = {}
        self.wrong: list[WrongCall] = []

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 the name that Jinja calls
        self.generic_visit(node)
        root = next(_names(node.node), "")
        reader = call_readers().get(root) if root not in self.assigned else None
        wanted = reader(node) if reader else None
        if isinstance(wanted, Wanted) and wanted.of_page and PAGE in self.assigned:
            hint = f'give the other "{PAGE}" of this template a different name'
            message = f'"{PAGE}" can be something else here, since the template sets it'
            wanted = WrongCall(node, message, PAGE, hint)
        if isinstance(wanted, WrongCall):
            self.wrong.append(wanted)
        if not isinstance(wanted, Wanted):
            return node
        name = f"_{root}_{digest_of_parts(wanted.kind, wanted.key)[:16]}"
        call = TemplateCall(name, root, wanted.kind, wanted.key, wanted.of_page, node.lineno, _text_of(node))
        self.found.setdefault(name, call)
        return nodes.Name(name, "load", lineno=node.lineno)


def with_variables(path: str, text: str, tree: nodes.Template) -> ParsedTemplate:
    """A template with variables in place of its calls."""
    calls = CallReplacer(tree)
    tree = calls.visit(tree)
    return ParsedTemplate(path, text, tree, True, tuple(calls.found.values()), tuple(calls.wrong))


def _text_of(node: nodes.Node) -> str:
    """An expression of a call as text."""
    if isinstance(node, nodes.Call):
        named = (f"{argument.key}={_text_of(argument.value)}" for argument in node.kwargs)
        return f"{_text_of(node.node)}({', '.join((*map(_text_of, node.args), *named))})"
    if isinstance(node, nodes.Getattr):
        return f"{_text_of(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem):
        return f"{_text_of(node.node)}[{_text_of(node.arg)}]"
    if isinstance(node, nodes.List | nodes.Tuple):
        return f"[{', '.join(map(_text_of, node.items))}]"
    if isinstance(node, nodes.Const):
        text = node.value
        return json.dumps(text, ensure_ascii=False) if isinstance(text, str) else str(text).lower()
    return node.name if isinstance(node, nodes.Name) else "…"


def _names(node: nodes.Node) -> Iterator[str]:
    """The variable of an expression such as `lists.projects`; nothing for other expressions."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    if isinstance(node, nodes.Name):
        yield node.name
