"""The inputs of an entry’s page that come from other entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from sitegen.model.dates import order
from sitegen.model.figures import FIGURES
from sitegen.model.listings import has_pages, url_of
from sitegen.types import EntryKey, Relation
from sitegen.types.keys import Listing, relation_scope, type_of
from sitegen.views.cards import LazyCard
from sitegen.views.frame import Frame
from sitegen.views.inputs.kind import InputKind, card_of, cards_of, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import FigureView, RelationView


class RelationParts(Struct, frozen=True):
    name: str
    label: str
    cards: tuple[LazyCard, ...]
    total: int
    more: str
    """Address of the pages with all entries; empty if the page has them all."""


def _relations(inputs: InputSource, entry: EntryKey) -> tuple[RelationParts, ...]:
    return tuple(_parts(inputs, entry, it) for it in inputs.site.relations.get(entry, ()))


def _parts(inputs: InputSource, entry: EntryKey, relation: Relation) -> RelationParts:
    viewer, entries = inputs.viewer, relation.entries
    more = ""
    if has_pages(inputs.site, entry, relation) and viewer.language.code in inputs.site.versions[entry]:
        listing = Listing(relation_scope(entry, relation.name))
        more = viewer.href(viewer.here(url_of(inputs.site, listing, viewer.language.code)))
        entries = entries[: relation.limit]
    label, cards = viewer.text(relation.label), inputs.lazy_cards(entries)
    return RelationParts(relation.name, label, cards, len(relation.entries), more)


def _relation_views(parts: tuple[RelationParts, ...], _: Frame) -> dict[str, RelationView]:
    return {
        it.name: RelationView(it.name, it.label, tuple(card.card() for card in it.cards), it.total, it.more)
        for it in parts
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
