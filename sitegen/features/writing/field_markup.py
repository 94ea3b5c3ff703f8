"""A field of plain text must not contain Markdown or HTML, and no field a shortcode: readers would see them.

title: CO<sub>2</sub>      →   field.markup: "<sub>" is shown as it is written, since "title" is plain text
title: In {{< year >}}     →   field.markup: "{{< year >}}" is shown as it is written
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sitegen.kinds import KINDS
from sitegen.kinds.text import TEXT
from sitegen.markdown.raw_html import is_html
from sitegen.markdown.tokens import Kind, tokens
from sitegen.types import Config, Document, Field, Location, Problem, RichText, Severity, SourceText
from sitegen.types.patterns import lazy_pattern

SIGNS = ("<", "&", "**", "](", "{{", "{%")
ENTITY = lazy_pattern(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
STRONG = lazy_pattern(r"(?<!\*)\*\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*\*(?!\*)")
LINK = lazy_pattern(r"\[[^\[\]\n]{1,200}\]\([^()\s]{1,200}\)")
COMMAND = lazy_pattern(
    r"\{\{[<%].{1,200}?[%>]\}\}|\{\{-?\s*[A-Za-z_].{0,200}?\}\}|\{%-?\s*[A-Za-z_].{0,200}?%\}"
)
"""A shortcode, or a command of a template language."""
WITHOUT_COMMANDS = "shortcodes and commands do nothing in fields"
INSTEAD = "write what it stands for"
CODE_OR_TAG = lazy_pattern(r"<code\b[^<>]*>.*?</code>|<[^<>]*>", re.DOTALL)
REMARK = "leave it out; in front matter, a line that begins with # is a comment"
CHARACTER = {"sub": "₂", "sup": "²"}


def check(document: Document, config: Config, _: SourceText) -> Iterator[Problem]:
    content_type = config.types.get(document.type)
    for name, value in document.fields.items():
        known = content_type.fields.get(name) if content_type else None
        for text, is_plain in _texts(known, value):
            if any(sign in text for sign in SIGNS) and (
                found := _command(text) or (is_plain and _markup(text))
            ):
                written, hint = found
                reason = WITHOUT_COMMANDS if hint == INSTEAD else f'"{name}" is plain text'
                message = f'"{written}" is shown as it is written, since {reason}'
                place = Location(document.path, *document.positions.get(name, (1, 1)))
                yield Problem("field.markup", message, place, hint, Severity.WARNING)
                break


def _texts(known: Field | None, value: object) -> Iterator[tuple[str, bool]]:
    """Texts of a field, including those in lists and groups; True for plain ones."""
    if isinstance(value, tuple):
        for item in value:
            yield from _texts(known, item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(known.fields.get(name) if known else None, inner)
    elif isinstance(value, RichText):
        yield html.unescape(CODE_OR_TAG.sub("", value.html)), False
    elif isinstance(value, str) and (known is None or KINDS[known.kind] is TEXT):
        yield value, True


def _command(text: str) -> tuple[str, str] | None:
    """First shortcode or command in a text, with advice; None if there is none."""
    found = COMMAND.search(text)
    return (found[0], INSTEAD) if found else None


def _markup(text: str) -> tuple[str, str] | None:
    """First HTML or Markdown in plain text, with advice on what to write instead; None if there is none."""
    for token in tokens(text):
        if token.kind is Kind.TAG and is_html(token):
            sign = CHARACTER.get(token.name)
            hint = f"write the character itself: {sign}" if sign else "leave the tag out"
            return text[token.start : token.end], hint
        if token.kind is Kind.COMMENT:
            return text[token.start : token.end], REMARK
    entity = ENTITY.search(text)
    if entity:
        char = html.unescape(entity[0])
        return entity[
            0
        ], f"write the character itself{f': {char}' if char.strip() and char.isprintable() else ''}"
    strong = STRONG.search(text)
    if strong:
        return strong[0], "leave the stars out"
    link = LINK.search(text)
    return (link[0], "leave the link out, and write its words alone") if link else None
