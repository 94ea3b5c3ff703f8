"""A field's value from its node, by the field's kind and from the text as written.

`FIELD_KINDS` is the register: a new kind is a function here and a line there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from sitegen import nodes
from sitegen.nodes import Node, Scalar, Sequence
from sitegen.paths import beside
from sitegen.problems import suggest
from sitegen.read.codes import country_codes, known_language
from sitegen.read.markdown import inline
from sitegen.types import (
    ContentType,
    Field,
    File,
    Image,
    Location,
    PartialDate,
    Problem,
    Reference,
    RichText,
    Severity,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Where values are being read, and the problems found there."""

    path: str
    files: Mapping[str, int]
    """Size of each file of the content by path."""
    translation: bool
    """Required fields that are not text may be inherited."""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Location(self.path, node.line, node.column), hint))


FieldKind = Callable[[Reading, Field, Scalar], object]
"""Gives the value, or none after it has reported why there is none."""

TEXT_KINDS = ("text", "markdown")
"""What a translation translates; every other kind it inherits."""


def read_fields(
    reading: Reading, content_type: ContentType, node: nodes.Mapping
) -> tuple[dict[str, object], dict[str, tuple[int, int]]]:
    """The values of a document's fields by name, and line and column of each."""
    values = _mapping(
        reading, content_type.fields, node, f"a {content_type.name} entry", content_type.unknown_fields
    )
    positions = {key.text: (value.line, value.column) for key, value in node.entries}
    return values, positions


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
            default = read_scalar(reading, known, Scalar(str(known.default), node.line, node.column))
            values[known.name] = (default,) if known.many else default
        elif known.required and not (reading.translation and known.kind not in TEXT_KINDS):
            hint = known.help or f"add {known.name}: …"
            reading.wrong(node, "field.missing", f'the field "{known.name}" is missing', hint)
    return values


def _unknown(
    reading: Reading, fields: Mapping[str, Field], key: Scalar, value: Node, what: str, mode: str
) -> object:
    if mode == "keep":
        return _plain(value)
    hint = suggest(key.text, fields) or f"fields: {', '.join(fields)}"
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
    if isinstance(node, Scalar) and node.empty:
        hint = "remove the line or give a value" if not known.required else "give it a value"
        reading.wrong(node, "field.empty", f'the field "{known.name}" has no value', hint)
        return None
    if not known.many:
        return _single(reading, known, node)
    items = node.items if isinstance(node, Sequence) else (node,)
    values = [_single(reading, known, item) for item in items]
    return tuple(value for value in values if value is not None)


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
    return FIELD_KINDS[known.kind](reading, known, node)


# --- kinds written as one scalar -----------------------------------------------------------


def _text(reading: Reading, known: Field, node: Scalar) -> str | None:
    text = node.text.strip()
    length = len(text)
    least, most = int(known.minimum or 0), int(known.maximum or 0)
    if most and length > most:
        message = f'"{known.name}" is {length} characters long; at most {most} are allowed'
        reading.wrong(node, "field.length", message, "shorten it")
        return None
    if length < least:
        message = f'"{known.name}" is {length} characters long; at least {least} are needed'
        reading.wrong(node, "field.length", message)
        return None
    if known.pattern and not re.fullmatch(known.pattern, text):
        hint = known.help or f"it must match {known.pattern}"
        reading.wrong(node, "field.pattern", f'"{text}" does not have the form of {known.name}', hint)
        return None
    return text


def _markdown(reading: Reading, known: Field, node: Scalar) -> RichText | None:
    text = _text(reading, known, node)
    return None if text is None else inline(text, reading.path, node.line, node.column)


def _integer(reading: Reading, known: Field, node: Scalar) -> str | None:
    if not re.fullmatch(r"-?(0|[1-9]\d{0,17})", node.text):
        hint = "digits only, without separators or units"
        reading.wrong(node, "field.integer", f'"{node.text}" is not a whole number', hint)
        return None
    return _ranged(reading, known, node)


def _number(reading: Reading, known: Field, node: Scalar) -> str | None:
    if not re.fullmatch(r"-?(0|[1-9]\d{0,17})(\.\d{1,12})?", node.text):
        hint = "digits, with a point before decimals and without separators or units: 2500 or 3.46"
        reading.wrong(node, "field.number", f'"{node.text}" is not a number', hint)
        return None
    return _ranged(reading, known, node)


def _ranged(reading: Reading, known: Field, node: Scalar) -> str | None:
    value = Decimal(node.text)
    if known.minimum and value < Decimal(known.minimum):
        reading.wrong(node, "field.range", f'"{known.name}" must be at least {known.minimum}')
        return None
    if known.maximum and value > Decimal(known.maximum):
        reading.wrong(node, "field.range", f'"{known.name}" must be at most {known.maximum}')
        return None
    return node.text


def _boolean(reading: Reading, known: Field, node: Scalar) -> bool | None:
    if node.text in ("true", "false"):
        return node.text == "true"
    reading.wrong(node, "field.boolean", f'"{known.name}" is true or false, not "{node.text}"')
    return None


DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")


def _date(reading: Reading, known: Field, node: Scalar) -> date | PartialDate | None:
    match = DAY.fullmatch(node.text)
    if match is None:
        reading.wrong(node, "field.date", f'"{node.text}" is not a date', _date_hint(known))
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if day is None and not known.partial:
        reading.wrong(node, "field.date", f'"{node.text}" is not a whole date', _date_hint(known))
        return None
    try:
        whole = date(year or 0, month or 1, day or 1)
    except ValueError:
        reading.wrong(
            node, "field.date", f"there is no day {node.text}", "check month and day: year-month-day"
        )
        return None
    if not _in_range(reading, known, node, whole):
        return None
    return whole if day else PartialDate(whole.year, month)


def _in_range(reading: Reading, known: Field, node: Scalar, day: date) -> bool:
    text = day.isoformat()
    if known.minimum and text < known.minimum:
        reading.wrong(node, "field.range", f'"{known.name}" must not be before {known.minimum}')
        return False
    if known.maximum and text > known.maximum:
        reading.wrong(node, "field.range", f'"{known.name}" must not be after {known.maximum}')
        return False
    return True


def _date_hint(known: Field) -> str:
    forms = ["2026-05-31"] + (["2026-05", "2026"] if known.partial else [])
    if known.kind == "datetime":
        forms = ["2026-05-31T14:30+02:00"] + (forms if known.whole_day else [])
    return f"write it as {' or '.join(forms)}"


def _datetime(reading: Reading, known: Field, node: Scalar) -> object:
    if known.whole_day and DAY.fullmatch(node.text):
        return _date(reading, known, node)
    if not MOMENT.fullmatch(node.text):
        zoned = re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", node.text)
        message = f'"{node.text}" has no time zone' if zoned else f'"{node.text}" is not a date with a time'
        reading.wrong(node, "field.datetime", message, _date_hint(known))
        return None
    try:
        return datetime.fromisoformat(node.text.replace("Z", "+00:00"))
    except ValueError:
        reading.wrong(node, "field.datetime", f"there is no moment {node.text}", "check day and hour")
        return None


def _choice(reading: Reading, known: Field, node: Scalar) -> str | None:
    if node.text in known.choices:
        return node.text
    hint = suggest(node.text, known.choices) or f"one of {', '.join(known.choices)}"
    reading.wrong(node, "field.choice", f'"{node.text}" is not a choice of "{known.name}"', hint)
    return None


def _reference(reading: Reading, known: Field, node: Scalar) -> Reference | None:
    written = node.text.strip().strip("/").removesuffix(".md").removesuffix(".yaml")
    kind, slash, name = written.rpartition("/")
    if not slash and len(known.to) > 1:
        hint = f"write the type before it: {known.to[0]}/{written}"
        message = f'"{known.name}" refers to several types; "{written}" does not say which'
        reading.wrong(node, "reference.type", message, hint)
        return None
    kind = kind or known.to[0]
    if kind not in known.to:
        hint = suggest(kind, known.to) or f"one of {', '.join(known.to)}"
        reading.wrong(node, "reference.type", f'"{known.name}" cannot refer to the type "{kind}"', hint)
        return None
    return Reference(f"{kind}/{name}", node.line, node.column)


def _country(reading: Reading, known: Field, node: Scalar) -> str | None:
    codes = country_codes()
    if node.text in codes:
        return node.text
    special = {"UK": "GB", "EL": "GR"}.get(node.text.upper())
    wanted = special or (node.text.upper() if node.text.upper() in codes else None)
    named = codes.by_name(node.text)
    hint = (
        f"did you mean {wanted or named}?"
        if wanted or named
        else "two capital letters of ISO 3166-1, like NO"
    )
    reading.wrong(node, "field.country", f'"{node.text}" is not the code of a country', hint)
    return None


def _language(reading: Reading, known: Field, node: Scalar) -> str | None:
    if known_language(node.text):
        return node.text
    hint = "a BCP 47 code, like fr or pt-BR"
    reading.wrong(node, "field.language", f'"{node.text}" is not the code of a language', hint)
    return None


def _url(reading: Reading, known: Field, node: Scalar) -> str | None:
    text = node.text.strip()
    try:
        parts = urlsplit(text)
        sound = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\<>\"]", text)
        )
    except ValueError:
        sound = False
    if sound and parts.username is None:
        return text
    hint = "it begins with https:// and has no spaces"
    reading.wrong(node, "field.url", f'"{text}" is not a web address', hint)
    return None


def _email(reading: Reading, known: Field, node: Scalar) -> str | None:
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", node.text):
        return node.text
    reading.wrong(node, "field.email", f'"{node.text}" is not an e-mail address')
    return None


FIELD_KINDS: Mapping[str, FieldKind] = {
    "text": _text,
    "markdown": _markdown,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
    "reference": _reference,
    "country": _country,
    "language": _language,
    "url": _url,
    "email": _email,
}


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


IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")


def _image(reading: Reading, known: Field, node: Node) -> Image | None:
    keys = _keys(reading, known, node, ("file", "alt", "credit", "decorative"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: photo.jpg")
        return None
    path = _beside(reading, source)
    if path is None:
        return None
    if not path.lower().endswith(IMAGES):
        hint = f"one of {', '.join(IMAGES)}"
        reading.wrong(source, "image.kind", f'"{source.text}" is not an image that can be shown', hint)
        return None
    decorative = "decorative" in keys and keys["decorative"].text == "true"
    alt = keys["alt"].text.strip() if "alt" in keys else ""
    if not alt and not decorative:
        hint = "add alt: what the picture shows, or decorative: true if it says nothing"
        reading.wrong(node, "image.alt", f'the image "{source.text}" has no alternative text', hint)
        return None
    return Image(path, alt, keys["credit"].text if "credit" in keys else "", decorative)


def _file(reading: Reading, known: Field, node: Node) -> File | None:
    keys = _keys(reading, known, node, ("file", "language", "format"))
    source = node if isinstance(node, Scalar) else keys.get("file")
    if source is None:
        reading.wrong(node, "field.missing", f'"{known.name}" needs a file', "file: report.pdf")
        return None
    language = keys.get("language")
    if language is not None and not known_language(language.text):
        _language(reading, known, language)
    remote = source.text.startswith(("http://", "https://"))
    path = _url(reading, known, source) if remote else _beside(reading, source)
    if path is None:
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
    near = [p.rpartition("/")[2] for p in reading.files if not p.endswith((".md", ".yaml"))]
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
}
