"""A report as JSON, whose format docs/review.md describes."""

from __future__ import annotations

import json

from msgspec import Struct

from sitegen.review.diff.outline import summary
from sitegen.review.diff.types import DiffReport

VERSION = 1


def as_json(report: DiffReport) -> str:
    """The whole report as one JSON document in ASCII."""
    data = {"version": VERSION, "summary": summary(report), **_object(report)}
    return json.dumps(data, indent=1, ensure_ascii=True)


def _object(value: Struct) -> dict[str, object]:
    return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}


def _plain(value: object) -> object:
    if isinstance(value, Struct):
        return _object(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
