"""JSON Schema (draft 2020-12) of the data of a type."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.types import Field
from sitegen.views.data import HIDDEN
from sitegen.views.viewer import Viewer

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = r"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}[+-]\d{2}:\d{2})?)?)?$"
SIMPLE: Mapping[str, Schema] = {
    "integer": {"type": "integer"},
    "number": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "pattern": DAY},
    "datetime": {"type": "string", "pattern": MOMENT},
    "coordinates": {"type": "string", "pattern": r"^-?\d+(\.\d+)?, -?\d+(\.\d+)?$"},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "reference": {"type": "string", "pattern": "^[^/]+/[^/]+$"},
    "url": ADDRESS,
    "repeats": {"type": "object", "required": ["frequency", "interval"]},
    "email": {"type": "string", "format": "email"},
    "image": {"type": "object", "required": ["url"], "properties": {"url": ADDRESS, "alt": TEXT}},
    "file": {"type": "object", "required": ["url"], "properties": {"url": ADDRESS, "format": TEXT}},
}
"""Schemas by kind of field; other kinds are texts. Numbers are texts too, to keep their digits as written."""


def type_schema(viewer: Viewer, type_name: str) -> Schema:
    """The schema of `/data/TYPE.json`."""
    content_type = viewer.config.types[type_name]
    fields = {name: field for name, field in content_type.fields.items() if name not in HIDDEN}
    entry: Schema = {
        "type": "object",
        "required": ["id", "title", "language"],
        "properties": {
            "id": {"type": "string", "pattern": f"^{type_name}/"},
            "title": TEXT,
            "summary": TEXT,
            "language": {"enum": list(viewer.config.languages)},
            "url": ADDRESS,
            "state": {"enum": list(content_type.state.values)} if content_type.state else TEXT,
            "fields": {"type": "object", "properties": _properties(viewer, fields)},
            "translations": {"type": "object"},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": viewer.permalink(f"/data/{type_name}.schema.json"),
        "title": viewer.text(content_type.plural),
        "type": "object",
        "required": ["type", "title", "entries"],
        "properties": {
            "type": {"const": type_name},
            "title": TEXT,
            "licence": {"type": "object"},
            "entries": {"type": "array", "items": entry},
        },
    }


def _properties(viewer: Viewer, fields: Mapping[str, Field]) -> Schema:
    return {name: _property(viewer, field) for name, field in fields.items()}


def _property(viewer: Viewer, field: Field) -> Schema:
    if field.kind == "group":
        schema: Schema = {"type": "object", "properties": _properties(viewer, field.fields)}
    elif field.kind == "choice":
        schema = {"enum": list(field.choices)}
    else:
        schema = dict(SIMPLE.get(field.kind, TEXT))
    if field.many:
        schema = {"type": "array", "items": schema}
    return {"title": viewer.text(field.label), **schema}
