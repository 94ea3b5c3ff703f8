"""The field kinds that are written as one scalar: a function each, from the text as written.

`FIELD_KINDS` is the register: a new kind is a function here, a line there, and its name in
`config.KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, tzinfo
from decimal import Decimal
from urllib.parse import urlsplit

from msgspec import Struct, field

from sitegen.kinds.codes import country_codes, known_language
from sitegen.kinds.moments import NotAMoment, read_moment
from sitegen.kinds.old_addresses import Unusable, read_old_address
from sitegen.markdown.markdown import inline
from sitegen.markdown.typography import PLAIN, Typography
from sitegen.problems.formats import suggest
from sitegen.types import PYTHON_MARKDOWN, Field, Location, PartialDate, Problem, Reference, RichText
from sitegen.types.paths import composed
from sitegen.yaml.nodes import Node, Scalar


class Reading(Struct, frozen=True):
    """Where values are being read, and the problems found there."""

    path: str
    files: Mapping[str, int]
    """Size of each file of the content by path."""
    translation: bool
    """Required fields that are not text may be inherited."""
    engine: str = PYTHON_MARKDOWN
    zone: tzinfo | None = None
    """The time zone of the site; none where it declares none."""
    typography: Typography = PLAIN
    languages: tuple[str, ...] = ()
    """Languages of the site."""
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Location(self.path, node.line, node.column), hint))


FieldKind = Callable[[Reading, Field, Scalar], object]
"""Gives the value, or none after it has reported why there is none."""

SITE_LANGUAGE = "site_language"
"""The form of a language that must be one of the site."""

TEXT_KINDS = ("text", "markdown")
"""What a translation translates; every other kind it inherits."""


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
    if known.form:
        return FORMS[known.form](reading, node, text)
    if known.pattern and not re.fullmatch(known.pattern, text):
        hint = known.help or f"it must match {known.pattern}"
        reading.wrong(node, "field.pattern", f'"{text}" does not have the form of {known.name}', hint)
        return None
    return text


def _old_address(reading: Reading, node: Scalar, text: str) -> str | None:
    try:
        read_old_address(text)
    except Unusable as found:
        reading.wrong(node, "field.address", found.message, found.hint)
        return None
    return text


FORMS: Mapping[str, Callable[[Reading, Scalar, str], str | None]] = {"old_address": _old_address}
"""Forms of texts that no pattern can say."""


def _markdown(reading: Reading, known: Field, node: Scalar) -> RichText | None:
    text = _text(reading, known, node)
    if text is None:
        return None
    value, problems = inline(text, reading.path, node.line, node.column, reading.engine, reading.typography)
    reading.problems.extend(problems)
    return value


def _integer(reading: Reading, known: Field, node: Scalar) -> str | None:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", node.text):
        hint = "digits only, without separators or units"
        reading.wrong(node, "field.integer", f'"{node.text}" is not a whole number', hint)
        return None
    return _ranged(reading, known, node)


def _number(reading: Reading, known: Field, node: Scalar) -> str | None:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?", node.text):
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


BOOLEANS = {
    **dict.fromkeys(("true", "yes", "y", "on", "1", "oui", "ja", "sí", "si", "sim", "x"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "0", "non", "nein", "nej", "não"), "false"),
}
"""Words that people write for true and false."""


def _boolean(reading: Reading, known: Field, node: Scalar) -> bool | None:
    if node.text in ("true", "false"):
        return node.text == "true"
    meant = BOOLEANS.get(node.text.strip().casefold())
    hint = f"did you mean {meant}?" if meant else ""
    reading.wrong(node, "field.boolean", f'"{known.name}" is true or false, not "{node.text}"', hint)
    return None


DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _date(reading: Reading, known: Field, node: Scalar) -> date | PartialDate | None:
    match = DAY.fullmatch(node.text)
    if match is None:
        hint = _meant(node.text) or _date_hint(known)
        reading.wrong(node, "field.date", f'"{node.text}" is not a date', hint)
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


YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]?")


def _meant(text: str) -> str:
    """The day that a text with its parts in order and otherwise separated means; empty where none does."""
    match = YEAR_FIRST.fullmatch(text.strip())
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return ""
    return f"did you mean {day.isoformat()}?" if day else ""


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
    try:
        advice = (known.whole_day and _meant(node.text)) or _date_hint(known)
        moment = read_moment(node.text.strip(), reading.zone, advice)
    except NotAMoment as error:
        reading.wrong(node, "field.datetime", error.message, error.hint)
        return None
    return moment if _in_range(reading, known, node, moment.date()) else None


def same_word(written: str, known: Iterable[tuple[str, Iterable[str]]]) -> str:
    """`did you mean X?` for a name in another case, or for what readers call it in some language; or nothing.

    `known` has the names with their labels.
    """
    wanted = written.strip().casefold()
    found = (name for name, labels in known if wanted in (name.casefold(), *(it.casefold() for it in labels)))
    name = next(found, "")
    return f"did you mean {name}?" if name else ""


def _choice(reading: Reading, known: Field, node: Scalar) -> str | None:
    if node.text in known.choices:
        return node.text
    labels = ((choice, texts.values()) for choice, texts in known.choices.items())
    hint = same_word(node.text, labels) or suggest(node.text, known.choices)
    hint = hint or f"one of {', '.join(known.choices)}"
    reading.wrong(node, "field.choice", f'"{node.text}" is not a choice of "{known.name}"', hint)
    return None


def _reference(reading: Reading, known: Field, node: Scalar) -> Reference | None:
    written = composed(node.text.strip().strip("/").removesuffix(".md").removesuffix(".yaml"))
    kind, slash, name = written.rpartition("/")
    if not slash and len(known.to) > 1:
        hint = f"write the type before it: TYPE/{written}, where TYPE is one of {', '.join(known.to)}"
        message = f'"{known.name}" refers to several types; "{written}" does not say which'
        reading.wrong(node, "reference.type", message, hint)
        return None
    kind = kind or (known.to[0] if known.to else reading.path.split("/")[1])
    if known.to and kind not in known.to:
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


COORDINATES = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)")


def _coordinates(reading: Reading, known: Field, node: Scalar) -> str | None:
    match = COORDINATES.fullmatch(node.text.strip())
    if match is None:
        hint = "latitude, a comma, longitude, in degrees with a point before decimals: 57.05, 9.92"
        hint += "; south and west are negative"
        reading.wrong(node, "field.coordinates", f'"{node.text}" are not coordinates', hint)
        return None
    latitude, longitude = match.groups()
    if abs(Decimal(latitude)) > 90:
        turned = abs(Decimal(longitude)) <= 90 and abs(Decimal(latitude)) <= 180
        hint = f"the latitude comes first: did you mean {longitude}, {latitude}?" if turned else ""
        reading.wrong(node, "field.range", f"a latitude is between -90 and 90, not {latitude}", hint)
        return None
    if abs(Decimal(longitude)) > 180:
        reading.wrong(node, "field.range", f"a longitude is between -180 and 180, not {longitude}")
        return None
    return f"{latitude}, {longitude}"


def _language(reading: Reading, known: Field, node: Scalar) -> str | None:
    if known.form == SITE_LANGUAGE:
        return _site_language(reading, node)
    if known_language(node.text):
        return node.text
    hint = "a BCP 47 code, like fr or pt-BR"
    reading.wrong(node, "field.language", f'"{node.text}" is not the code of a language', hint)
    return None


def _site_language(reading: Reading, node: Scalar) -> str | None:
    if node.text in reading.languages:
        return node.text
    hint = suggest(node.text, reading.languages) or f"the languages are {', '.join(reading.languages)}"
    reading.wrong(node, "language.unknown", f'"{node.text}" is not a language of this site', hint)
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
    "coordinates": _coordinates,
    "language": _language,
    "url": _url,
    "email": _email,
}
