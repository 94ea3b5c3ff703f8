"""Finds mistakes in templates without rendering them: in unused templates as well.

Reports filters, tests, templates, blocks, macros and arguments that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import dropwhile

from jinja2 import Environment, nodes

from sitegen.problems.formats import suggest
from sitegen.read.parsed_template import BUILT_IN, LOWER, ParsedTemplate, place_in
from sitegen.types import Problem


def problems_of(
    parsed: ParsedTemplate,
    everything: Mapping[str, ParsedTemplate],
    jinja: Environment,
    own_filters: Iterable[str],
) -> Iterator[Problem]:
    """Problems of one template; `everything` has all templates by name, `own_filters` those added to
    Jinja's."""
    yield from _unknown(parsed, nodes.Filter, "filter", jinja.filters, own_filters)
    yield from _unknown(parsed, nodes.Test, "test", jinja.tests, jinja.tests)
    yield from _missing(parsed, everything)
    for wrong in parsed.wrong_calls:
        yield parsed.problem("template.call", wrong.message, wrong.call, wrong.word, wrong.hint)
    yield from _methods(parsed)
    yield from _circle(parsed, everything)
    yield from _blocks(parsed, everything)
    macros = dict(_macros(parsed))
    for node in parsed.every(nodes.FromImport):
        yield from _imported(parsed, node, everything, macros)
    for call in parsed.every(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in macros:
            yield from _arguments(parsed, call, call.node.name, macros[call.node.name])


def _unknown(
    parsed: ParsedTemplate,
    kind: type[nodes.Filter | nodes.Test],
    word: str,
    known: Iterable[str],
    listed: Iterable[str],
) -> Iterator[Problem]:
    """Problems for filters or tests that do not exist. Jinja takes them for others from then on, so that what
    else is wrong with the template is found."""
    known = tuple(known)
    jinja = parsed.tree.environment
    assert jinja is not None
    taken = jinja.filters if word == "filter" else jinja.tests
    for node in parsed.every(kind):
        if node.name not in known:
            taken.setdefault(node.name, str.isupper)
            others = "; besides those of Jinja" if word == "filter" else ""
            hint = suggest(node.name, known) or f"{word}s: {', '.join(sorted(listed))}{others}"
            message = f'there is no {word} "{node.name}"'
            yield parsed.problem("template.syntax", message, node, node.name, hint)


METHODS = frozenset(name for name in dir(dict) if not name.startswith("_"))
"""Names such as items, which mean a method of all fields and not a field with this name."""


def _methods(parsed: ParsedTemplate) -> Iterator[Problem]:
    """Problems for fields that can only be written in brackets."""
    called = {id(call.node) for call in parsed.every(nodes.Call)}
    for node in parsed.every(nodes.Getattr):
        if node.attr in METHODS and id(node) not in called:
            fields = node.node
            if isinstance(fields, nodes.Getattr) and fields.attr == "fields":
                message = f'in templates, "fields.{node.attr}" is not the field "{node.attr}"'
                yield parsed.problem(
                    "template.syntax", message, node, node.attr, f'write fields["{node.attr}"]'
                )


def _missing(parsed: ParsedTemplate, everything: Mapping[str, ParsedTemplate]) -> Iterator[Problem]:
    """Problems for names of templates that do not exist."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    for node in parsed.every(*kinds):
        used = node.template  # type: ignore[attr-defined]
        optional = isinstance(node, nodes.Include) and node.ignore_missing
        names = _constants(used)
        absent = [name for name in names if parsed.named(name) not in everything]
        if absent and (len(absent) == len(names)) and not optional:
            yield _absent(parsed, node, absent[0], everything)


def _absent(
    parsed: ParsedTemplate, node: nodes.Node, name: str, everything: Mapping[str, ParsedTemplate]
) -> Problem:
    if name.startswith(LOWER):
        lower = {name.removeprefix(LOWER): everything[found].path for name, found in parsed.below.items()}
        short = name.removeprefix(LOWER)
        near = suggest(short, lower).replace("mean ", f"mean {LOWER}")
        message, hint = f'the theme has no template "{short}"', near or f"it has: {', '.join(sorted(lower))}"
        if all(path == f"{BUILT_IN}{name}" for name, path in lower.items()):
            message, hint = "this site has no theme", "name one in content/site.yaml: theme: network"
        return parsed.problem("template.missing", message, node, name, hint)
    known = (known for known in everything if ":" not in known)
    hint = suggest(name, known) or f"add templates/{name}"
    return parsed.problem("template.missing", f'there is no template "{name}"', node, name, hint)


def _circle(parsed: ParsedTemplate, everything: Mapping[str, ParsedTemplate]) -> Iterator[Problem]:
    """A problem for a template that extends itself, perhaps by way of others."""
    here, seen = parsed, [parsed]
    while node := next(here.every(nodes.Extends), None):
        names = _constants(node.template)
        above = everything.get(here.named(names[0])) if len(names) == 1 else None
        if above is parsed:
            first = next(parsed.every(nodes.Extends))
            word = _constants(first.template)[0]
            others = ", ".join(one.path for one in seen[1:])
            message = f'"{word}" extends this template' if others else "the template extends itself"
            hint = f'{{% extends "{LOWER}{word}" %}} extends the file of the theme with this name'
            yield parsed.problem("template.circle", message, first, word, hint)
            return
        if above is None or above in seen:
            return
        seen.append(above)
        here = above


def _constants(node: nodes.Node) -> list[str]:
    """The template names in an expression; several for a list, of which one has to exist."""
    items = node.items if isinstance(node, nodes.List | nodes.Tuple) else [node]
    return [item.value for item in items if isinstance(item, nodes.Const) and isinstance(item.value, str)]


def _blocks(parsed: ParsedTemplate, everything: Mapping[str, ParsedTemplate]) -> Iterator[Problem]:
    """Problems for blocks that no parent template has, so that their content is never shown.

    Blocks whose names are like no other have one problem: the parent is another template than they expect.
    """
    above = _ancestors(parsed, everything)
    if not above:
        return
    yield from _outside(parsed, above[0])
    known = dict.fromkeys(block.name for one in above for block in one.every(nodes.Block))
    strange: list[nodes.Block] = []
    for block in parsed.tree.body:
        if not isinstance(block, nodes.Block) or block.name in known:
            continue
        near = suggest(block.name, known)
        if near:
            message = f'{above[0].path} has no block "{block.name}", so what is in this one is not shown'
            yield parsed.problem("template.block", message, block, block.name, near)
        else:
            strange.append(block)
    if strange:
        names = ", ".join(f'"{block.name}"' for block in strange)
        number, these = ("blocks", "these") if len(strange) > 1 else ("block", "this one")
        message = f"{above[0].path} has no {number} {names}, so what is in {these} is not shown"
        hint = f"blocks: {', '.join(known) or 'none'}"
        yield parsed.problem("template.block", message, strange[0], strange[0].name, hint)


def _outside(parsed: ParsedTemplate, parent: ParsedTemplate) -> Iterator[Problem]:
    """A problem for the first text outside of the blocks of a template that extends another one."""
    after = dropwhile(lambda node: not isinstance(node, nodes.Extends), parsed.tree.body)
    for piece in (piece for node in after for piece in _shown(node)):
        sign = "{%" if isinstance(piece, COMMANDS) else "{{"
        text = piece.data if isinstance(piece, nodes.TemplateData) else sign
        word = next(iter(text.split()), "")
        if word:
            line = piece.lineno + text[: text.find(word)].count("\n")
            message = f"what is outside of blocks is not shown, since this template extends {parent.path}"
            place = place_in(parsed.path, parsed.text, line, word)
            yield Problem("template.block", message, place, "move it into a block, or remove it")
            return


COMMANDS = nodes.Include | nodes.CallBlock | nodes.FilterBlock
"""Commands that show something."""


def _shown(node: nodes.Node) -> Iterator[nodes.Node]:
    """Texts, values and commands that a node shows, also in conditions and loops."""
    if isinstance(node, nodes.Output):
        yield from node.nodes
    elif isinstance(node, COMMANDS):
        yield node
    elif isinstance(node, nodes.If | nodes.For | nodes.With):
        for inner in node.iter_child_nodes():
            yield from _shown(inner)


def _ancestors(parsed: ParsedTemplate, everything: Mapping[str, ParsedTemplate]) -> list[ParsedTemplate]:
    """The parents of a template, nearest first; empty if one of them is unknown."""
    found: list[ParsedTemplate] = []
    here = parsed
    while node := next(here.every(nodes.Extends), None):
        names = _constants(node.template)
        if len(names) != 1 or here.named(names[0]) not in everything:
            return []
        here = everything[here.named(names[0])]
        if not here.sound or here is parsed or any(here is one for one in found):
            return []
        found.append(here)
    return found


def _macros(parsed: ParsedTemplate) -> Iterator[tuple[str, nodes.Macro]]:
    return ((node.name, node) for node in parsed.every(nodes.Macro))


def _exported(
    parsed: ParsedTemplate, everything: Mapping[str, ParsedTemplate]
) -> Iterator[tuple[str, nodes.Macro]]:
    """The macros of a template, and those of others that it passes on: `{% set card = cards.card %}`."""
    modules = {node.target: _constants(node.template) for node in parsed.every(nodes.Import)}
    for node in parsed.every(nodes.Assign):
        target, value = node.target, node.node
        if isinstance(target, nodes.Name) and isinstance(value, nodes.Getattr):
            names = modules.get(value.node.name, ()) if isinstance(value.node, nodes.Name) else ()
            source = everything.get(parsed.named(names[0])) if len(names) == 1 else None
            macros = dict(_macros(source)) if source is not None and source.sound else {}
            if value.attr in macros:
                yield target.name, macros[value.attr]
    yield from _macros(parsed)


def _imported(
    parsed: ParsedTemplate,
    node: nodes.FromImport,
    everything: Mapping[str, ParsedTemplate],
    macros: dict[str, nodes.Macro],
) -> Iterator[Problem]:
    """Problems for imported names that do not exist; adds the macros that exist to `macros`."""
    names = _constants(node.template)
    source = everything.get(parsed.named(names[0])) if len(names) == 1 else None
    if source is None or not source.sound:
        return
    there = dict(_exported(source, everything))
    known = {*there, *(name.name for name in source.every(nodes.Name) if name.ctx == "store")}
    for wanted in node.names:
        name, own = (wanted, wanted) if isinstance(wanted, str) else wanted
        if name in there:
            macros[own] = there[name]
        elif name not in known:
            message = f'{source.path} has no macro "{name}"'
            hint = suggest(name, known) or f"it has: {', '.join(sorted(known)) or 'none'}"
            yield parsed.problem("template.undefined", message, node, name, hint)


def _arguments(parsed: ParsedTemplate, call: nodes.Call, name: str, macro: nodes.Macro) -> Iterator[Problem]:
    """Problems for arguments that a macro does not accept."""
    taken = [argument.name for argument in macro.args]
    listed = f"{name} takes: {', '.join(taken) or 'nothing'}"
    uses = {used.name for used in macro.find_all(nodes.Name)}
    for given in call.kwargs if "kwargs" not in uses else ():
        if given.key not in (*taken, "caller"):
            message = f'the macro "{name}" has no argument "{given.key}"'
            hint = suggest(given.key, taken) or listed
            yield parsed.problem("template.undefined", message, call, given.key, hint)
    if len(call.args) > len(taken) and "varargs" not in uses:
        message = f'the macro "{name}" takes {len(taken)} arguments and is given {len(call.args)}'
        yield parsed.problem("template.undefined", message, call, name, listed)
