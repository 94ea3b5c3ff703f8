"""Explains failures of templates in terms that their authors know."""

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
    """A template used a value that does not exist."""

    def __init__(self, value: Any, name: Any, hint: str | None, message: str) -> None:
        super().__init__(message)
        self.value = value
        self.name = name
        self.hint = hint


class Strict(StrictUndefined):
    """Undefined value; any use except a test with `is defined` raises `NotThere`."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, _: Any = None
    ) -> None:
        super().__init__(hint, obj, name)
        self._undefined_exception = partial(NotThere, obj, name, hint)  # type: ignore[assignment]


class UnfitValue(Exception):
    """A filter got a value that it cannot format."""

    def __init__(self, name: str, taken: str, value: object) -> None:
        super().__init__(f'the filter "{name}" takes {taken}, and is given {word_for(value)}')
        self.name = name
        self.value = value


class NotText(Exception):
    """A template shows a value that has no text of its own, such as a list or nothing."""

    def __init__(self, value: object) -> None:
        super().__init__(f"a value here is {word_for(value)}, which cannot be shown")
        loop = f"go through it: {{% for item in {UNKNOWN} %}}"
        usual = ASK_FIRST if value is None else "write () after it" if callable(value) else loop
        self.hint = f"show a part of it: {', '.join(names)}" if (names := names_of(value)) else usual


class NameKind(Enum):
    """Kind of the name in a failure."""

    OTHER = auto()
    NAME = auto()
    """Context variable."""
    ATTRIBUTE = auto()
    FILTER = auto()
    SHOWN = auto()
    """The only expression that the line shows, which has no name."""


BEFORE = {
    NameKind.OTHER: "",
    NameKind.NAME: r"(?<![\w.])",
    NameKind.ATTRIBUTE: r"""(?:\.\s*|\[\s*["'])""",
    NameKind.FILTER: r"(?<!\|)\|\s*",
    NameKind.SHOWN: r"^(?!.*{{.*{{).*{{-?\s*",
}
"""Pattern for the text before a name of each kind in a template."""
UNKNOWN = "…"
"""Placeholder in a hint for the expression that was used."""
ASK_FIRST = f"ask first whether there is anything: {{% if {UNKNOWN} %}}"


class TemplateFailure(Struct, frozen=True):
    """Message and hint for a failed template."""

    undefined: bool
    """True if a value did not exist."""
    message: str
    hint: str = ""
    name: str = ""
    """Name that the failure is about."""
    kind: NameKind = NameKind.OTHER


def place_of(path: str, text: str, line: int, failure: TemplateFailure) -> Location:
    """Location of a failure: line of the template, and column of the name."""
    rows = text.split("\n")
    row = rows[line - 1] if 0 < line <= len(rows) else ""
    wanted = BEFORE[failure.kind] + (rf"(?={re.escape(failure.name)}\b)" if failure.name else "")
    found = re.search(wanted, row) if wanted else None
    return Location(path, line, found.end() + 1 if found else None)


def owner(text: str, place: Location, kind: NameKind) -> str:
    """Expression before an attribute or filter at a place, or the one shown: `page.terms`. May be empty."""
    row, column = text.split("\n")[(place.line or 1) - 1], (place.column or 1) - 1
    if kind is NameKind.SHOWN:
        return row[column:].partition("}}")[0].rstrip("- ")
    before = f"(?:{BEFORE[NameKind.ATTRIBUTE]}|{BEFORE[NameKind.FILTER]})$"
    found = re.search(rf"([A-Za-z_]\w*(?:\.\w+)*)\s*{before}", row[:column])
    return found[1] if found else ""


def explain(error: Exception) -> TemplateFailure:
    if isinstance(error, NotThere):
        return _not_there(error)
    if isinstance(error, UnfitValue):
        hint = ASK_FIRST if error.value is None else ""
        return TemplateFailure(False, str(error), hint, error.name, NameKind.FILTER)
    if isinstance(error, NotText):
        return TemplateFailure(False, str(error), error.hint, "", NameKind.SHOWN)
    return TemplateFailure(isinstance(error, UndefinedError), _plain(error))


def _not_there(error: NotThere) -> TemplateFailure:
    if error.hint:
        return TemplateFailure(True, _in_words(error.hint))
    if error.value is missing:
        return TemplateFailure(True, f'there is no "{error.name}"', "", str(error.name), NameKind.NAME)
    word = word_for(error.value)
    if not isinstance(error.name, str):
        return TemplateFailure(True, f"{word} has no item {error.name}")
    known = names_of(error.value)
    near = suggest(error.name, known)
    listed = f"it has: {', '.join(known)}" if known else ""
    hint = f"{near} I{listed[1:]}" if near else listed
    if not hint:
        asked = f"it has nothing; ask first: {{% if {UNKNOWN}.{error.name} is defined %}}"
        hint = ASK_FIRST if error.value is None else asked
    return TemplateFailure(True, f'{word} has no "{error.name}"', hint, error.name, NameKind.ATTRIBUTE)


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
    (r"unsupported operand .*for (?P<a>\S+): '(?P<t>\S+)' and '(?P<u>\S+)'", "{t} {a} {u} has no value"),
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
    (r"\S+\(\) missing \d+ required positional arguments?: (?P<a>.+)", "an argument is missing here: {a}"),
    (r"\S+\(\) takes .*positional arguments? but .* given", "more arguments are given here than are taken"),
)
"""Messages of Python, with replacements for authors. The groups `t` and `u` are names of types."""


def _in_words(text: str) -> str:
    """Rewrites a message of Python or Jinja without names of types."""
    for pattern, saying in SAYINGS:
        found = re.fullmatch(pattern, text)
        if found:
            groups = found.groupdict().items()
            return saying.format_map({k: t if k == "a" else word_for_type(t) for k, t in groups})
    return "this cannot be worked out from the values here" if OF_PYTHON.search(text) else text


OF_PYTHON = re.compile(
    r"__|\(\)|'(?:str|int|float|bool|tuple|list|dict|NoneType)'|\bobject\b|sitegen\.|<[a-z]"
)
"""Patterns of messages about Python instead of the template."""
