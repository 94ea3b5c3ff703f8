"""The content as tables for spreadsheets: a row an entry, a column a field."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from msgspec import Struct

from sitegen.model.data import HIDDEN
from sitegen.types import ContentType

ABOUT = ("id", "title", "summary", "language", "url", "state")
"""Columns that every table begins with."""
FORMULA = re.compile(r"[=+\-@\t\r](?!\d+(\.\d+)?$)")
"""What a spreadsheet would compute and not show; a negative number is none (OWASP, CSV Injection)."""


class Table(Struct, frozen=True):
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def type_table(content_type: ContentType, data: Mapping[str, object]) -> Table:
    """The entries in the data of a type, with the fields in the order of the type."""
    fields = [name for name in content_type.fields if name not in HIDDEN]
    entries = data["entries"]
    assert isinstance(entries, list)
    rows = tuple(
        tuple(cell(entry.get(name)) for name in ABOUT)
        + tuple(cell(entry.get("fields", {}).get(name)) for name in fields)
        for entry in entries
    )
    return Table((*ABOUT, *fields), rows)


def cell(value: object) -> str:
    """A value as a spreadsheet shows it and does not compute it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, (list, Mapping)) for item in value):
        return cell("; ".join(str(item) for item in value))
    if isinstance(value, (list, Mapping)):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return f"'{text}" if FORMULA.match(text) else text
