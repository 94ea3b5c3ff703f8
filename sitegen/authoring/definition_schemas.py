"""JSON Schemas for `site.yaml` and `_type.yaml`, from the tables of their keys.

The content model in the documentation explains the keys. References between the files (types, fields,
lists) are checked by `sitegen check` only.
"""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.definition.config import SITE_KEYS, Contributed, contributed_keys
from sitegen.definition.content_types import FIELD, NAMES_OF_FIELDS, TYPE
from sitegen.definition.reader import Schema, Table
from sitegen.definition.values import TEXT_SCHEMA, each_schema, keys_schema
from sitegen.types import Config


def definition_schemas(config: Config, more: Contributed | None = None) -> dict[str, Schema]:
    """The schemas of the two kinds of definition files by name; texts may be in the languages of the site.

    `more` replaces the keys of the features.
    """
    more = more or contributed_keys()
    return {
        "_site.json": _schema((*SITE_KEYS, *more.site), config.languages),
        "_type.json": _schema((*TYPE, *more.type), config.languages),
    }


def _schema(keys: Table, languages: Iterable[str]) -> Schema:
    texts: Schema = {
        "type": ["string", "number", "boolean", "object"],
        "properties": dict.fromkeys(languages, TEXT_SCHEMA),
        "additionalProperties": False,
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **keys_schema(keys),
        "type": "object",
        "definitions": {"texts": texts, "fields": each_schema(keys_schema(FIELD), NAMES_OF_FIELDS)},
    }
