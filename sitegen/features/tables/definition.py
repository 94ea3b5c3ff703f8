"""Key `rows` of `_type.yaml`: the table on the web that `sitegen fetch` brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from sitegen.definition.config import Contributed
from sitegen.definition.reader import Key, Keys, Value
from sitegen.definition.values import TEXT, TEXT_SCHEMA, each_schema, mapping
from sitegen.features.tables.loaders import loaders
from sitegen.types import ContentType
from sitegen.yaml.nodes import Node, Scalar


class TableSource(Struct, frozen=True):
    """A table on the web."""

    url: str
    columns: Mapping[str, str] = field(default_factory=dict)
    """Columns that are taken, and their names in the table of the site; empty: all, with their names."""
    at: str = ""
    """Keys that lead to the list of rows in JSON: `data.items`."""
    loader: str = ""
    """Name of a loader of an extension that brings the rows."""


def source_of(content_type: ContentType) -> TableSource | None:
    """The table on the web of a type, if it has one."""
    found = content_type.contributed.get(ROWS.name)
    return found if isinstance(found, TableSource) else None


def _columns(own: Keys, key: Key, node: Node, _: Any) -> Mapping[str, str]:
    def name(_: Scalar, value: Node) -> str | None:
        if isinstance(value, Scalar) and value.text.strip():
            return value.text.strip()
        own.wrong(value, f'"{key.name}" must give each column the name of a field')
        return None

    return own.entries(node, key.name, name)


COLUMNS = Value("keys and values", _columns, each_schema(TEXT_SCHEMA, {}), {})


def _source(own: Keys) -> TableSource:
    loader = own["loader"]
    if loader and loader not in loaders():
        own.unknown("loader", loader, loaders(), f'there is no loader "{loader}"', "config.value")
    if not loader:
        own.need("from")
    return TableSource(own["from"], own["columns"], own["at"], loader)


ROWS = Key(
    "rows",
    mapping(
        "the rows",
        (
            Key(
                "from",
                TEXT,
                "Address of the table, with `https://`. Required without a `loader`.",
                otherwise="none",
                example="https://example.org/cities.csv",
            ),
            Key(
                "columns",
                COLUMNS,
                "The columns that are taken, each with the name of its field.",
                otherwise="all, with their names",
                example="{City: title, Inhabitants: people}",
            ),
            Key("at", TEXT, "Keys that lead to the list in a table as JSON.", "", example="data.items"),
            Key(
                "loader",
                TEXT,
                "Function of an [extension](../developers/extending.md) that brings the rows.",
                otherwise="none",
                example="members",
            ),
        ),
        _source,
    ),
    "A table on the web that [`sitegen fetch`](commands.md#fetch) brings as the "
    "[rows](#rows-as-entries) of the type.",
    otherwise="there is none",
    example="{from: https://example.org/cities.csv}",
)
KEYS = Contributed(type=(ROWS,))
