"""The field kinds `text` and `markdown`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sitegen.kinds.json_schema import scalar
from sitegen.kinds.kind import NAME, OFTEN, PERHAPS, VALUE, Json, Kind, Reading, Tools
from sitegen.kinds.old_addresses import Unusable, read_old_address
from sitegen.types import Field, Location, RichText
from sitegen.yaml.nodes import Scalar

NOT_PORTABLE = re.compile(r"\(\?(?![:=!])|\\[^dDsStrnfv.^$*+?()\[\]{}|/\\-]|[*+?}]\+")
"""Syntax that regular expressions of JavaScript (with the flag `u`) lack or read differently."""


def _read_text(reading: Reading, known: Field, node: Scalar) -> str | None:
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


def _read_markdown(reading: Reading, known: Field, node: Scalar) -> RichText | None:
    text = _read_text(reading, known, node)
    if text is None:
        return None
    from sitegen.markdown.markdown import inline

    place, rule = Location(reading.path, node.line, node.column), reading.markdown
    value, problems = inline(text, place, rule.engine, reading.typography, rule.html)
    reading.problems.extend(problems)
    return value


def _pattern(known: Field, _: Tools) -> str:
    """The pattern of the field, unless only Python can read it; blanks at the ends of a text do not count."""
    return "" if not known.pattern or NOT_PORTABLE.search(known.pattern) else known.pattern


def _schema(known: Field, tools: Tools) -> Json:
    pattern = _pattern(known, tools)
    schema = scalar(
        TEXT.json_types, pattern and rf"\s*(?:{pattern})\s*", known.help or f"it must match {pattern}"
    )
    limits: Json = {"minLength": max(1, int(known.minimum or 0))}
    limits |= {"maxLength": int(known.maximum)} if known.maximum else {}
    return schema | {"if": {"pattern": r"^\s|\s$"}, "then": _within(known), "else": limits}


def _within(known: Field) -> Json:
    """Schema of a text with blanks at its ends, which do not count to its length."""
    least, most = max(1, int(known.minimum or 0)), known.maximum
    inner = "" if most == "1" else rf"([\s\S]{{{max(0, least - 2)},{int(most) - 2 if most else ''}}}\S)"
    optional = "?" if least < 2 and inner else ""
    return {"pattern": rf"^\s*\S{inner}{optional}\s*$", "patternErrorMessage": _form(known) or "a text"}


def _form(known: Field) -> str:
    return f"at most {known.maximum} characters" if known.maximum else ""


def _written(_: Field, value: RichText) -> str:
    return value.text


TEXT = Kind(
    name="text",
    read=_read_text,
    commas=PERHAPS,
    keys=("min", "max", "pattern", "translate"),
    limit=(r"[0-9]+", "a number of characters"),
    pattern=_pattern,
    form=_form,
    json_types=("string", "number", "boolean"),
    schema=_schema,
    view=lambda viewing, _, value, page, place: viewing.words(str(value), page, place),
    text=True,
    linked=NAME,
)
MARKDOWN = Kind(
    name="markdown",
    read=_read_markdown,
    commas=OFTEN,
    keys=TEXT.keys,
    limit=TEXT.limit,
    pattern=_pattern,
    form=_form,
    json_types=TEXT.json_types,
    schema=_schema,
    lines=True,
    write=_written,
    view=lambda viewing, _, value, page, __: viewing.rich(value, page),
    data=lambda _, value: value.text,
    text=True,
    rich=True,
    linked=VALUE,
)
