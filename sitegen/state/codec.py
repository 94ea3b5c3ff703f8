"""Values of the types as JSON and back. Never pickle: a cache file must not be able to run anything."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sitegen import types

CLASSES = {
    name: getattr(types, name)
    for name in (
        "Document", "File", "Heading", "Image", "Link", "Location", "PartialDate", "Problem", "ReadFile",
        "Reference", "RichText", "Shortcode",
    )
}  # fmt: skip


def encode(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> object:
    """Raises ValueError, TypeError, KeyError or IndexError where the text is not one of ours."""
    return _value(json.loads(text))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: object) -> object:
    """Texts, numbers and nothing as they are; everything else a list that begins with what it is."""
    if isinstance(value, types.Severity):
        return ["!", str(value)]
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, tuple | list):
        return ["t", *(_plain(item) for item in value)]
    if is_dataclass(value):
        kind: Any = type(value)
        return [kind.__name__, *(_plain(getattr(value, name)) for name in _names(kind))]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    raise TypeError(f"no code for {type(value).__name__}")


def _value(plain: object) -> object:
    if isinstance(plain, dict):
        return {key: _value(item) for key, item in plain.items()}
    if not isinstance(plain, list):
        return plain
    kind, *items = plain
    if kind == "t":
        return tuple(map(_value, items))
    if kind == "date":
        return date.fromisoformat(items[0])
    if kind == "datetime":
        return datetime.fromisoformat(items[0])
    if kind == "!":
        return types.Severity(items[0])
    return CLASSES[kind](*map(_value, items))
