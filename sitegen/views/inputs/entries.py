"""The inputs of an entry’s page that come from other entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from sitegen.model.dates import order
from sitegen.model.figures import FIGURES
from sitegen.types import EntryKey
from sitegen.types.keys import type_of
from sitegen.views.cards import LazyCard
from sitegen.views.frame import Frame
from sitegen.views.inputs.kind import InputKind, card_of, cards_of, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import FigureView, RelationView


class RelationParts(Struct, frozen=True):
    name: str
    label: str
    cards: tuple[LazyCard, ...]


def _relations(inputs: InputSource, entry: EntryKey) -> tuple[RelationParts, ...]:
    return tuple(
        RelationParts(relation.name, inputs.viewer.text(relation.label), inputs.lazy_cards(relation.entries))
        for relation in inputs.site.relations.get(entry, ())
    )


def _relation_views(parts: tuple[RelationParts, ...], _: Frame) -> dict[str, RelationView]:
    return {
        relation.name: RelationView(
            relation.name, relation.label, tuple(card.card() for card in relation.cards)
        )
        for relation in parts
    }


def _entry_figures(inputs: InputSource, entry: EntryKey) -> tuple[FigureView, ...]:
    """The figures about an entry, the newest first."""
    found = [
        inputs.figures[name]
        for relation in inputs.site.relations.get(entry, ())
        for name in relation.entries
        if relation.name == FIGURES and type_of(name) == FIGURES
    ]
    return tuple(sorted(found, key=lambda figure: order(figure.as_of), reverse=True))


def _related(inputs: InputSource, entry: EntryKey) -> Sequence[EntryKey]:
    return inputs.site.related.get(entry, ())


def _neighbour(step: int) -> Callable[[InputSource, EntryKey], EntryKey | None]:
    def neighbour(inputs: InputSource, entry: EntryKey) -> EntryKey | None:
        """The entry so many steps behind another in the order of their type or section."""
        ordered, place = inputs.siblings(entry)
        at = -1 if place is None else place + step
        return ordered[at] if 0 <= at < len(ordered) else None

    return neighbour


KINDS = {
    "relations": made_from(_relations, _relation_views),
    "entry_figures": InputKind(_entry_figures),
    "related": cards_of(_related),
    "previous": card_of(_neighbour(-1)),
    "next": card_of(_neighbour(1)),
}
