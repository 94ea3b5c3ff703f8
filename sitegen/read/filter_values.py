"""How many values an entry may have in a field that makes pages: a facet of an index, or terms of a taxonomy.

Each value has a page, and each of these pages names all the others, so the work grows by the square.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.types import Config, Location, Problem
from sitegen.yaml.nodes import Mapping, Sequence

MOST_VALUES = 500


def filters_of(config: Config, type_name: str) -> tuple[str, ...]:
    """The fields of a type whose values have pages."""
    content_type = config.types.get(type_name)
    rules = [rule.index for rule in config.lists.values() if rule.permalink and type_name in rule.types]
    rules += [content_type.index] if content_type and content_type.index else []
    names = [name for rule in rules for name in rule.facets]
    names += (name for taxonomy in config.taxonomies.values() for name in taxonomy.fields)
    return tuple(dict.fromkeys(names))


def too_many(path: str, names: Iterable[str], fields: Mapping) -> Iterator[tuple[str, Problem]]:
    """Each of these fields that has more values than are taken, with the problem."""
    for name in names:
        node = fields.get(name)
        if isinstance(node, Sequence) and len(node.items) > MOST_VALUES:
            first = node.items[MOST_VALUES]
            message = (
                f'"{name}" has {len(node.items):,} values here and may have {MOST_VALUES:,}: each has a page'
            )
            hint = "keep those that readers look for; make several entries of one that stands for many"
            yield name, Problem("field.values", message, Location(path, first.line, first.column), hint)
