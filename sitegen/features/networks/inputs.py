"""The inputs of networks: the matrix on the index of a type, and the same data as CSV."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from sitegen.features.networks.definition import ties_of
from sitegen.features.networks.network import Link, links_of, matrix_of
from sitegen.features.networks.outputs import network_url
from sitegen.types import EntryKey
from sitegen.types.keys import parse_listing, type_of
from sitegen.views.cards import LazyCard
from sitegen.views.data_tables import Table, row
from sitegen.views.frame import Frame
from sitegen.views.inputs.kind import InputKind, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.views import Card

COLUMNS = ("entry", "entry_title", "tie", "part_in", "part_in_title", "part_in_url")


class TieView(Struct, frozen=True):
    number: int
    """Number of its mark, from 1 to 5."""
    label: str


class RowParts(Struct, frozen=True):
    card: LazyCard
    cells: tuple[tuple[int, ...], ...]
    """For each member the ties by which it has a part in the entry."""


class GroupParts(Struct, frozen=True):
    """The rows of a type."""

    label: str
    rows: tuple[RowParts, ...]


class NetworkParts(Struct, frozen=True):
    ties: tuple[TieView, ...]
    members: tuple[LazyCard, ...]
    groups: tuple[GroupParts, ...]
    left_out: int
    csv: str


class NetworkRow(Struct, frozen=True):
    card: Card
    cells: tuple[tuple[TieView, ...], ...]


class NetworkGroup(Struct, frozen=True):
    label: str
    rows: tuple[NetworkRow, ...]


class NetworkView(Struct, frozen=True):
    """A matrix: members as columns, what they have a part in as rows."""

    ties: tuple[TieView, ...]
    members: tuple[Card, ...]
    groups: tuple[NetworkGroup, ...]
    left_out: int
    csv: str


def _links(inputs: InputSource, type_name: str) -> list[Link]:
    site = inputs.site
    return list(links_of(site, site.entries[type_name], ties_of(site.config.types[type_name])))


def _network(inputs: InputSource, key: str) -> NetworkParts | None:
    """The network on the first page of a type's index without filters."""
    listing, viewer = parse_listing(key), inputs.viewer
    declared = viewer.config.types.get(listing.type)
    if declared is None or listing.filters or listing.number > 1 or not ties_of(declared):
        return None
    matrix = matrix_of(inputs.site, _links(inputs, listing.type))
    if not matrix.shared:
        return None

    def row_of(entry: EntryKey) -> RowParts:
        cells = tuple(matrix.cells.get((entry, member), ()) for member in matrix.members)
        return RowParts(inputs.lazy_card(entry), cells)

    return NetworkParts(
        ties=tuple(
            TieView(number, viewer.text(tie.label)) for number, tie in enumerate(ties_of(declared), 1)
        ),
        members=inputs.lazy_cards(matrix.members),
        groups=tuple(
            GroupParts(viewer.text(viewer.config.types[name].plural), tuple(map(row_of, entries)))
            for name, entries in groupby(matrix.shared, type_of)
        ),
        left_out=matrix.left_out,
        csv=viewer.href(viewer.here(network_url(viewer.config, listing.type))),
    )


def _view(parts: NetworkParts | None, _: Frame) -> NetworkView | None:
    if parts is None:
        return None

    def shown(line: RowParts) -> NetworkRow:
        cells = tuple(tuple(parts.ties[tie] for tie in cell) for cell in line.cells)
        return NetworkRow(line.card.card(), cells)

    groups = tuple(NetworkGroup(group.label, tuple(map(shown, group.rows))) for group in parts.groups)
    members = tuple(card.card() for card in parts.members)
    return NetworkView(parts.ties, members, groups, parts.left_out, parts.csv)


class LinkParts(Struct, frozen=True):
    member: LazyCard
    tie: str
    shared: LazyCard


def _all_links(inputs: InputSource, type_name: str) -> tuple[LinkParts, ...]:
    ties = ties_of(inputs.site.config.types[type_name])
    return tuple(
        LinkParts(inputs.lazy_card(link.member), ties[link.tie].name, inputs.lazy_card(link.shared))
        for link in _links(inputs, type_name)
    )


def _table(links: tuple[LinkParts, ...], _: Frame) -> Table:
    found = ((link.member.card(), link.tie, link.shared.card()) for link in links)
    return Table(
        COLUMNS,
        tuple(
            row(member.key, member.title, tie, shared.key, shared.title, shared.permalink)
            for member, tie, shared in found
        ),
    )


KINDS: dict[str, InputKind] = {
    "network": made_from(_network, _view),
    "network_table": made_from(_all_links, _table),
}
