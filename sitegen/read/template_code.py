"""Names of extensions that templates use: filters, tests and globals; part of the digest of each template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from jinja2 import nodes

from sitegen.read.parsed_template import ParsedTemplate
from sitegen.types.registers import Extension, code_of

BY_NAME = {"map": 0, "reject": 0, "select": 0, "rejectattr": 1, "selectattr": 1}
"""Filters of Jinja that take the name of a filter or a test, and the position of that argument."""
SHORTCODE = "shortcodes/"


def extensions_used(name: str, parsed: ParsedTemplate, undeclared: Iterable[str]) -> dict[str, Extension]:
    """The extensions whose code a template calls, by name. `undeclared` are names that it does not set."""
    filters, tests = code_of("FILTERS"), code_of("TESTS")
    found = {global_name: code_of("GLOBALS")[global_name] for global_name in undeclared
             if global_name in code_of("GLOBALS")}  # fmt: skip
    shortcode = name.removeprefix(SHORTCODE).removesuffix(".html")
    if name.startswith(SHORTCODE) and shortcode in code_of("SHORTCODES"):
        found[name] = code_of("SHORTCODES")[shortcode]
    if filters or tests:
        for node in parsed.every(nodes.Filter, nodes.Test):
            known = filters if isinstance(node, nodes.Filter) else tests
            found |= {node.name: known[node.name]} if node.name in known else {}
            if isinstance(node, nodes.Filter) and node.name in BY_NAME:
                found |= dict(_named(node, {**filters, **tests}))
    return {extension.name: extension for extension in found.values()}


def _named(node: nodes.Filter, known: Mapping[str, Extension]) -> Iterator[tuple[str, Extension]]:
    """Extensions whose filters or tests a filter such as `map` names; all if it computes a name."""
    position = BY_NAME[node.name]
    for argument in node.args[position : position + 1]:
        if not isinstance(argument, nodes.Const):
            yield from known.items()
        elif str(argument.value) in known:
            yield str(argument.value), known[str(argument.value)]
