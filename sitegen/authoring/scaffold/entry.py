"""The file of a new entry: front matter from its type, with a comment for each field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from sitegen.kinds import KINDS
from sitegen.model.urls import segment
from sitegen.read.entry_places import INTRO
from sitegen.types import ContentType, Field

LONGEST_NAME = 60
"""Most characters of the name of a new file, which becomes part of its address."""


BODY = "Write here.\n"
"""Text of a new entry."""


def entry_path(
    content_type: ContentType, title: str, folders: Sequence[str] = (), name: str = "", section: bool = False
) -> str | None:
    """Path for an entry with this title; None if the title has no Latin letters or digits.

    If the last of the folders is the name of the entry, `name` repeats it.
    """
    place = "/".join((content_type.name, *folders))
    if section:
        return f"content/{place}/{INTRO}.md"
    ending = "md" if content_type.page else "yaml"
    if name:
        return f"content/{place}.{ending}"
    made = segment(title.replace("/", " "))[:LONGEST_NAME].rstrip("-")
    plain = any(char.isascii() and char.isalnum() for char in title)
    return f"content/{place}/{made}.{ending}" if plain else None


def skeleton(content_type: ContentType, title: str, language: str) -> str:
    """Text of a new entry: required fields without values, and optional ones as comments."""
    quoted = json.dumps(" ".join(title.split()), ensure_ascii=False)  # JSON strings are valid YAML
    lines = [f"title: {quoted}"]
    fields = [f for f in content_type.fields.values() if f.name != "title"]
    for field in _needed_first(fields):
        if field.required or field.name == "summary" or field.show:
            lines += _field(field, language)
    front = "\n".join(lines)
    if not content_type.page:
        return f"{front}\n"
    return f"---\n{front}\ndraft: true  # remove this line when it is ready\n---\n\n{BODY}"


def _needed(field: Field) -> bool:
    return field.required and field.default is None


def _needed_first(fields: list[Field]) -> list[Field]:
    return sorted(fields, key=lambda field: not _needed(field))


def _field(field: Field, language: str) -> Iterator[str]:
    """Lines for a field: an empty value if it is required, otherwise a comment with an example."""
    needed = _needed(field)
    hidden = "" if needed else "# "
    if not field.fields:
        yield hidden + _line(field, needed, language)
        return
    yield f"{hidden}{field.name}:  # {_note(field, False, language)}"
    for number, inner in enumerate(_needed_first(list(field.fields.values()))):
        indent = "  - " if field.many and number == 0 else "    " if field.many else "  "
        empty = needed and (_needed(inner) or number == 0)
        commented = "# " if needed and not empty else ""
        yield hidden + indent + commented + _line(inner, empty, language)


def _line(field: Field, empty: bool, language: str) -> str:
    value = "" if empty else f" {_example(field)}"
    return f"{field.name}:{value}  # {_note(field, empty, language)}"


def _example(field: Field) -> str:
    value = KINDS[field.kind].example_of(field)
    return f"[{value}]" if field.many else value


def _note(field: Field, empty: bool, language: str) -> str:
    """One-line comment for a field, with the format if its value is empty."""
    label = field.label.get(language) or field.label.get("", "")
    kind = KINDS[field.kind]
    form = kind.form_of(field) if empty else kind.more_of(field)
    parts = ["required" if _needed(field) else "optional", label, form]
    if field.many:
        parts.append("one or several: [a, b]" if empty else "one or several")
    parts.append(field.help)
    return "; ".join(" ".join(part.split()).rstrip(".") for part in parts if part)
