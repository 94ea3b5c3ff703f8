"""JSON Schema (draft 2020-12) of the data of a type."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.features.data.data import HIDDEN
from sitegen.kinds import KINDS
from sitegen.types import Field
from sitegen.views.viewer import Viewer

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
ADDRESS: Schema = {"type": "string", "format": "uri"}


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
    schema = dict(KINDS[field.kind].data_schema)
    if field.fields:
        schema = {"type": "object", "properties": _properties(viewer, field.fields)}
    elif field.choices:
        schema = {"enum": list(field.choices)}
    if field.many:
        schema = {"type": "array", "items": schema}
    return {"title": viewer.text(field.label), **schema}
