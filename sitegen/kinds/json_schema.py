"""JSON Schemas of values in front matter, as the tools of editors read them.

They read YAML by its core schema, in which `2022` is a number; sitegen reads every value as it is written.
So a schema accepts each form that sitegen accepts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sitegen.kinds.kind import Json, Kind, Tools
from sitegen.types import Field


def anchored(pattern: str) -> str:
    """A pattern that the whole of a text has to match."""
    return f"^(?:{pattern})$"


def schema_of(kind: Kind, known: Field, tools: Tools) -> Json:
    """JSON Schema of one value of a field, in front matter."""
    if kind.schema is not None:
        return kind.schema(known, tools)
    return scalar(kind.json_types, kind.pattern_of(known, tools), kind.form_of(known))


def scalar(types: Iterable[str], pattern: str, message: str) -> Json:
    """Schema of a scalar that matches a pattern, with the message of an editor's tool if it does not."""
    schema: Json = {"type": list(types)}
    return schema | ({"pattern": anchored(pattern), "patternErrorMessage": message} if pattern else {})


def core_values(text: str) -> list[object]:
    """A word as tools may read it: as it is and, where the core schema of YAML sees more in it, as that."""
    if text in ("true", "false"):
        return [text == "true", text]
    if re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return [int(text), text]
    if re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]+", text):
        return [float(text), text]
    return [text]


def enumeration(words: Mapping[str, str]) -> Json:
    """Schema of a word out of several, each with its label."""
    pairs = [(value, label) for word, label in words.items() for value in core_values(word)]
    schema: Json = {"enum": [value for value, _ in pairs]}
    if any(words.values()):
        schema["enumDescriptions"] = [label for _, label in pairs]
    return schema


def any_case(word: str) -> str:
    """Pattern of a word in small or capital letters, for flags that not all tools know."""
    return "".join(f"[{char}{char.upper()}]" if char.isalpha() else char for char in word)


NAMES = "_names.json"
COUNTRIES = "_countries.json"
"""Files beside the schemas of the types; no type has such a name."""
WORDS: Json = {"type": ["string", "number", "boolean", "null"]}
"""Words that may be left empty."""
