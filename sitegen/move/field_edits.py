"""References to moved files in the fields of an entry: references, files, links in inline Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.definition.built_in import REF
from sitegen.kinds import KINDS
from sitegen.kinds.kind import ENTRY, FILE
from sitegen.move.moved_links import Addresses, LinkUpdater, link_changes
from sitegen.move.source_text import Source, scalars
from sitegen.move.values import Moves, Refused, Replacement
from sitegen.types import EntryKey, Field
from sitegen.types.keys import entry_key, name_of
from sitegen.types.paths import type_folder
from sitegen.yaml import nodes
from sitegen.yaml.nodes import Scalar

WRITTEN = re.compile(r"(/*)(.*?)((?:\.md)?(?:\.yaml)?/*)")
"""A reference: the name, perhaps after its type."""


def field_changes(
    source: Source, fields: Mapping[str, Field], moves: Moves, addresses: Addresses
) -> Iterator[Replacement]:
    """Changes in the front matter of a file. Raises Refused if one is impossible."""
    own = type_folder(source.path, moves.codes)
    for known, node in _leaves(fields, source.node()):
        kind = KINDS[known.kind]
        if kind.points_to == ENTRY or known.name == REF:
            new = renamed(node.text.strip(), known.to or (own,), moves)
            yield from _replaced(source, node, new)
        elif kind.points_to == FILE:
            linking = LinkUpdater(source.path, moves, addresses)
            yield from _replaced(source, node, linking.renamed(node.text.strip()))
        elif kind.rich:
            start, end = source.extent(node)
            yield from link_changes(source.flat, start, end, LinkUpdater(source.path, moves, addresses))


def _leaves(fields: Mapping[str, Field], mapping: nodes.Mapping) -> Iterator[tuple[Field, Scalar]]:
    """Every scalar value, paired with its field."""
    for key, value in mapping.entries:
        known = fields.get(key.text)
        if known is None:
            continue
        for item in value.items if isinstance(value, nodes.Sequence) else (value,):
            if known.fields and isinstance(item, nodes.Mapping):
                yield from _leaves(known.fields, item)
            elif KINDS[known.kind].points_to == FILE and isinstance(item, nodes.Mapping):
                yield from ((known, file) for file in scalars(item.get("file")))
            elif isinstance(item, Scalar):
                yield known, item


def renamed(written: str, to: tuple[str, ...], moves: Moves) -> str:
    """The reference as it must be written after the move; unchanged if it names no moved entry."""
    parts = WRITTEN.fullmatch(written)
    if parts is None:
        return written
    before, name, after = parts[1], parts[2], parts[3]
    if moves.folder and name.startswith(f"{moves.folder[0]}/"):
        return before + moves.folder[1] + name[len(moves.folder[0]) :] + after
    if name in moves.entries:
        return before + moves.entries[EntryKey(name)] + after
    entry = entry_key(to[0], name) if len(to) == 1 else EntryKey("")
    return before + name_of(moves.entries[entry]) + after if entry in moves.entries else written


def _replaced(source: Source, node: Scalar, new: str) -> Iterator[Replacement]:
    if new == node.text.strip():
        return
    change = source.replacing(node, new)
    if change is None:
        place = f"{source.path}:{node.line}:{node.column}"
        raise Refused(f'"{node.text}" in {place} is written in a way that cannot be changed', f"write {new}")
    yield change
