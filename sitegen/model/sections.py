"""The tree of the entries of a type: which entry is above another, by the folders of their files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec import Struct

from sitegen.types import EntryKey
from sitegen.types.keys import folders_above, type_of


class Tree(Struct, frozen=True):
    """See the fields of `Site` with these names."""

    parents: Mapping[EntryKey, EntryKey] = {}
    children: Mapping[str, tuple[EntryKey, ...]] = {}
    sections: Mapping[EntryKey, tuple[EntryKey, ...]] = {}


NO_TREE = Tree()


def tree_of(
    ordered: Mapping[str, Iterable[EntryKey]], others: Iterable[EntryKey], sections: Container[EntryKey]
) -> Tree:
    """The tree of the entries of all types.

    `ordered` has the entries of each type with sections, in the order of the type; `others` are the retired
    entries, which nothing lists. Both are below the nearest entry that is listed.
    """
    present = frozenset(entry for entries in ordered.values() for entry in entries)
    parents = {entry: above for entry in (*present, *others) if (above := _above(entry, present))}
    if not parents and not any(entry in sections for entry in present):
        return NO_TREE
    children: dict[str, list[EntryKey]] = defaultdict(list)
    below: dict[EntryKey, list[EntryKey]] = {entry: [] for entry in present if entry in sections}
    nested = {type_of(entry) for entry in (*parents, *below)}
    for kind, entries in ordered.items():
        for entry in entries if kind in nested else ():
            children[parents.get(entry, kind)].append(entry)
            for above in ancestors(parents, entry) if entry not in sections else ():
                if above in below:
                    below[above].append(entry)
    return Tree(
        dict(sorted(parents.items())),
        {key: tuple(found) for key, found in children.items()},
        {key: tuple(found) for key, found in sorted(below.items())},
    )


def _above(entry: EntryKey, present: Container[EntryKey]) -> EntryKey | None:
    """The nearest present entry in the folders above an entry."""
    return next((folder for folder in folders_above(entry) if folder in present), None)


def ancestors(parents: Mapping[EntryKey, EntryKey], entry: EntryKey) -> Iterator[EntryKey]:
    """Yields the entries above an entry, the nearest first."""
    while found := parents.get(entry):
        yield found
        entry = found
