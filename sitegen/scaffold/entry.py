"""The beginning of an entry: front matter from its type, with a comment for each field."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.urls import segment
from sitegen.types import ContentType, Field, Texts

EXAMPLES = {
    "date": "2026-05-31",
    "datetime": "2026-05-31T14:30+02:00",
    "integer": "1",
    "number": "2500",
    "boolean": "false",
    "country": "NO",
    "language": "fr",
    "url": "https://example.org/",
    "email": "name@example.org",
}


def entry_path(content_type: ContentType, title: str) -> str | None:
    """Where an entry of this title goes; none where the title has no Latin letters or digits."""
    name = segment(title)
    plain = any(char.isascii() and char.isalnum() for char in title)
    ending = "md" if content_type.page else "yaml"
    return f"content/{content_type.name}/{name}.{ending}" if plain else None


def skeleton(content_type: ContentType, title: str, language: str) -> str:
    """The text of a new entry: required fields to fill in, the optional ones as comments."""
    lines = [f"title: {_quoted(title)}"]
    fields = [f for f in content_type.fields.values() if f.name != "title"]
    for field in sorted(fields, key=lambda f: not f.required):
        if field.required or field.name == "summary" or field.show:
            lines += _field(field, language)
    front = "\n".join(lines)
    if not content_type.page:
        return f"{front}\n"
    return f"---\n{front}\ndraft: true  # remove this line when it is ready\n---\n\nWrite here.\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _field(field: Field, language: str) -> Iterator[str]:
    """An optional field is a comment; a required one waits for its value."""
    hash_sign = "" if field.required else "# "
    note = f"  # {_note(field, language)}"
    if field.kind == "group":
        yield f"{hash_sign}{field.name}:{note}"
        for number, inner in enumerate(field.fields.values()):
            dash = "  - " if field.many and number == 0 else "    " if field.many else "  "
            yield f"{hash_sign}{dash}{inner.name}: {_example(inner)}  # {_note(inner, language)}"
    else:
        value = "" if field.required else _example(field)
        yield f"{hash_sign}{field.name}: {f'[{value}]' if field.many and value else value}".rstrip() + note


def _example(field: Field) -> str:
    if field.kind == "choice":
        return next(iter(field.choices))
    if field.kind == "reference":
        return "name" if len(field.to) == 1 else f"{field.to[0]}/name"
    return EXAMPLES.get(field.kind, "…")


def _note(field: Field, language: str) -> str:
    parts = ["required" if field.required else "optional", _label(field.label, language)]
    if field.kind == "choice":
        parts.append(f"one of {', '.join(field.choices)}")
    elif field.kind == "reference":
        parts.append(f"name of a file in {' or '.join(field.to)}")
    if field.many:
        parts.append("one or several")
    if field.help:
        parts.append(field.help)
    return "; ".join(" ".join(part.split()) for part in parts if part)


def _label(label: Texts, language: str) -> str:
    return label.get(language) or label.get("", "")
