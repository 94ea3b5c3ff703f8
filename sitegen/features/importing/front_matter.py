"""Front matter of other generators: YAML, TOML or JSON, with its comments, as fields of text.

Nothing is guessed here: dates, numbers and words are texts as written. Anchors, tags and nesting without end
are refused by the reader of YAML (`sitegen/yaml/nodes.py`), which counts and never expands.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time

import yaml
from msgspec import Struct

from sitegen.features.importing.imported import Field, Record, Value
from sitegen.features.importing.js_literals import constants
from sitegen.yaml.compose import compose
from sitegen.yaml.nodes import MOST_NODES, Mapping, Node, Scalar

FENCES = {"---": "yaml", "+++": "toml", ";;;": "json"}
OPENING = re.compile(r"(?:\s*\n)?(---|\+\+\+|;;;)[ \t]*(yaml|toml|json|js)?[ \t]*\n")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
COMMENT = re.compile(r"[ \t]+#[ \t]*(.*)$")
TOML_KEY = re.compile(r"""[ \t]*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))[ \t]*(?:=|\.)""")
TOML_TABLE = re.compile(r"""[ \t]*\[{1,2}[ \t]*"?([^\].\s"]+)""")
ANCHOR = re.compile(
    r"^(?P<before>[^#\n\"'|>&]*[:-][ \t]+)&(?P<name>\w+)[ \t]+(?P<value>[^\s&*|>\[{][^\n]{0,199})$",
    re.MULTILINE,
)
"""A name for a value on its line."""
ALIAS = re.compile(r"^(?P<before>[^#\n\"'|>&*]*[:-][ \t]+)\*(?P<name>\w+)[ \t]*$", re.MULTILINE)
DEEPEST = 20
HARMLESS = ("yaml.duplicate", "file.character")
"""Codes of problems after which the values are known."""


class FrontMatter(Struct, frozen=True):
    """A text split into its parts."""

    fields: tuple[Field, ...]
    body: str
    body_line: int
    comments: tuple[str, ...] = ()
    """Comments that precede no key."""
    wrong: str = ""
    """Message, if the front matter could not be read. Its text is then among the comments."""
    present: bool = True

    def get(self, name: str) -> Value | None:
        return next((field.value for field in self.fields if field.name == name), None)


def split(text: str) -> FrontMatter:
    """Splits a text into front matter and body. A text without front matter is all body."""
    opening = OPENING.match(text)
    if opening is None:
        return _json(text) if text.startswith("{") else FrontMatter((), text, 1, present=False)
    fence = opening[1]
    closing = re.compile(rf"^{re.escape(fence)}[ \t]*$", re.MULTILINE).search(text, opening.end())
    if closing is None:
        return FrontMatter((), text, 1, present=False)
    inside, body = text[opening.end() : closing.start()], text[closing.end() + 1 :]
    line = text.count("\n", 0, closing.end()) + 2
    fields, comments, wrong = read_fields(inside, opening[2] or FENCES[fence])
    if wrong:
        comments = tuple(inside.rstrip("\n").split("\n"))
    return FrontMatter(fields, body, line, comments, wrong)


def read_fields(text: str, form: str) -> tuple[tuple[Field, ...], tuple[str, ...], str]:
    """Fields, comments at the end, and a message if the text could not be read."""
    try:
        if form == "toml":
            return _toml_fields(text)
        if form == "js":
            return _plain_fields(constants(text))
        if form == "json":
            return _plain_fields(json.loads(text, parse_int=str, parse_float=str, parse_constant=str))
        return _yaml_fields(text)
    except RecursionError:
        return (), (), "it is nested too deep"
    except (ValueError, yaml.YAMLError) as error:
        return (), (), f"it is not {form.upper()}: {str(error).splitlines()[0]}"


def _json(text: str) -> FrontMatter:
    """A text that begins with an object of JSON, as Hugo and Eleventy read it."""
    try:
        value, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text)
        fields, comments, wrong = _plain_fields(value)
    except (ValueError, RecursionError):
        return FrontMatter((), text, 1, present=False)
    body = text[end:]
    return FrontMatter(fields, body.lstrip("\n"), text.count("\n", 0, end) + 1, comments, wrong)


def _plain_fields(value: object) -> tuple[tuple[Field, ...], tuple[str, ...], str]:
    if not isinstance(value, dict):
        return (), (), "it is not a mapping"
    return tuple(Field(str(name), plain_value(part)) for name, part in value.items()), (), ""


def plain_value(value: object, depth: int = 0) -> Value:
    """A value of TOML or JSON. Raises ValueError if it is nested too deep."""
    if depth > DEEPEST:
        raise ValueError("it is nested too deep")
    if isinstance(value, dict):
        return Record(tuple((str(name), plain_value(part, depth + 1)) for name, part in value.items()))
    if isinstance(value, list):
        return tuple(plain_value(item, depth + 1) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value)


# --- YAML -------------------------------------------------------------------------------------


def _yaml_fields(text: str) -> tuple[tuple[Field, ...], tuple[str, ...], str]:
    text = without_anchors(text.expandtabs(2) if "\t" in text else text)
    node, problems = compose(text, "")
    wrong = next((p for p in problems if p.code not in HARMLESS), None)
    if wrong:
        place = f" (line {wrong.location.line + 1})" if wrong.location.line else ""
        return (), (), f"{wrong.message}{place}"
    if node is None:
        return (), tuple(_comment(line) for line in text.split("\n") if line.strip()), ""
    if not isinstance(node, Mapping):
        return (), (), "it is not a mapping"
    own, behind = _yaml_comments(text)
    fields = []
    for key, value in node.entries:
        before = tuple(own.pop(line) for line in sorted(own) if line < key.line)
        fields.append(Field(key.text, node_value(value), before, behind.get(key.line, "")))
    return tuple(fields), tuple(own[line] for line in sorted(own)), ""


def without_anchors(text: str) -> str:
    """The text with short values in place of the aliases that stand for them. Other anchors stay."""
    values = {found["name"]: found["value"] for found in ANCHOR.finditer(text)} if "&" in text else {}
    if not values:
        return text
    text = ANCHOR.sub(lambda found: found["before"] + found["value"], text)
    return ALIAS.sub(lambda found: found["before"] + values.get(found["name"], f"*{found['name']}"), text)


def node_value(node: Node) -> Value:
    """A node of YAML as a value; nothing is an empty text."""
    if isinstance(node, Scalar):
        return "" if node.plain and node.text in NULLS else node.text
    if isinstance(node, Mapping):
        return Record(tuple((key.text, node_value(value)) for key, value in node.entries))
    return tuple(node_value(item) for item in node.items)


def yaml_value(text: str) -> tuple[Value | None, str]:
    """Value of a whole YAML file, and a message if it could not be read."""
    try:
        node, problems = compose(without_anchors(text), "")
    except yaml.YAMLError as error:
        return None, str(error).splitlines()[0]
    wrong = next((p for p in problems if p.code != "yaml.duplicate"), None)
    if wrong:
        return None, wrong.message
    return (None if node is None else node_value(node)), ""


def _yaml_comments(text: str) -> tuple[dict[int, str], dict[int, str]]:
    """Comments on lines of their own, and those behind a value, by line number. `text` is sound YAML."""
    if "#" not in text:
        return {}, {}
    inside: set[int] = set()
    ends: dict[int, int] = {}
    for number, event in enumerate(yaml.parse(text, yaml.CSafeLoader)):
        if number > 4 * MOST_NODES:
            break
        if isinstance(event, yaml.ScalarEvent):
            start, end = event.start_mark, event.end_mark
            assert start is not None
            assert end is not None
            last = end.line - 1 if end.column == 0 and end.line > start.line else end.line
            inside.update(range(start.line + 1, last + 1))
            ends[end.line] = max(ends.get(end.line, 0), end.column)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            end = event.end_mark
            assert end is not None, "the events have a text"
            ends[end.line] = max(ends.get(end.line, 0), end.column)
    own, behind = {}, {}
    for number, line in enumerate(text.split("\n")):
        if number in inside:
            continue
        if line.lstrip().startswith("#"):
            own[number + 1] = _comment(line)
        elif found := COMMENT.search(line, ends.get(number, 0)):
            behind[number + 1] = found[1].strip()
    return own, behind


def _comment(line: str) -> str:
    return line.strip().lstrip("#").strip()


# --- TOML -------------------------------------------------------------------------------------


def _toml_fields(text: str) -> tuple[tuple[Field, ...], tuple[str, ...], str]:
    table = tomllib.loads(text, parse_float=str)
    own = dict(_toml_comments(text))
    lines = _toml_lines(text)
    fields = []
    for name, value in table.items():
        line = lines.get(name, 0)
        before = tuple(own.pop(number) for number in sorted(own) if number < line)
        fields.append(Field(name, plain_value(value), before))
    return tuple(fields), tuple(own[number] for number in sorted(own)), ""


def _toml_lines(text: str) -> dict[str, int]:
    """Line on which each key at the top begins, roughly: a key inside a text counts if it comes first."""
    found: dict[str, int] = {}
    at_top = True
    for number, line in enumerate(text.split("\n"), start=1):
        table = TOML_TABLE.match(line)
        if table:
            at_top = False
            found.setdefault(table[1], number)
        elif at_top and (key := TOML_KEY.match(line)):
            found.setdefault(key[1] or key[2] or key[3], number)
    return found


def _toml_comments(text: str) -> Iterator[tuple[int, str]]:
    """Comments on lines of their own, outside texts of several lines."""
    inside = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not inside and line.lstrip().startswith("#"):
            yield number, _comment(line)
            continue
        for mark in re.findall(r'"""|' + "'''", line):
            if not inside:
                inside = mark
            elif inside == mark:
                inside = ""
