"""The fields of a document: each value read by its field's kind, with what is missing or unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo

from msgspec.structs import replace

from sitegen.definition.content_types import ONLY_IN
from sitegen.kinds.codes import known_language
from sitegen.kinds.repeats import read_repeats
from sitegen.kinds.scalars import FIELD_KINDS, TEXT_KINDS, Reading, same_word
from sitegen.problems.formats import suggest
from sitegen.read.entry_places import INTRO, INTRO_TYPE
from sitegen.types import ContentType, Field, File, Image, Location, Problem, Severity
from sitegen.types.file_kinds import IMAGES, ending_of
from sitegen.types.paths import beside
from sitegen.yaml import nodes
from sitegen.yaml.nodes import Node, Scalar, Sequence
from sitegen.yaml.quotes import quoted


def read_fields(
    reading: Reading, content_type: ContentType, node: nodes.Mapping
) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    """The values of a document's fields by name, and line and column of each."""
    values = _mapping(
        reading, content_type.fields, node, f"a {content_type.name} entry", content_type.unknown_fields
    )
    if content_type is INTRO_TYPE:
        reading.problems[:] = [_of_intro(problem) for problem in reading.problems]
    positions = {key.text: (value.line, value.column) for key, value in node.entries}
    aliases = node.get(ALIASES)
    for item in aliases.items if isinstance(aliases, Sequence) else ():
        if isinstance(item, Scalar):
            positions[position_of_alias(item.text)] = (item.line, item.column)
    return values, positions


def _of_intro(problem: Problem) -> Problem:
    """A problem of an `_index` file; why it cannot say that it is meant for some languages only."""
    if problem.code == "field.unknown" and f'"{ONLY_IN}"' in problem.message:
        message = f'"{ONLY_IN}" cannot be said of an index, which is there in every language'
        hint = f"remove it; in a language without an {INTRO} file the index has no text"
        return replace(problem, message=message, hint=hint)
    return problem


ALIASES = "aliases"


def position_of_alias(text: str) -> str:
    """The name under which a document has the position of one of its old addresses."""
    return f"{ALIASES} {text.strip()}"


def _mapping(
    reading: Reading, fields: Mapping[str, Field], node: nodes.Mapping, what: str, unknown: str = "error"
) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in node.entries:
        known = fields.get(key.text)
        if known is None:
            kept = _unknown(reading, fields, key, value, what, unknown)
            if kept is not None:
                values[key.text] = kept
        elif (result := _value(reading, known, value)) is not None:
            values[key.text] = result
    given = {key.text for key, _ in node.entries}
    for known in fields.values():
        if known.name in given:
            continue
        if known.default is not None and not reading.translation:
            own = Reading(reading.path, {}, False, reading.engine, reading.zone, reading.typography)
            default = default_of(known, own)
            values[known.name] = (default,) if known.many else default
        elif known.required and not (reading.translation and known.kind not in TEXT_KINDS):
            hint = f"add {known.name}: …" + (f" ({known.help})" if known.help else "")
            reading.wrong(node, "field.missing", f'the field "{known.name}" is missing', hint)
    return values


def default_of(known: Field, reading: Reading) -> object:
    """The value that a field has where an entry does not give it."""
    place = known.places.get("default", Location("", 1, 1))
    return read_scalar(reading, known, Scalar(str(known.default), place.line or 1, place.column or 1))


def check_defaults(content_type: ContentType, zone: tzinfo | None) -> tuple[Problem, ...]:
    """The defaults of a type's fields that are no values of them."""
    reading = Reading(content_type.path, {}, translation=False, zone=zone)
    groups = (f.fields.values() for f in content_type.fields.values())
    for known in (*content_type.fields.values(), *(inner for group in groups for inner in group)):
        if known.default is not None:
            default_of(known, reading)
    return tuple(
        replace(p, code="config.value", message=f"the default {p.message}") for p in reading.problems
    )


def _unknown(
    reading: Reading, fields: Mapping[str, Field], key: Scalar, value: Node, what: str, mode: str
) -> object:
    if mode == "keep":
        return _plain(value)
    labels = ((name, field.label.values()) for name, field in fields.items())
    hint = same_word(key.text, labels) or suggest(key.text, fields) or f"fields: {', '.join(fields)}"
    reading.wrong(key, "field.unknown", f'there is no field "{key.text}"', hint)
    if mode == "warn":
        reading.problems[-1] = replace(reading.problems[-1], severity=Severity.WARNING)
        return _plain(value)
    return None


def _plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(_plain(item) for item in node.items)
    return {key.text: _plain(value) for key, value in node.entries}


def _value(reading: Reading, known: Field, node: Node) -> object:
    if isinstance(node, Scalar) and (node.empty or not node.text.strip()):
        hint = "remove the line or give a value" if not known.required else "give it a value"
        reading.wrong(node, "field.empty", f'the field "{known.name}" has no value', hint)
        return None
    if not known.many:
        return _single(reading, known, node)
    if isinstance(node, Scalar) and _is_list(reading, known, node):
        return None
    items = node.items if isinstance(node, Sequence) else (node,)
    if known.required and not items:
        reading.wrong(node, "field.empty", f'the field "{known.name}" has no value', "give it at least one")
    values = [_single(reading, known, item) for item in items]
    return tuple(value for value in values if value is not None)


LIST = re.compile(r"\s*[,;،、，；]\s*")
NEVER_WITH_COMMAS = ("reference", "choice", "country", "language", "url", "email", "date", "datetime")


def _is_list(reading: Reading, known: Field, node: Scalar) -> bool:
    """Reports a value of a list that looks like several; true if it cannot be one."""
    items = [item for item in LIST.split(node.text.strip()) if item]
    one = node.text.strip() in known.choices
    if (
        len(items) < 2
        or not node.plain
        or one
        or known.kind in ("coordinates", "markdown", *STRUCTURED_KINDS)
    ):
        return False
    surely = known.kind in NEVER_WITH_COMMAS or all(item.startswith("/") for item in items)
    message = f'"{node.text.strip()}" is one value, and "{known.name}" takes a list of them'
    hint = f"write a list in brackets: [{', '.join(items)}]"
    hint += "" if surely else f"""; or ['{node.text.strip().replace("'", "''")}'] if it is one"""
    reading.wrong(node, "field.list", message, hint)
    if not surely:
        reading.problems[-1] = replace(reading.problems[-1], severity=Severity.WARNING)
    return surely


def _single(reading: Reading, known: Field, node: Node) -> object:
    if isinstance(node, Sequence):
        reading.wrong(node, "field.single", f'the field "{known.name}" takes one value, not a list')
        return None
    if known.kind in STRUCTURED_KINDS:
        return STRUCTURED_KINDS[known.kind](reading, known, node)
    if isinstance(node, nodes.Mapping):
        hint = "put the text in quotes if it contains a colon" if known.kind in TEXT_KINDS else ""
        reading.wrong(node, "field.single", f'the field "{known.name}" takes one value, not keys', hint)
        return None
    return read_scalar(reading, known, node)


def read_scalar(reading: Reading, known: Field, node: Scalar) -> object:
    is_text = known.kind in TEXT_KINDS
    wrong = quoted(node, known.name, reading.path, is_text)
    if wrong:
        reading.problems.append(wrong)
        if not is_text:
            return None
    return FIELD_KINDS[known.kind](reading, known, node)


# --- kinds written with keys ---------------------------------------------------------------


def _keys(reading: Reading, known: Field, node: Node, allowed: Iterable[str]) -> dict[str, Scalar]:
    found: dict[str, Scalar] = {}
    entries = node.entries if isinstance(node, nodes.Mapping) else ()
    for key, value in entries:
        if key.text not in allowed:
            hint = suggest(key.text, allowed) or f"keys: {', '.join(allowed)}"
            reading.wrong(key, "field.unknown", f'"{known.name}" has no key "{key.text}"', hint)
        elif isinstance(value, Scalar):
            found[key.text] = value
        else:
            reading.wrong(value, "field.single", f'"{key.text}" takes one value')
    return found


def _image(reading: Reading, known: Field, node: Node) -> Image | None:
    keys = _keys(reading, known, node, ("file", "alt", "credit", "decorative"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    decorative = "decorative" in keys and keys["decorative"].text == "true"
    alt = keys["alt"].text.strip() if "alt" in keys else ""
    credit = keys["credit"].text if "credit" in keys else ""
    if source is None and reading.translation and keys:
        return Image("", alt, credit, decorative)
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: photo.jpg")
        return None
    path = _beside(reading, source)
    if path is None:
        return None
    if ending_of(path) not in IMAGES:
        hint = f"one of {', '.join(IMAGES)}"
        reading.wrong(source, "image.kind", f'"{source.text}" is not an image that can be shown', hint)
        return None
    if not alt and not decorative:
        hint = "add alt: what the picture shows, or decorative: true if it says nothing"
        reading.wrong(node, "image.alt", f'the image "{source.text}" has no alternative text', hint)
        return None
    return Image(path, alt, credit, decorative)


def _file(reading: Reading, known: Field, node: Node) -> File | None:
    keys = _keys(reading, known, node, ("file", "language", "format"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: report.pdf")
        return None
    language = keys.get("language")
    if language is not None and not known_language(language.text):
        FIELD_KINDS["language"](reading, known, language)
    remote = source.text.startswith(("http://", "https://"))
    path = str(FIELD_KINDS["url"](reading, known, source) or "") if remote else _beside(reading, source)
    if not path:
        return None
    ending = path.rpartition(".")[2].upper() if "." in path.rpartition("/")[2] else ""
    written = keys["format"].text if "format" in keys else ending
    size = None if remote else reading.files[path]
    return File(path, language.text if language else None, written, size)


def _beside(reading: Reading, source: Scalar) -> str | None:
    """The path from the root of a file named relative to the document."""
    path = beside(reading.path, source.text)
    if path in reading.files:
        return path
    near = frozenset(p.rpartition("/")[2] for p in reading.files if not p.endswith((".md", ".yaml")))
    hint = suggest(source.text, near) or "the path is relative to this file"
    reading.wrong(source, "file.missing", f'there is no file "{source.text}"', hint)
    return None


def _group(reading: Reading, known: Field, node: Node) -> dict[str, object] | None:
    if not isinstance(node, nodes.Mapping):
        hint = f"like {next(iter(known.fields))}: …"
        reading.wrong(node, "field.group", f'"{known.name}" is made of keys and values', hint)
        return None
    return _mapping(reading, known.fields, node, f'"{known.name}"')


STRUCTURED_KINDS: Mapping[str, Callable[[Reading, Field, Node], object]] = {
    "image": _image,
    "file": _file,
    "group": _group,
    "repeats": read_repeats,
}
