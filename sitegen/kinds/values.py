"""The values of fields, each read by the kind of its field, with what is missing or unknown."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from sitegen.kinds.choice import same_word
from sitegen.kinds.kind import NEVER, OFTEN, Reading
from sitegen.problems.formats import suggest
from sitegen.types import Field, Location, Severity
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml import nodes
from sitegen.yaml.nodes import UNSEEN, Node, Scalar, Sequence
from sitegen.yaml.quotes import quoted


def read_mapping(
    reading: Reading, fields: Mapping[str, Field], node: nodes.Mapping, unknown: str = "error"
) -> dict[str, object]:
    """Returns the values of these fields by name; `unknown` says what becomes of others."""
    values: dict[str, object] = {}
    for key, value in node.entries:
        known = fields.get(key.text)
        if known is None:
            kept = _unknown(reading, fields, key, value, unknown)
            if kept is not None:
                values[key.text] = kept
        elif (result := _value(reading, known, value)) is not None:
            values[key.text] = result
    given = {name for key, _ in node.entries for name in (key.text, unknown == "error" and key.text.lower())}
    for known in fields.values():
        if known.name in given:
            continue
        if known.default is not None and not reading.translation:
            own = replace(reading, files={}, languages=(), problems=[])
            default = read_default(own, known)
            values[known.name] = (default,) if known.many else default
        elif known.required and (not reading.translation or _is_translated(reading, known)):
            hint = f"add {known.name}: …" + (f" ({known.help})" if known.help else "")
            reading.wrong(node, "field.missing", f'the field "{known.name}" is missing', hint)
    return values


def _is_translated(reading: Reading, known: Field) -> bool:
    return known.translate and reading.kinds[known.kind].text


def read_default(reading: Reading, known: Field) -> object:
    """Returns the value that a field has where an entry does not give it."""
    place = known.places.get("default", Location("", 1, 1))
    return _scalar(reading, known, Scalar(str(known.default), place.line or 1, place.column or 1))


def _unknown(reading: Reading, fields: Mapping[str, Field], key: Scalar, value: Node, mode: str) -> object:
    if mode == "keep":
        return _plain(value)
    labels = ((name, field.label.values()) for name, field in fields.items())
    hint = same_word(key.text, labels) or suggest(key.text, fields) or f"fields: {', '.join(fields)}"
    reading.wrong(key, "field.unknown", f'there is no field "{key.text}"', hint)
    if mode == "warn":
        reading.problems[-1] = replace(reading.problems[-1], severity=Severity.WARNING)
        return _plain(value)
    return None


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(_plain(item) for item in node.items)
    return {key.text: _plain(value) for key, value in node.entries}


def _value(reading: Reading, known: Field, node: Node) -> object:
    if not known.many:
        return _single(reading, known, node)
    if isinstance(node, Scalar) and _is_list(reading, known, node):
        return None
    items = node.items if isinstance(node, Sequence) else (node,)
    if known.required and not items:
        reading.wrong(node, "field.empty", f'the field "{known.name}" has no value', "give it at least one")
    values = [_single(reading, known, item) for item in items]
    return tuple(value for value in values if value is not None)


LIST = lazy_pattern(r"\s*[,;،、，；]\s*")


def _is_list(reading: Reading, known: Field, node: Scalar) -> bool:
    """Reports a value of a list that looks like several; true if it cannot be one."""
    items = [item for item in LIST.split(node.text.strip()) if item]
    one = node.text.strip() in known.choices
    commas = reading.kinds[known.kind].commas
    if len(items) < 2 or not node.plain or one or commas == OFTEN:
        return False
    surely = commas == NEVER or all(item.startswith("/") for item in items)
    message = f'"{node.text.strip()}" is one value, and "{known.name}" takes a list of them'
    hint = f"write a list in brackets: [{', '.join(items)}]"
    hint += "" if surely else f"""; or ['{node.text.strip().replace("'", "''")}'] if it is one"""
    reading.wrong(node, "field.list", message, hint)
    if not surely:
        reading.problems[-1] = replace(reading.problems[-1], severity=Severity.WARNING)
    return surely


def _single(reading: Reading, known: Field, node: Node) -> object:
    if isinstance(node, Scalar) and (node.empty or UNSEEN.fullmatch(node.text)):
        hint = "remove the line or give a value" if not known.required else "give it a value"
        reading.wrong(node, "field.empty", f'the field "{known.name}" has no value', hint)
        return None
    if isinstance(node, Sequence):
        reading.wrong(node, "field.single", f'the field "{known.name}" takes one value, not a list')
        return None
    kind = reading.kinds[known.kind]
    if kind.read_node is not None:
        return kind.read_node(reading, known, node)
    if isinstance(node, nodes.Mapping):
        hint = "put the text in quotes if it contains a colon" if kind.text else ""
        reading.wrong(node, "field.single", f'the field "{known.name}" takes one value, not keys', hint)
        return None
    return _scalar(reading, known, node)


def _scalar(reading: Reading, known: Field, node: Scalar) -> object:
    kind = reading.kinds[known.kind]
    wrong = quoted(node, known.name, reading.path, kind.text)
    if wrong:
        reading.problems.append(wrong)
        if not kind.text:
            return None
    return kind.read(reading, known, node)
