"""Limits the values of an entry in fields that make pages: facets of an index, or terms of a taxonomy.

Each value has a page, and each page links to all other values, so the work grows with the square of their
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.types import Config, Location, Problem
from sitegen.yaml.nodes import Mapping, Sequence

MOST_VALUES = 500


def filters_of(config: Config, type_name: str) -> tuple[str, ...]:
    """Fields of a type whose values have pages."""
    content_type = config.types.get(type_name)
    rules = [rule.index for rule in config.lists.values() if rule.permalink and type_name in rule.types]
    rules += [content_type.index] if content_type and content_type.index else []
    names = [name for rule in rules for name in rule.facets]
    names += (name for taxonomy in config.taxonomies.values() for name in taxonomy.fields)
    return tuple(dict.fromkeys(names))


def too_many(path: str, names: Iterable[str], fields: Mapping) -> Iterator[tuple[str, Problem]]:
    """Yields each field with too many values, and its problem."""
    for name in names:
        node = fields.get(name)
        if isinstance(node, Sequence) and len(node.items) > MOST_VALUES:
            first = node.items[MOST_VALUES]
            message = (
                f'"{name}" has {len(node.items):,} values here and may have {MOST_VALUES:,}: each has a page'
            )
            hint = "keep the values that readers look for, or split the entry into several"
            yield name, Problem("field.values", message, Location(path, first.line, first.column), hint)
