"""Configuration and data files of other generators: YAML, TOML and JSON as plain dictionaries and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sitegen.features.importing.front_matter import read_fields, yaml_value
from sitegen.features.importing.imported import Note, Outcome, Record, Value
from sitegen.features.importing.source import Source

Plain: TypeAlias = "str | list[Any] | dict[str, Any]"
FORMS = {"yaml": "yaml", "yml": "yaml", "toml": "toml", "json": "json"}


def form_of(path: str) -> str:
    """Form of a data file, by its ending; empty if it is none."""
    return FORMS.get(path.rpartition(".")[2].lower(), "")


def plain(value: Value) -> Plain:
    if isinstance(value, Record):
        return {name: plain(part) for name, part in value.fields}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def read_data(source: Source, path: str) -> Plain | None:
    """Content of a data file; None, with a note, if it cannot be read."""
    text = source.text(path)
    if text is None:
        return None
    if form_of(path) == "yaml":
        value, wrong = yaml_value(text)
        found = None if value is None else plain(value)
    else:
        fields, _, wrong = read_fields(text, form_of(path))
        found = {field.name: plain(field.value) for field in fields}
    if wrong:
        source.notes.append(Note(Outcome.LEFT, path, f"could not be read: {wrong}"))
    return found


def read_mapping(source: Source, path: str) -> dict[str, Any]:
    """A data file that is a mapping; empty if it is not."""
    found = read_data(source, path)
    return found if isinstance(found, dict) else {}


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Two mappings as one, level by level; values of the second win."""
    result = dict(base)
    for key, value in more.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def lowered(value: Any) -> Any:
    """A mapping with its keys in lower case, on all levels."""
    if isinstance(value, dict):
        return {key.lower(): lowered(part) for key, part in value.items()}
    return [lowered(item) for item in value] if isinstance(value, list) else value


def texts_in(value: Any) -> Iterator[str]:
    """The texts of a value: itself, or the items of a list."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)


def text_at(data: Mapping[str, Any], *keys: str) -> str:
    """The first text under one of these keys; empty if there is none."""
    return next((value for key in keys if isinstance(value := data.get(key), str) and value.strip()), "")


def mapping_at(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def is_true(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() == "true"
