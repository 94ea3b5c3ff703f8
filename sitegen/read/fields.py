"""The fields of a document, and the defaults of its type."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from msgspec.structs import replace

from sitegen.definition.built_in import ONLY_IN
from sitegen.kinds import KINDS
from sitegen.kinds.kind import Reading
from sitegen.kinds.values import read_default, read_mapping
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import Config, ContentType, Location, Problem
from sitegen.yaml.nodes import Mapping, Scalar, Sequence


def read_fields(
    reading: Reading, content_type: ContentType, node: Mapping
) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    """The values of a document's fields by name, and line and column of each."""
    values = read_mapping(reading, content_type.fields, node, content_type.unknown_fields)
    if content_type is INTRO_TYPE:
        reading.problems[:] = [_of_intro(problem) for problem in reading.problems]
    positions = {key.text: (value.line, value.column) for key, value in node.entries}
    aliases = node.get(ALIASES)
    for item in aliases.items if isinstance(aliases, Sequence) else ():
        if isinstance(item, Scalar):
            positions[position_of_alias(item.text)] = (item.line, item.column)
    return values, positions


def _of_intro(problem: Problem) -> Problem:
    """A problem of an `_index` file; why it cannot say that it is meant for some languages only."""
    if problem.code == "field.unknown" and f'"{ONLY_IN}"' in problem.message:
        message = f'"{ONLY_IN}" cannot be said of an index, which is there in every language'
        hint = f"remove it; in a language without an {INTRO} file the index has no text"
        return replace(problem, message=message, hint=hint)
    return problem


ALIASES = "aliases"


def position_of_alias(text: str) -> str:
    """The name under which a document has the position of one of its old addresses."""
    return f"{ALIASES} {text.strip()}"


def check_defaults(content_type: ContentType, zone: tzinfo | None) -> tuple[Problem, ...]:
    """Problems for defaults that are no values of their field."""
    reading = Reading(content_type.path, {}, translation=False, kinds=KINDS, zone=zone)
    groups = (f.fields.values() for f in content_type.fields.values())
    for known in (*content_type.fields.values(), *(inner for group in groups for inner in group)):
        if known.default is not None:
            read_default(reading, known)
    return tuple(
        replace(p, code="config.value", message=f"the default {p.message}") for p in reading.problems
    )


MOST_VALUES = 500
"""Values of an entry in a field that makes pages: facets of an index, or terms of a taxonomy. Each value has
a page that links to all others, so the work grows with the square of their number."""


def filters_of(config: Config, type_name: str) -> tuple[str, ...]:
    """Fields of a type whose values have pages."""
    content_type = config.types.get(type_name)
    rules = [rule.index for rule in config.lists.values() if rule.permalink and type_name in rule.types]
    if content_type:
        rules += filter(None, (content_type.index, content_type.sections))
    names = [name for rule in rules for name in rule.facets]
    names += (name for taxonomy in config.taxonomies.values() for name in taxonomy.fields)
    return tuple(dict.fromkeys(names))


def too_many(path: str, config: Config, type_name: str, fields: Mapping) -> Iterator[tuple[str, Problem]]:
    """Yields each field that makes pages and has too many values, and its problem."""
    sequences = [node for _, node in fields.entries if isinstance(node, Sequence)]
    if all(len(node.items) <= MOST_VALUES for node in sequences):
        return
    for name in filters_of(config, type_name):
        node = fields.get(name)
        if isinstance(node, Sequence) and len(node.items) > MOST_VALUES:
            first = node.items[MOST_VALUES]
            message = (
                f'"{name}" has {len(node.items):,} values here and may have {MOST_VALUES:,}: each has a page'
            )
            hint = "keep the values that readers look for, or split the entry into several"
            yield name, Problem("field.values", message, Location(path, first.line, first.column), hint)
