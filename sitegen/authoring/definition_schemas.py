"""JSON Schemas for `site.yaml` and `_type.yaml`: their keys, and the kind of value that each takes.

docs/content-model.md explains the keys. References between the files (types, fields, lists) are checked by
`sitegen check` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sitegen.authoring.kinds import Schema
from sitegen.definition.content_types import KINDS
from sitegen.definition.exports import FULL_FEED
from sitegen.definition.publication import BACKENDS, PUBLISH_MODES
from sitegen.types import ENGINES, Config

Keys: TypeAlias = dict[str, Schema]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
WORDS: Schema = {"type": ["string", "number", "boolean", "array"], "items": TEXT}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer", "minimum": 1}
FROM_NOTHING: Schema = {"type": "integer", "minimum": 0}
TEXTS: Schema = {"$ref": "#/definitions/texts"}
NAMES: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"}
PLACE: Schema = {"type": "string", "pattern": "^/([a-z0-9_.{}-]+/)*$"}


def _all(schema: Schema, *names: str) -> dict[str, Schema]:
    return dict.fromkeys(names, schema)


def _keys(keys: Mapping[str, Schema], *needed: str) -> Schema:
    """A mapping with these keys; a key without a value has the default for everything."""
    schema: Schema = {"type": ["object", "null"], "properties": dict(keys), "additionalProperties": False}
    return schema | ({"required": list(needed)} if needed else {})


def _each(schema: Schema, names: Schema = NAMES) -> Schema:
    """A mapping whose keys are names chosen in the site."""
    return {"type": "object", "propertyNames": names, "additionalProperties": schema}


INDEX: Keys = {
    **_all(TEXT, "template"),
    **_all(NUMBER, "paginate_by", "most_pairs"),
    **_all(WORDS, "facets", "charts"),
    **_all(FLAG, "map"),
    "feed": {"enum": [True, False, FULL_FEED]},
    "pairs": {"type": "array", "items": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}},
}
FIELD: Keys = {
    "kind": {"enum": list(KINDS)},
    **_all(TEXTS, "label", "inverse_label"),
    **_all(TEXT, "help", "default", "min", "max", "pattern", "inverse"),
    **_all(FLAG, "required", "many", "acyclic", "partial", "whole_day", "show"),
    "choices": {"type": "object", "additionalProperties": TEXTS},
    "to": WORDS,
    "fields": {"$ref": "#/definitions/fields"},
}
TYPE: Keys = {
    **_all(TEXTS, "name", "plural", "description"),
    **_all(TEXT, "template"),
    **_all(FLAG, "page", "entry_feeds"),
    **_all(WORDS, "date", "sort", "sort_as", "places", "map"),
    "permalink": PLACE,
    "unknown_fields": {"enum": ["error", "warn", "keep"]},
    "fields": {"$ref": "#/definitions/fields"},
    "state": _keys({**_all(WORDS, "from", "until"), "override": TEXT, "values": _each(TEXTS)}, "values"),
    "index": {"if": {"const": False}, "else": _keys(INDEX)},
    "timeline": _keys(_all(TEXT, "field", "date", "text", "template", "list"), "field", "date", "text"),
    "schema": _keys({"type": TEXT, "properties": _each({"type": ["string", "object"]}, {})}, "type"),
    "calendar": _keys(_all(TEXT, "start", "end", "place", "repeats"), "start"),
}
BUDGET: Keys = {**_all(FROM_NOTHING, "page", "html", "css", "javascript"), "requests": NUMBER}
QUALITY: Schema = {"type": "integer", "minimum": 1, "maximum": 100}
LISTED: Keys = {
    **INDEX,
    **_all(TEXTS, "title", "description"),
    "types": WORDS,
    "sort": WORDS,
    "limit": NUMBER,
}
BELOW: Schema = {
    "if": {"type": "string"},
    "else": _keys({"target": TEXT, "title": TEXTS, "languages": WORDS}, "target"),
}
TARGET = _keys(
    {"target": TEXT, "title": TEXTS, "languages": WORDS, "items": {"type": "array", "items": BELOW}}
)
TARGET |= {"anyOf": [{"required": ["target"]}, {"required": ["title", "items"]}]}
SITE: Keys = {
    **_all(TEXTS, "title", "description"),
    **_all(TEXT, "default_language", "home_template", "time_zone"),
    "base_url": {"type": "string", "pattern": "^https?://"},
    "languages": _each(_keys(_all(TEXT, "locale", "name")), {}),
    "menus": _each({"type": "array", "items": {"if": {"type": "string"}, "else": TARGET}}),
    "taxonomies": _each(
        _keys(
            {
                **_all(TEXTS, "title", "description"),
                **_all(WORDS, "fields", "sort"),
                "permalink": PLACE,
                "template": TEXT,
                "paginate_by": NUMBER,
            }
        )
    ),
    "lists": _each(_keys({**LISTED, "permalink": PLACE, "where": _each(WORDS, {})}, "types")),
    "alphabet": _keys({"title": TEXTS, "permalink": PLACE, "types": WORDS, "template": TEXT}),
    "search": _keys(
        {"permalink": PLACE, "template": TEXT, "filters": WORDS, "names": WORDS, "short_name": TEXTS}
    ),
    **_all(WORDS, "hosts", "files"),
    "dates": _keys({"updated": {"enum": ["git"]}}),
    "licence": _keys(_all(TEXT, "name", "url"), "name", "url"),
    "security": _keys(_all(TEXT, "contact", "expires"), "contact", "expires"),
    "icon": _keys(_all(TEXT, "file", "colour"), "file"),
    "cms": _keys(
        {
            **_all(TEXT, "repo", "branch", "auth", "script", "integrity"),
            "backend": {"enum": list(BACKENDS)},
            "publish_mode": {"enum": list(PUBLISH_MODES)},
        },
        "repo",
    ),
    "markdown": _keys({"engine": {"enum": list(ENGINES)}}),
    "images": _keys(
        {
            "widths": {"type": ["array", "integer"], "items": NUMBER},
            "formats": WORDS,
            "quality": _keys(_all(QUALITY, "avif", "webp", "jpeg")),
            "sizes": TEXT,
        }
    ),
    "social_cards": _keys({"fonts": WORDS, **_all(TEXT, "background", "colour", "accent")}, "fonts"),
    "limits": _keys(
        _all(
            NUMBER,
            "page_bytes",
            "front_matter_bytes",
            "page_seconds",
            "page_memory",
            "file_bytes",
            "check_seconds",
        )
    ),
    "budgets": _keys({**BUDGET, "types": _each(_keys(BUDGET))}),
}


def definition_schemas(config: Config) -> dict[str, Schema]:
    """Schemas for the definition files, by file name. Texts may be in any language of the site."""
    return {
        "_site.json": _schema(SITE, config.languages, "title", "description", "base_url", "languages"),
        "_type.json": _schema(TYPE, config.languages, "name", "plural"),
    }


def _schema(keys: Mapping[str, Schema], languages: Iterable[str], *needed: str) -> Schema:
    texts: Schema = {
        "type": ["string", "number", "boolean", "object"],
        "properties": _all(TEXT, *languages),
        "additionalProperties": False,
    }
    fields = _each(_keys(FIELD), {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_keys(keys, *needed),
        "type": "object",
        "definitions": {"texts": texts, "fields": fields},
    }
