"""Encodes values as JSON. Never uses pickle: a cache file must not be able to run code.

Typed decoders of msgspec decode everything but the values of fields, whose types depend on the content type:
`encode` and `decode` are for these.
"""

from __future__ import annotations

from datetime import date, datetime
from sys import intern
from typing import Any

from msgspec import Struct, json

from sitegen import types
from sitegen.types.zones import zone_named

CLASSES = {
    name: getattr(types, name)
    for name in (
        "File", "Image", "Link", "PartialDate", "Reference", "Repeats", "Retired", "RichText",
    )
}  # fmt: skip


def as_json(plain: object) -> str:
    """Encodes values that JSON has, mappings of any class, and Structs, as JSON on one line."""
    return _encoder.encode(plain).decode()


_encoder = json.Encoder(enc_hook=dict)


def encode(value: object) -> str:
    """Encodes the value of a field as JSON on one line."""
    return as_json(_plain(value))


def decode(text: str) -> object:
    """Decodes the result of `encode`. Raises ValueError, TypeError, KeyError or IndexError if invalid."""
    return value_of(json.decode(text))


def _plain(value: Any) -> object:
    """Converts a value for JSON; values that JSON does not have become a list that begins with their type."""
    kind: Any = type(value)
    if kind is str or value is None or kind is int or kind is bool:
        return value
    if kind is tuple or kind is list:
        return ["t", *map(_plain, value)]
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        zone = getattr(value.tzinfo, "key", None)
        return ["datetime", value.isoformat(), zone] if zone else ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, Struct):
        return [kind.__name__, *[_plain(getattr(value, name)) for name in value.__struct_fields__]]
    raise TypeError(f"no code for {kind.__name__}")


def value_of(plain: Any) -> object:
    """Converts decoded JSON to the value that was encoded. Raises the same errors as `decode`."""
    kind = type(plain)
    if kind is dict:
        return {
            intern(key): (item if " " in item else intern(item)) if type(item) is str else value_of(item)
            for key, item in plain.items()
        }
    if kind is not list:
        return plain
    name, *items = plain
    if name == "date":
        return date.fromisoformat(items[0])
    if name == "datetime":
        moment = datetime.fromisoformat(items[0])
        return moment.astimezone(zone_named(items[1])) if len(items) > 1 else moment
    values = [intern(item) if type(item) is str else value_of(item) for item in items]
    return tuple(values) if name == "t" else CLASSES[name](*values)
