"""Why a template failed, in the words of its author."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, UndefinedError
from jinja2.utils import missing
from msgspec import Struct

from sitegen.problems.formats import suggest
from sitegen.render.words import names_of, word_for, word_for_type
from sitegen.types import Location


class NotThere(UndefinedError):
    """A template asked for something that there is not."""

    def __init__(self, value: Any, name: Any, hint: str | None, message: str) -> None:
        super().__init__(message)
        self.value = value
        self.name = name
        self.hint = hint


class Strict(StrictUndefined):
    """An undefined value. Any use but a test with `is defined` raises `NotThere`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, _: Any = None
    ) -> None:
        super().__init__(hint, obj, name)
        self._undefined_exception = partial(NotThere, obj, name, hint)  # type: ignore[assignment]


class UnfitValue(Exception):
    """A filter was given what it cannot show."""

    def __init__(self, name: str, taken: str, value: object) -> None:
        super().__init__(f'the filter "{name}" takes {taken}, and is given {word_for(value)}')
        self.name = name
        self.value = value


class Kind(Enum):
    """Kind of the name in a failure."""

    OTHER = auto()
    NAME = auto()
    """A name of the page."""
    ATTRIBUTE = auto()
    FILTER = auto()


BEFORE = {
    Kind.OTHER: "",
    Kind.NAME: r"(?<![\w.])",
    Kind.ATTRIBUTE: r"""(?:\.\s*|\[\s*["'])""",
    Kind.FILTER: r"(?<!\|)\|\s*",
}
"""Text before such a name in a template."""
UNKNOWN = "…"
"""Stands in a hint for the value that was asked, which is known from the template."""
ASK_FIRST = f"ask first whether there is anything: {{% if {UNKNOWN} %}}"


class Failure(Struct, frozen=True):
    """Message and hint for a template that failed."""

    undefined: bool
    """Something that was asked for is not there."""
    message: str
    hint: str = ""
    name: str = ""
    """The name that the failure is about."""
    kind: Kind = Kind.OTHER


def place_of(path: str, text: str, line: int, failure: Failure) -> Location:
    """The line of a template that failed, with the column of the name in question."""
    rows = text.split("\n")
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    wanted = rf"{BEFORE[failure.kind]}(?={re.escape(failure.name)}\b)"
    found = re.search(wanted, row) if failure.name else None
    return Location(path, line, found.end() + 1 if found else None)


def owner(text: str, place: Location) -> str:
    """The chain of names before an attribute or filter at a place: `page.terms`; empty if it is none."""
    row = text.split("\n")[(place.line or 1) - 1][: (place.column or 1) - 1]
    found = re.search(rf"([A-Za-z_]\w*(?:\.\w+)*)\s*(?:{BEFORE[Kind.ATTRIBUTE]}|{BEFORE[Kind.FILTER]})$", row)
    return found[1] if found else ""


def explain(error: Exception) -> Failure:
    if isinstance(error, NotThere):
        return _not_there(error)
    if isinstance(error, UnfitValue):
        hint = ASK_FIRST if error.value is None else ""
        return Failure(False, str(error), hint, error.name, Kind.FILTER)
    return Failure(isinstance(error, UndefinedError), _plain(error))


def _not_there(error: NotThere) -> Failure:
    if error.hint:
        return Failure(True, _in_words(error.hint))
    if error.value is missing:
        return Failure(True, f'there is no "{error.name}"', "", str(error.name), Kind.NAME)
    word = word_for(error.value)
    if not isinstance(error.name, str):
        return Failure(True, f"{word} has no item {error.name}")
    known = names_of(error.value)
    near = suggest(error.name, known)
    listed = f"it has: {', '.join(known)}" if known else ""
    hint = f"{near} I{listed[1:]}" if near else listed
    if not hint:
        asked = f"it has nothing; ask first: {{% if {UNKNOWN}.{error.name} is defined %}}"
        hint = ASK_FIRST if error.value is None else asked
    return Failure(True, f'{word} has no "{error.name}"', hint, error.name, Kind.ATTRIBUTE)


def _plain(error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return "a number is divided by 0"
    if isinstance(error, RecursionError):
        return "this template includes itself, or a macro calls itself, without an end"
    if isinstance(error, KeyError):
        return f"nothing of the name {error} is given here"
    return _in_words(str(error) or word_for_type(type(error).__name__))


SAYINGS = (
    (
        r'can only concatenate (?P<t>\w+) \(not "(?P<u>[\w.]+)"\) to \w+',
        "{t} and {u} cannot be added; ~ joins texts",
    ),
    (
        r"unsupported operand type\(s\) for (?P<a>\S+): '(?P<t>[\w.]+)' and '(?P<u>[\w.]+)'",
        "{t} {a} {u} has no value",
    ),
    (
        r"'\S+' not supported between instances of '(?P<t>[\w.]+)' and '(?P<u>[\w.]+)'",
        "{t} and {u} cannot be compared",
    ),
    (r"'(?P<t>[\w.]+)' object is not callable", "{t} cannot be called like a macro"),
    (r"'(?P<t>[\w.]+)' object is not iterable", "{t} has no items to go through"),
    (r"'(?P<t>[\w.]+)' object is not subscriptable", "{t} has no items"),
    (r"'(?P<t>[\w.]+)' object is not a mapping", "{t} has no keys and values"),
    (r"'(?P<t>[\w.]+)' object has no attribute '(?P<a>\w+)'", '{t} has no "{a}"'),
    (r"object of type '(?P<t>[\w.]+)' has no len\(\)", "{t} has no length"),
    (r"[\w.<>]+\(\) got an unexpected keyword argument '(?P<a>\w+)'", 'there is no argument "{a}" here'),
    (
        r"[\w.<>]+\(\) missing \d+ required positional arguments?: (?P<a>.+)",
        "an argument is missing here: {a}",
    ),
    (
        r"[\w.<>]+\(\) takes .*positional arguments? but .* given",
        "more arguments are given here than are taken",
    ),
)
"""Messages of Python, with their wording for authors. The groups `t` and `u` are names of types."""


def _in_words(text: str) -> str:
    """A message of Python or Jinja without the names of types."""
    for pattern, saying in SAYINGS:
        found = re.fullmatch(pattern, text)
        if found:
            groups = found.groupdict()
            types = {
                name: word_for_type(groups[name].rpartition(".")[2]) for name in ("t", "u") if name in groups
            }
            return saying.format_map(groups | types)
    return "this cannot be worked out from the values here" if OF_PYTHON.search(text) else text


OF_PYTHON = re.compile(
    r"__|\(\)|'(?:str|int|float|bool|tuple|list|dict|NoneType)'|\bobject\b|sitegen\.|<[a-z]"
)
"""Signs of a message that is about Python and not about a template."""
