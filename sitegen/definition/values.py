"""Kinds of values for the keys of `site.yaml` and `_type.yaml`: a reader and a JSON Schema for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sitegen.definition.reader import Key, Keys, Schema, Table, Value
from sitegen.problems.formats import suggest
from sitegen.types import ContentType
from sitegen.yaml.nodes import Node, Scalar

TEXT_SCHEMA: Schema = {"type": ["string", "number", "boolean"]}
WORDS_SCHEMA: Schema = {"type": ["string", "number", "boolean", "array"], "items": TEXT_SCHEMA}
TEXTS_SCHEMA: Schema = {"$ref": "#/definitions/texts"}
NAMES_SCHEMA: Schema = {"type": "string", "pattern": "^[a-z][a-z0-9_-]*$"}
"""Schema of names that the author of the file chooses."""
ANY_NAMES: Schema = {}
PERMALINK = r"/([a-z0-9_.-]+/)*"
PERMALINK_SCHEMA: Schema = {"type": "string", "pattern": "^/([a-z0-9_.{}-]+/)*$"}
MISSPELT = re.compile(r"did you mean (\w+)\?")


def text(
    pattern: str = "", schema: Schema = TEXT_SCHEMA, empty: str | None = "", name: str = "text"
) -> Value:
    """A text that matches a pattern if there is one; `empty` is the value of an empty or absent text."""

    def read(own: Keys, key: Key, node: Node, default: Any) -> Any:
        if not isinstance(node, Scalar):
            own.wrong(node, f'"{key.name}" must be a text')
            return default
        if pattern and not re.fullmatch(pattern, node.text):
            own.wrong(node, f'"{node.text}" cannot be a {key.name}', f"it must look like {pattern}")
            return default
        return node.text or empty

    return Value(name, read, schema, empty)


def choice(*options: str) -> Value:
    """One of several words; other words are problems, and read as the default."""
    words = [f"`{option}`" for option in options]
    name = f"{', '.join(words[:-1])} or {words[-1]}"
    return Value(name, _read_one_of(lambda: options), _one_of(options), options[0])


def nearest_choice(name: str, known: Callable[[], Iterable[str]]) -> Value:
    """One of the words that are known when a file is read; other words are read as the nearest of them."""
    return Value(name, _read_one_of(known, nearest=True), lambda: _one_of(known()))


def _one_of(options: Iterable[str]) -> Schema:
    return {"enum": [{"true": True, "false": False}.get(option, option) for option in options]}


def _read_one_of(
    known: Callable[[], Iterable[str]], nearest: bool = False
) -> Callable[[Keys, Key, Node, Any], Any]:
    def read(own: Keys, key: Key, node: Node, default: Any) -> Any:
        options = tuple(known())
        if isinstance(node, Scalar) and node.text in options:
            return node.text
        written = node.text if isinstance(node, Scalar) else ""
        hint = suggest(written, options) or f"one of {', '.join(options)}"
        own.wrong(node, f'"{written}" is not a value of "{key.name}"', hint)
        meant = MISSPELT.match(hint)
        return meant[1] if nearest and meant else default

    return read


def _read_flag(own: Keys, key: Key, node: Node, default: Any) -> Any:
    return TRUE_OR_FALSE.read(own, key, node, "true" if default else "false") == "true"


def number(least: int = 1) -> Value:
    """A whole number."""

    def read(own: Keys, key: Key, node: Node, default: Any) -> Any:
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,9}", node.text) and int(node.text) >= least:
            return int(node.text)
        own.wrong(node, f'"{key.name}" must be a whole number of {least} or more')
        return default

    return Value("number", read, {"type": "integer", "minimum": least})


def _read_words(own: Keys, key: Key, node: Node, _: Any) -> Any:
    return tuple(word.text for word in own.scalars(node, key.name))


def _read_texts(own: Keys, key: Key, node: Node, _: Any) -> Any:
    return own.texts_of(node, key.name)


def _read_texts_by_name(own: Keys, key: Key, node: Node, _: Any) -> Any:
    return own.entries(node, key.name, lambda _, inner: own.texts_of(inner, key.name))


TRUE_OR_FALSE = choice("true", "false")
TEXT = text()
ADDRESS = text(r"https?://\S+")
OPTIONAL_TEXT = text(empty=None)
FLAG = Value("yes or no", _read_flag, {"type": "boolean"}, False)
NUMBER = number()
WORDS = Value("words", _read_words, WORDS_SCHEMA, ())
TEXTS = Value("texts", _read_texts, TEXTS_SCHEMA, {"": ""})


def texts_by_name(names: Schema) -> Value:
    """Texts for readers under freely chosen names."""
    return Value("keys and texts", _read_texts_by_name, each_schema(TEXTS_SCHEMA, names), {})


def mapping(what: str, keys: Table, make: Callable[[Keys], Any], **schema: object) -> Value:
    """A mapping with keys of its own; `make` builds the value, `schema` has further rules of its schema."""

    def read(own: Keys, key: Key, node: Node, _: Any) -> Any:
        return make(own.inner(node, keys, what))

    return Value("keys and values", read, keys_schema(keys, **schema), keys=keys)


def each(what: str, keys: Table, make: Callable[[Keys], Any], names: Schema = NAMES_SCHEMA) -> Value:
    """A mapping with freely chosen names, whose values are mappings; `{}` in `what` stands for the name."""

    def read(own: Keys, key: Key, node: Node, _: Any) -> Any:
        return own.entries(
            node, key.name, lambda name, inner: make(own.inner(inner, keys, what.format(name.text), name))
        )

    return Value("keys and values", read, each_schema(keys_schema(keys), names), {}, keys)


def keys_schema(keys: Table, **rules: object) -> Schema:
    """The schema of a mapping; a key without a value is allowed and means all defaults."""
    properties = {key.name: key.schema for key in keys}
    properties |= {key.former.name: _former_schema(key) for key in keys if key.former}
    needed = [key.name for key in keys if key.required and not key.former]
    either = [
        {"anyOf": [{"required": [key.name]}, {"required": [key.former.name]}]}
        for key in keys
        if key.required and key.former
    ]
    schema: Schema = {"type": ["object", "null"], "properties": properties, "additionalProperties": False}
    schema |= ({"required": needed} if needed else {}) | ({"allOf": either} if either else {})
    return schema | rules


def _former_schema(key: Key) -> Schema:
    """Schema of a former name; `deprecationMessage` is what editors based on VS Code show."""
    return {**key.schema, "deprecated": True, "deprecationMessage": f"now called {key.name}"}


def each_schema(schema: Schema, names: Schema) -> Schema:
    """The schema of a mapping with freely chosen names."""
    return {"type": "object", "propertyNames": names, "additionalProperties": schema}


# --- names ------------------------------------------------------------------------------------

COMPUTED = ("state", "year", "type", "date")
"""Names besides fields by which every entry can be sorted and filtered."""


def label_of(name: str) -> str:
    return name.replace("_", " ").capitalize()


def known_names(keys: Keys, key: str, names: Iterable[str], known: Iterable[str]) -> None:
    """Reports names in the value of a key that are not fields; `known` has the fields."""
    known = tuple(known)
    for name in names:
        word = name.lstrip("-")
        if word not in known:
            message = f'"{key}" names the field "{word}", which this type does not have'
            keys.unknown(key, word, known, message, "config.field")


def known_types(keys: Keys, what: str, names: Iterable[str]) -> None:
    """Reports names under `types` that are not types."""
    for name in names:
        if name not in keys.context.types:
            message = f'{what} names the type "{name}", which does not exist'
            keys.unknown("types", name, keys.context.types, message, "config.type")


def fields_of(types: Mapping[str, ContentType], names: Iterable[str]) -> tuple[str, ...]:
    """The fields that entries of these types can have, including both names for countries."""
    found = {field: None for name in names if name in types for field in types[name].fields}
    return tuple(
        found | dict.fromkeys(("country", "countries") if "country" in found or "countries" in found else ())
    )
