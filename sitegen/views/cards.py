"""Cards: the facts about an entry that other pages show, and the parts that a card is made from.

The digest of a card is the digest of its parts. `card` receives only the parts, so that attributes cannot
depend on anything that is not digested. A new attribute needs a part to be made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import Digester, digest_of_fields, digest_of_parts
from sitegen.model.picture_plans import ImageView
from sitegen.types import Digest, EntryKey, When
from sitegen.types.keys import name_of
from sitegen.views.frame import Frame
from sitegen.views.views import Card, Fact, FileView, OutsideAddress, Term


class CardParts(Struct, frozen=True, gc=False):
    """Everything that the card of an entry is made from, in one language."""

    entry: EntryKey
    type: str
    type_label: str
    title: str
    summary: str
    url: str
    """Address without the base path, or on another site; empty if there is none."""
    rel: str
    """The `rel` of links to an address on another site."""
    language: str
    date: When | None
    end: When | None
    terms: Mapping[str, tuple[Term, ...]]
    files: tuple[FileView, ...]
    picture: ImageView | None
    fields: Mapping[str, object] = {}
    """Values of the fields that its type declares under `card`. One that refers to an entry has its title and
    address (`EntryLink`) and not its card, since cards can refer to each other."""
    facts: tuple[Fact, ...] = ()
    """Those of these fields that are to be shown, with their labels."""


def card(parts: CardParts, frame: Frame, fields: Mapping[str, object] | None = None) -> Card:
    """The card made from these parts; `fields` are all fields of an entry without a page of its own."""
    state = parts.terms.get("state")
    return Card(
        key=parts.entry,
        name=name_of(parts.entry),
        type=parts.type,
        type_label=parts.type_label,
        title=frame.isolated(parts.title, parts.language),
        summary=frame.isolated(parts.summary, parts.language),
        url=frame.href(parts.url) if parts.url else "",
        permalink=frame.permalink(parts.url) if parts.url else "",
        lang=parts.language,
        dir=frame.direction(parts.language),
        foreign=parts.language != frame.language.code,
        date=parts.date,
        end=parts.end,
        state=state[0] if state else None,
        terms=parts.terms,
        fields=fields or parts.fields,
        outside=OutsideAddress(parts.url, parts.rel) if parts.rel else None,
        files=parts.files,
        picture=parts.picture,
        facts=parts.facts,
    )


def digest_of_card(parts: CardParts) -> Digest:
    """The digest of a card, without making it; the frame is part of every recipe."""
    if not parts.fields:
        return digest_of_fields(parts)
    own = Digester().digest_of((parts.fields, parts.facts))
    return digest_of_parts(digest_of_fields(replace(parts, fields={}, facts=())), own)


class CardSource(Protocol):
    """Cards and their digests by entry, each made once."""

    def card(self, entry: EntryKey) -> Card: ...

    def card_digest(self, entry: EntryKey) -> Digest: ...


class LazyCard:
    """The card of an entry inside another value; its digest is available without making the card."""

    __slots__ = ("_source", "entry")

    def __init__(self, entry: EntryKey, source: CardSource) -> None:
        self.entry = entry
        self._source = source

    def card(self) -> Card:
        return self._source.card(self.entry)

    def digest(self) -> Digest:
        return self._source.card_digest(self.entry)
