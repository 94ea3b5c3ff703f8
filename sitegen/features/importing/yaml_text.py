"""Values as YAML that sitegen reads: plain where that is safe, otherwise in quotes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from sitegen.features.importing.imported import Field, Record, Value
from sitegen.yaml.nodes import FORBIDDEN

PLAIN = re.compile(r"[^\W_][^\n]*|/[^\n]*|[-.][^\W\d_/][^\n]*")
"""Beginnings that YAML cannot take for anything else."""
NOT_PLAIN = re.compile(r":(?:\s|$)|\s#|^[-?:](?:\s|$)|\s$")
NOT_IN_FLOW = re.compile(r"[,\[\]{}]")
WORDS = frozenset({"null", "~", "Null", "NULL"})
SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
"""Characters that end lines or pages."""
WIDEST = 100
"""Width up to which a list of words is on one line."""


def visible(text: str) -> str:
    """The text without characters that sitegen refuses: separators become blanks, others are removed."""
    return FORBIDDEN.sub(lambda found: " " if found[0] in SEPARATORS else "", text)


def scalar(text: str, flow: bool = False) -> str:
    """A text as a scalar on one line."""
    text = visible(text)
    unsafe = "\n" in text or "\t" in text or NOT_PLAIN.search(text) or text in WORDS
    if PLAIN.fullmatch(text) and not unsafe and not (flow and NOT_IN_FLOW.search(text)):
        return text
    if "\n" in text or "\t" in text or "'" in text:
        return json.dumps(text, ensure_ascii=False)
    return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'


def field_lines(field: Field, indent: str = "") -> Iterator[str]:
    """Lines of a key with its value and comments."""
    yield from (f"{indent}# {comment}".rstrip() for comment in field.before)
    lines = list(_pair(field.name, field.value, indent))
    if field.after and (len(lines) == 1 or isinstance(field.value, str)):
        lines[0] += f"  # {field.after}"
    elif field.after:
        yield f"{indent}# {field.after}"
    yield from lines


def pairs(fields: Iterable[tuple[str, Value]], indent: str = "") -> Iterator[str]:
    """Lines of keys and values."""
    for name, value in fields:
        yield from _pair(name, value, indent)


def key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z][\w-]*", name) else scalar(name, flow=True)


def _pair(name: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        if "\n" in value.strip():
            yield from _block(name, value, indent)
        else:
            yield f"{indent}{key(name)}: {scalar(value)}"
    elif isinstance(value, Record):
        if not value.fields:
            yield f"{indent}{key(name)}: {{}}"
            return
        yield f"{indent}{key(name)}:"
        yield from pairs(value.fields, indent + "  ")
    else:
        yield from _list(name, value, indent)


def _block(name: str, value: str, indent: str) -> Iterator[str]:
    """A text of several lines as a literal block, or in quotes if its first line is indented."""
    lines = visible(value).strip("\n").split("\n")
    if "\t" in value or lines[0].startswith(" ") or any(line != line.rstrip() for line in lines):
        yield f"{indent}{key(name)}: {scalar(value)}"
        return
    yield f"{indent}{key(name)}: |-"
    yield from (f"{indent}  {line}".rstrip() for line in lines)


def _list(name: str, items: tuple[Value, ...], indent: str) -> Iterator[str]:
    if all(isinstance(item, str) for item in items):
        written = f"{indent}{key(name)}: [{', '.join(scalar(str(item), flow=True) for item in items)}]"
        if len(written) <= WIDEST and "\\n" not in written:
            yield written
            return
    yield f"{indent}{key(name)}:"
    for item in items:
        yield from _item(item, indent + "  ")


def _item(item: Value, indent: str) -> Iterator[str]:
    if isinstance(item, str):
        yield f"{indent}- {scalar(item)}"
        return
    lines = pairs(item.fields, indent + "  ") if isinstance(item, Record) else _items(item, indent + "  ")
    first, *rest = list(lines) or [f"{indent}  {'{}' if isinstance(item, Record) else '[]'}"]
    yield f"{indent}- {first.lstrip()}"
    yield from rest


def _items(items: tuple[Value, ...], indent: str) -> Iterator[str]:
    for item in items:
        yield from _item(item, indent)
