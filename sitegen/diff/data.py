"""A report as JSON, described in docs/review.md."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass

from sitegen.diff.outline import summary
from sitegen.diff.types import Report

VERSION = 1


def as_json(report: Report) -> str:
    """One document in ASCII, with everything."""
    data = {"version": VERSION, "summary": summary(report), **_object(report)}
    return json.dumps(data, indent=1, ensure_ascii=True)


def _object(value: object) -> dict[str, object]:
    assert is_dataclass(value)
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: object) -> object:
    if is_dataclass(value):
        return _object(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
