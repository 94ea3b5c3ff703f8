"""Content digests: BLAKE2b of bytes and of plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Any

from msgspec import Struct, msgpack
from msgspec.structs import astuple

from sitegen.types import Digest

PLAIN = frozenset({int, bool, float, NoneType, date, datetime})
"""Classes whose values differ if what `repr` shows of them does."""
SIZE = 16
"""Bytes of a digest; with 128 bits, accidental collisions do not happen in practice."""


def digest_of_bytes(data: bytes) -> Digest:
    """Returns the digest of some bytes, as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def digest_of_parts(*parts: str) -> Digest:
    """Returns the digest of a sequence of strings; `("ab", "c")` and `("a", "bc")` differ."""
    try:
        data = msgpack.encode(parts, enc_hook=str)  # `str` subclasses are encoded as `str`
    except UnicodeEncodeError:  # the name of a file can contain bytes that are not text
        data = repr(parts).encode("utf-8", "backslashreplace")
    return digest_of_bytes(data)


def digest_of_fields(value: Struct) -> Digest:
    """Digest of a struct of texts, numbers, days, structs and collections of these; fast.

    A moment includes its time zone, and must be the direct value of a field.
    """
    moments = [repr(field) for field in astuple(value) if isinstance(field, datetime)]
    try:
        return digest_of_bytes(msgpack.encode((value, moments), enc_hook=_fields_of_text))
    except UnicodeEncodeError:
        return digest_of_parts(repr(value))


def _fields_of_text(text: object) -> object:
    """Converts a `str` subclass to a list for the encoder: its class, the text, and its attributes."""
    if not isinstance(text, str):
        raise NotImplementedError
    return [type(text).__name__, str.__str__(text), *getattr(text, "__dict__", {}).values()]


def fingerprint(digest: Digest) -> str:
    """Shortens a digest to eight digits for a public address, so that browsers load a changed file."""
    return digest[:8]


class Digester:
    """Digests of plain values; equal values have equal digests in every process and on every machine.

    Digests of values of the classes in `cached` are computed once; such values must live as long as the
    digester. Values of the class `lazy` have a method `digest`.
    """

    def __init__(self, cached: tuple[type, ...] = (), lazy: type | None = None) -> None:
        self.cached = frozenset(cached)
        self.lazy = lazy
        self._cache: dict[int, tuple[object, str]] = {}

    def digest_of(self, value: object) -> Digest:
        out: list[str] = []
        self._add(value, out)
        return _digest_of_texts(out)

    def _add(self, value: object, out: list[str]) -> None:
        kind = type(value)
        if kind is str:
            out.append(f"s{len(value)}:{value}")  # type: ignore[arg-type]
        elif kind is tuple or kind is list:
            out.append(f"t{len(value)}:")  # type: ignore[arg-type]
            for item in value:  # type: ignore[attr-defined]
                self._add(item, out)
        elif kind in PLAIN:
            shown = repr(value)
            out.append(f"o{kind.__name__},,{len(shown)}:{shown}")
        elif kind is dict or kind is MappingProxyType:
            self._add_mapping(value, out)  # type: ignore[arg-type]
        elif kind in self.cached:
            out.append(self._once(value))
        elif kind is self.lazy:
            out.append(value.digest())  # type: ignore[attr-defined]
        elif isinstance(value, Struct):
            self._add_struct(value, out)
        elif isinstance(value, Mapping):
            self._add_mapping(value, out)
        elif isinstance(value, frozenset):
            out.append(f"f{len(value)}:")
            for item in sorted(value):
                self._add(item, out)
        else:
            self._add_other(value, out)

    def _add_struct(self, value: Struct, out: list[str]) -> None:
        out.append(f"d{type(value).__name__}:")
        for name in value.__struct_fields__:
            self._add(getattr(value, name), out)

    def _add_mapping(self, value: Mapping[object, object], out: list[str]) -> None:
        # Order matters, because a template can see it.
        out.append(f"m{len(value)}:")
        for key, item in value.items():
            self._add(key, out)
            self._add(item, out)
        if facts := getattr(value, "facts", ()):  # a group has labels besides its values
            self._add(facts, out)

    def _add_other(self, value: object, out: list[str]) -> None:
        kind = type(value)
        shown = str.__str__(value) if isinstance(value, str) else repr(value)
        known = {} if isinstance(value, Enum) else getattr(value, "__dict__", {})
        extra = ",".join(known.values())  # attributes of a `str` subclass
        out.append(f"o{kind.__name__},{extra},{len(shown)}:{shown}")

    def _once(self, value: Any) -> str:
        known = self._cache.get(id(value))
        if known is None:
            out: list[str] = []
            self._add_struct(value, out)
            known = self._cache[id(value)] = (value, _digest_of_texts(out))
        return known[1]


def _digest_of_texts(texts: list[str]) -> Digest:
    return digest_of_bytes("".join(texts).encode("utf-8", "surrogatepass"))
