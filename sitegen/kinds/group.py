"""The field kind `group`: several fields under one name."""

from __future__ import annotations

from sitegen.kinds.kind import OFTEN, Kind, Reading
from sitegen.kinds.values import read_mapping
from sitegen.types import Field
from sitegen.yaml.nodes import Mapping, Node


def read_group(reading: Reading, known: Field, node: Node) -> dict[str, object] | None:
    """Returns the values of the fields of a group, by name."""
    if not isinstance(node, Mapping):
        hint = f"like {next(iter(known.fields))}: …"
        reading.wrong(node, "field.group", f'"{known.name}" is made of keys and values', hint)
        return None
    return read_mapping(reading, known.fields, node)


GROUP = Kind(
    name="group",
    read_node=read_group,
    commas=OFTEN,
    needs="fields",
    form="",
    listed=False,
    write=lambda _, __: "",
    view=lambda viewing, known, value, page, place: viewing.group(known, value, page, place),
    linked="",
)
"""Tools, views and data treat each field of a group by its own kind."""
