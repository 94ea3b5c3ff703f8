"""A network as facts: the entries of a type, what they have a part in, and by which ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from sitegen.features.networks.definition import Tie
from sitegen.types import EntryKey, Site

MOST_MEMBERS = 30
"""Columns of a matrix: the entries with the most ties."""
MOST_SHARED = 120
"""Rows of a matrix: what most of them have a part in."""


class Link(Struct, frozen=True, array_like=True):
    """An entry has a part in another by a tie."""

    member: EntryKey
    shared: EntryKey
    tie: int
    """Position among the ties of the type."""


def links_of(site: Site, members: Sequence[EntryKey], ties: Sequence[Tie]) -> Iterator[Link]:
    """The links of entries, each once, in the order of the entries and of their ties."""
    ties_by_relation: dict[str, list[int]] = {}
    for number, tie in enumerate(ties):
        for name in tie.relations:
            ties_by_relation.setdefault(name, []).append(number)
    for member in members:
        found = {
            Link(member, shared, tie): None
            for relation in site.relations.get(member, ())
            for tie in ties_by_relation.get(relation.name, ())
            for shared in relation.entries
        }
        yield from sorted(found, key=lambda link: link.tie)


class Matrix(Struct, frozen=True):
    """The part of a network that fits on a page."""

    members: tuple[EntryKey, ...]
    """Columns: those with the most links first."""
    shared: tuple[EntryKey, ...]
    """Rows, in the order of the types of the site and of their entries."""
    cells: Mapping[tuple[EntryKey, EntryKey], tuple[int, ...]]
    """Row and column → ties; absent if there are none."""
    left_out: int
    """Number of links for which there is no room."""


def matrix_of(site: Site, links: Sequence[Link]) -> Matrix:
    """The matrix of the busiest entries of a network."""
    members = _busiest((link.member for link in links), MOST_MEMBERS)
    within = [link for link in links if link.member in members]
    busiest = _busiest((link.shared for link in within), MOST_SHARED)
    shared = tuple(
        entry for name in site.config.types for entry in site.entries.get(name, ()) if entry in busiest
    )
    cells: dict[tuple[EntryKey, EntryKey], tuple[int, ...]] = {}
    for link in within:
        if link.shared in busiest:
            key = link.shared, link.member
            cells[key] = (*cells.get(key, ()), link.tie)
    return Matrix(tuple(members), shared, cells, len(links) - sum(map(len, cells.values())))


def _busiest(entries: Iterator[EntryKey], most: int) -> dict[EntryKey, None]:
    """The entries that come most often; of equal ones, those that come first."""
    counted = Counter(entries)
    return dict.fromkeys(entry for entry, _ in islice(counted.most_common(), most))
