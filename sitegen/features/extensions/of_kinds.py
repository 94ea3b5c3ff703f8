"""Field kinds of extensions, with functions that are guarded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from sitegen.features.extensions.guard import Owner, Unfit, unfit_value
from sitegen.kinds.kind import Kind, Reading, Viewing, read_by_pattern
from sitegen.problems.extension_failures import ExtensionFailed, called_from, described
from sitegen.store.codec import decode, encode
from sitegen.types import Field, Page
from sitegen.yaml.nodes import Node

NAME = r"[a-z][a-z0-9_]*"


def kind_of(value: Any, name: str, owner: Owner) -> Kind:
    """A kind as sitegen uses it. Raises Unfit."""
    if not isinstance(value, Kind):
        raise Unfit(f"is {described(value)}, not a Kind", f'write Kind(name="{name}", …)')
    if value.name != name:
        raise Unfit(f'has the name "{value.name}" in its Kind', "write the same name twice")
    if not re.fullmatch(NAME, name):
        raise Unfit("has a name that no definition can use", "use small letters, digits and _")
    if isinstance(value.pattern, str):
        try:
            re.compile(value.pattern)
        except re.error as error:
            raise Unfit(f"has a pattern that is no regular expression: {error}") from None
    if not value.pattern and value.read is read_by_pattern and value.read_node is None:
        raise Unfit("has neither a pattern nor a function read", 'give one: pattern=r"[0-9]+"')
    if not value.noun and value.pattern:
        raise Unfit("has no noun", 'say what a value is, for messages: noun="a telephone number"')
    checks = {**CHECKS, **dict.fromkeys(("read", "read_node"), unfit_field_value)}
    changes: dict[str, Any] = {}
    for part, check in checks.items():
        function = getattr(value, part)
        if callable(function) and not _is_of_sitegen(function):
            changes[part] = owner.guard(function, check)
    for part in ("read", "read_node"):
        if part in changes:
            changes[part] = _reporting(changes[part])
    if "view" in changes:
        changes["view"] = _apart(changes["view"])
    return replace(value, **changes)


def _is_of_sitegen(function: Callable[..., Any]) -> bool:
    return str(getattr(function, "__module__", "")).partition(".")[0] == "sitegen"


def _reporting(read: Callable[..., Any]) -> Callable[[Reading, Field, Node], object]:
    """A function that reports a failure with the place of the value, so that others are still read."""

    def reported(reading: Reading, known: Field, node: Node) -> object:
        try:
            return read(reading, known, node)
        except ExtensionFailed as error:
            place = f"{reading.path}:{node.line}:{node.column}"
            reading.problems.append(called_from(error, place).problem)
            return None

    return reported


VIEWS = ("words", "rich", "choice", "language_view", "point", "picture", "file", "text", "country",
         "language_name")  # fmt: skip
"""Views that depend on the value and the language alone, as the recipes of pages expect of a kind."""


class _Views:
    """Views for a kind of an extension, which cannot see other entries."""

    def __init__(self, viewing: Viewing) -> None:
        self._viewing = viewing

    def __getattr__(self, name: str) -> Any:
        if name not in VIEWS:
            raise AttributeError(f"the view of a field kind has {', '.join(VIEWS)}, and not {name}")
        return getattr(self._viewing, name)


def _apart(view: Callable[..., Any]) -> Callable[..., object]:
    """A view that sees its value and the language alone."""

    def shown(viewing: Viewing, known: Field, value: object, page: Page, place: str) -> object:
        return view(_Views(viewing), known, value, page, place)

    return shown


def unfit_field_value(value: object) -> str:
    """Returns the fault of a value for a field; empty if it can be stored between two builds."""
    try:
        same = decode(encode(value)) == value
    except (TypeError, ValueError, KeyError, IndexError, AttributeError):
        same = False
    return "" if same else f"{described(value)}; it may return texts, whole numbers, dates and tuples of them"


def _not_text(value: object) -> str:
    return "" if isinstance(value, str) else f"{described(value)}, not a text"


def _not_mapping(value: object) -> str:
    return "" if isinstance(value, Mapping) else f"{described(value)}, not a mapping"


CHECKS: Mapping[str, Callable[[Any], str]] = {
    "view": unfit_value,
    "data": unfit_value,
    "label": _not_text,
    "write": _not_text,
    "example": _not_text,
    "form": _not_text,
    "more": _not_text,
    "address": _not_text,
    "pattern": _not_text,
    "schema": _not_mapping,
    "widget": _not_mapping,
}
"""Checks of the results of the functions of a kind."""
