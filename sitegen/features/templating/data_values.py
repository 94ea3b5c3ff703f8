"""Values of the files that templates read: JSON, YAML, CSV and plain text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from sitegen.types import Location, Problem
from sitegen.yaml.compose import compose
from sitegen.yaml.nodes import Mapping as MappingNode
from sitegen.yaml.nodes import Node, Scalar, Sequence

INTEGER = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.?[0-9]+)([eE][-+]?[0-9]+)?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
DEEPEST = 100


class Broken(Exception):
    """A file that is not what its ending says; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Frozen(dict[str, object]):
    """A mapping that templates cannot change, since other pages see it as well."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a file that a template reads cannot be changed")

    __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


def value_of(path: str, text: str) -> object:
    """The value in a file. Raises Broken."""
    return READERS[path.rpartition(".")[2]](path, text)


def _broken(path: str, message: str, line: int | None = None, column: int | None = None) -> Broken:
    return Broken(Problem("data.syntax", message, Location(path, line, column)))


def _json(path: str, text: str) -> object:
    def refuse(word: str) -> NoReturn:
        raise _broken(path, f"this is not JSON: {word} is not a value")

    try:
        return _frozen(json.loads(text, parse_constant=refuse))
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise _broken(path, message, error.lineno, error.colno) from error
    except (RecursionError, ValueError) as error:  # a number of thousands of digits
        raise _broken(path, "this JSON is nested too deep, or has a number that is too long") from error


def _frozen(value: Any, depth: int = 0) -> object:
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, list):
        return tuple(_frozen(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return Frozen({key: _frozen(item, depth + 1) for key, item in value.items()})
    return value


def _yaml(path: str, text: str) -> object:
    node, problems = compose(text, path)
    if problems:
        raise Broken(problems[0])
    return None if node is None else _of_node(node)


def _of_node(node: Node) -> object:
    """Values as in JSON: a word without quotes is a number, true, false or null if it looks like one."""
    if isinstance(node, MappingNode):
        return Frozen({key.text: _of_node(value) for key, value in node.entries})
    if isinstance(node, Sequence):
        return tuple(map(_of_node, node.items))
    return _of_word(node) if node.plain else node.text


def _of_word(node: Scalar) -> object:
    if node.text in WORDS:
        return WORDS[node.text]
    if INTEGER.fullmatch(node.text) and len(node.text) <= LONGEST_NUMBER:
        return int(node.text)
    return float(node.text) if NUMBER.fullmatch(node.text) else node.text


LONGEST_NUMBER = 1_000


def _csv(path: str, text: str) -> object:
    """The rows as mappings with the names in the first row as keys; all values are texts."""
    first = text.partition("\n")[0]
    delimiter = "\t" if path.endswith(".tsv") else ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Frozen] = []
    names: list[str] = []
    try:
        for cells in reader:
            if not names:
                names = _names(path, [cell.strip() for cell in cells])
            elif cells:
                if len(cells) != len(names):
                    message = f"this row has {_cells(len(cells))}, and the first has {len(names)}"
                    raise _broken(path, message, reader.line_num)
                rows.append(Frozen(zip(names, cells, strict=True)))
    except csv.Error as error:
        raise _broken(path, f"this is not a table: {error}", reader.line_num) from error
    return tuple(rows)


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"


def _names(path: str, names: list[str]) -> list[str]:
    twice = next((name for name in names if names.count(name) > 1), None)
    if "" in names or twice is not None:
        what = f'two columns are called "{twice}"' if twice else "a column has no name"
        raise _broken(path, f"the first row has the names of the columns, and {what}", 1)
    return names


def _text(_: str, text: str) -> object:
    return text


READERS: Mapping[str, Callable[[str, str], object]] = {
    "json": _json,
    "geojson": _json,
    "yaml": _yaml,
    "yml": _yaml,
    "csv": _csv,
    "tsv": _csv,
    "txt": _text,
}
"""Readers by the ending of the name."""
