"""JSON Schemas for the values of fields, with a function for each kind that has its own form.

Editors write YAML, which their tools read by the core schema, where `2022` is a number. sitegen reads every
value as written. So a schema accepts every form that sitegen accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from sitegen.kinds.forms import anchored, form_of, pattern_of
from sitegen.types import Field
from sitegen.types.file_kinds import IMAGES

Schema: TypeAlias = dict[str, object]

NAMES = "_names.json"
COUNTRIES = "_countries.json"
"""Files beside the schemas of the types; no type has such a name."""


def core_values(text: str) -> list[object]:
    """A word as tools may read it: the string, and its value in the core schema of YAML."""
    if text in ("true", "false"):
        return [text == "true", text]
    if re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return [int(text), text]
    if re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]+", text):
        return [float(text), text]
    return [text]


def enumeration(words: Mapping[str, str]) -> Schema:
    """Schema for a choice of words, each with its label."""
    pairs = [(value, label) for word, label in words.items() for value in core_values(word)]
    schema: Schema = {"enum": [value for value, _ in pairs]}
    if any(words.values()):
        schema["enumDescriptions"] = [label for _, label in pairs]
    return schema


def single(field: Field, text_of: Callable[[Mapping[str, str]], str], zoned: bool = False) -> Schema:
    """Schema for one value of a field that is no group; `zoned` if moments need no time zone of their own."""
    if field.kind == "choice":
        return enumeration({word: text_of(label) for word, label in field.choices.items()})
    if field.kind == "reference" and field.to:
        return {"$ref": f"{NAMES}#/definitions/{'+'.join(field.to)}"}
    if field.kind == "country":
        return {"$ref": f"{COUNTRIES}#/definitions/country"}
    if field.kind == "image":
        return dict(IMAGE)
    if field.kind == "file":
        return dict(FILE)
    if field.kind == "repeats":
        return dict(REPEATS)
    return _scalar(field, zoned)


def _scalar(field: Field, zoned: bool) -> Schema:
    year = field.partial and (field.kind == "date" or field.whole_day)
    schema: Schema = {"type": ["string", "integer"] if year else list(TYPES.get(field.kind, ("string",)))}
    pattern = pattern_of(field, zoned)
    if pattern:
        schema["pattern"] = anchored(pattern)
        own = field.help or f"it must match {pattern}"
        schema["patternErrorMessage"] = own if field.kind in ("text", "markdown") else form_of(field)
    if field.kind in ("text", "markdown"):
        schema |= {"minLength": max(1, int(field.minimum or 0))}
        schema |= {"maxLength": int(field.maximum)} if field.maximum else {}
    elif field.kind in ("integer", "number"):
        schema |= {"minimum": _number(field.minimum)} if field.minimum else {}
        schema |= {"maximum": _number(field.maximum)} if field.maximum else {}
    elif field.kind == "date" and not field.partial:
        schema["format"] = "date"
    if year:
        schema |= {"minimum": 1, "maximum": 9999}
    return schema


def _number(written: str) -> int | float:
    return float(written) if "." in written else int(written)


TYPES = {
    "text": ("string", "number", "boolean"),
    "markdown": ("string", "number", "boolean"),
    "integer": ("integer", "string"),
    "number": ("number", "string"),
    "boolean": ("boolean", "string"),
}
"""JSON types of a kind's values after the core schema of YAML; other kinds are strings."""

WORDS: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
PICTURES = "|".join("".join(f"[{char}{char.upper()}]" for char in ending[1:]) for ending in IMAGES)

IMAGE: Schema = {
    "type": "object",
    "properties": {
        "file": {
            "description": "A path relative to this file: street.jpg",
            "type": "string",
            "pattern": rf"\.({PICTURES})$",
            "patternErrorMessage": f"one of {', '.join(IMAGES)}",
        },
        "alt": {"description": "What the picture shows. Required, unless it is decorative.", **WORDS},
        "credit": {"description": "Who made it, and its licence.", **WORDS},
        "decorative": {"description": "true where the picture tells nothing.", "type": "boolean"},
    },
    "required": ["file"],
    "anyOf": [{"required": ["alt"]}, {"required": ["decorative"]}],
    "additionalProperties": False,
}
TRANSLATED_IMAGE: Schema = {
    **{key: value for key, value in IMAGE.items() if key not in ("required", "anyOf")},
    "minProperties": 1,
}
"""In a translation, the file and missing words come from the source."""
FILE: Schema = {
    "type": ["object", "string"],
    "properties": {
        "file": {
            "description": "A path relative to this file, or an address with https://",
            "type": "string",
        },
        "language": {"description": "The language of its text, as a BCP 47 code: fr", "type": "string"},
        "format": {"description": "What it is, where its ending does not say it.", **WORDS},
    },
    "required": ["file"],
    "additionalProperties": False,
}
DAY_OR_DAYS: Schema = {"type": ["string", "array"], "items": {"type": "string"}}
REPEATS: Schema = {
    "type": ["object", "string"],
    "pattern": "^(RRULE:)?[A-Z]+=.+$",
    "patternErrorMessage": "like {every: week, on: tue, until: 2027-06-30}",
    "properties": {
        "every": {
            "description": "How often: day, week, month, year, or 2 weeks.",
            "type": "string",
            "pattern": "^([0-9]+ +)?(day|week|month|year)s?$",
        },
        "on": {"description": "The days of the week: tue; of a month: first tue, last fri.", **DAY_OR_DAYS},
        "until": {"description": "The last day on which it may begin.", "type": "string", "format": "date"},
        "times": {"description": "How often it takes place.", "type": "integer", "minimum": 1},
        "except": {"description": "The days on which it does not take place.", **DAY_OR_DAYS},
    },
    "required": ["every"],
    "if": {"type": "object"},
    "then": {"oneOf": [{"required": ["until"]}, {"required": ["times"]}]},
    "additionalProperties": False,
}
