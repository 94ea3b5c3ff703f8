"""A kind of input as one value: what it is, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.types import Digest, DocumentKey, EntryKey
from sitegen.views.frame import Frame
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import Card

Parts = TypeVar("Parts")
KeyOf: TypeAlias = Callable[[InputSource, Any], DocumentKey]


class InputKind(Struct, frozen=True):
    """The value of an input by its key, and the digest of everything that the value is made from.

    Each kind has keys of its own: an entry, a subject, a listing, … The language and the address of the site
    are part of every recipe; a digest need not have them.
    """

    value: Callable[[InputSource, Any], object]
    digest: Callable[[InputSource, Any], Digest] | None = None
    """None: the digest of the value."""
    document: KeyOf | None = None
    """Key of the document of a text; empty if there is none."""
    shared: bool = False
    """The value is the same for every page in a language."""

    def digest_of(self, inputs: InputSource, key: str) -> Digest:
        if self.digest is not None:
            return self.digest(inputs, key)
        return _digest_of(inputs, self.value(inputs, key))


def _digest_of(inputs: InputSource, value: object) -> Digest:
    return "" if value is None else inputs.digester.digest_of(value)


def shared(value: Callable[[InputSource, Any], object]) -> InputKind:
    """A kind whose value is the same for every page in a language."""
    return InputKind(value, shared=True)


def made_from(
    parts: Callable[[InputSource, Any], Parts], make: Callable[[Parts, Frame], object]
) -> InputKind:
    """A kind whose value is made from its parts and nothing else; it has the digest of the parts."""

    def value(inputs: InputSource, key: Any) -> object:
        return make(parts(inputs, key), inputs.viewer.frame)

    def digest(inputs: InputSource, key: Any) -> Digest:
        return _digest_of(inputs, parts(inputs, key))

    return InputKind(value, digest)


def cards_of(entries: Callable[[InputSource, Any], Iterable[EntryKey]]) -> InputKind:
    """A kind whose value is the cards of these entries."""

    def value(inputs: InputSource, key: Any) -> tuple[Card, ...]:
        return inputs.viewer.cards(entries(inputs, key))

    def digest(inputs: InputSource, key: Any) -> Digest:
        return digest_of_parts(*map(inputs.card_digest, entries(inputs, key)))

    return InputKind(value, digest)


def card_of(entry: Callable[[InputSource, Any], EntryKey | None]) -> InputKind:
    """A kind whose value is the card of an entry, or None if there is no such entry."""

    def value(inputs: InputSource, key: Any) -> Card | None:
        found = entry(inputs, key)
        return inputs.viewer.card(found) if found else None

    def digest(inputs: InputSource, key: Any) -> Digest:
        found = entry(inputs, key)
        return inputs.card_digest(found) if found else ""

    return InputKind(value, digest)
