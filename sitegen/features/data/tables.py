"""The content as tables for spreadsheets: a row for each entry, a column for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.features.data.data import HIDDEN
from sitegen.types import ContentType
from sitegen.views.data_tables import Table, cell

ABOUT = ("id", "title", "summary", "language", "url", "state")
"""First columns of every table."""


def type_table(content_type: ContentType, entries: Iterable[Mapping[str, Any]]) -> Table:
    """The table of a type's entries, with the fields in the order of the type."""
    fields = [name for name in content_type.fields if name not in HIDDEN]
    rows = (
        (*[cell(entry.get(name)) for name in ABOUT], *[cell(given.get(name)) for name in fields])
        for entry in entries
        for given in (entry.get("fields", {}),)
    )
    return Table((*ABOUT, *fields), rows)
