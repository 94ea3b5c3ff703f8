"""Attribute lists of kramdown and its relatives: `{: #id .class}`, `{:.class}`, `{#id .class}`, `{.class}`.

An anchor in a list is kept. Classes and other attributes are left out, since the look of pages belongs into
styles; a rule of `features.writing` names them. `{#id}` at a heading is read when the text is HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sitegen.markdown.pieces import Edit, Use
from sitegen.types.patterns import lazy_pattern

CLASS = r"[.#][^\W\d][\w:-]*+"
PAIR = r"""[A-Za-z_][\w:-]*+=(?:"[^"\n{}]*+"|'[^'\n{}]*+'|[^\s"'{}]++)"""
BARE = r"[A-Za-z][\w-]*+(?!=)"
COLON = rf"\{{:[ \t]*+(?P<colon>(?>(?:(?:{CLASS}|{PAIR}|{BARE})[ \t]*+)+))\}}"
PLAIN = rf"\{{[ \t]*+(?P<plain>{CLASS}[ \t]*+(?>(?:(?:{CLASS}|{PAIR})[ \t]*+)*))\}}"
LIST = rf"(?:{COLON}|{PLAIN})"
ALONE = rf"^[ ]{{0,3}}{LIST}[ \t]*$"
AT_HEADING = rf"^[ ]{{0,3}}#{{1,6}}[ \t][^\n]*?(?P<gap>(?<![ \t])[ \t]++){LIST}(?=[ \t]*#*[ \t]*$)"
AT_SPAN = rf"(?<=[)*_`\]>}}]){LIST}"
NAMES = rf"(?P<class>{CLASS})|(?P<pair>{PAIR})|(?P<bare>{BARE})"
CONTENTS = lazy_pattern(r"[ ]{0,3}(?:[-*+]|1\.)[ \t]")
"""The item that kramdown replaces by a table of contents."""
HEADING = lazy_pattern(r"[ ]{0,3}#{1,6}[ \t]")


class AttributeList(Struct, frozen=True):
    """An attribute list, by its offsets."""

    start: int
    end: int
    anchor: str
    left_out: tuple[str, ...]
    """Classes and attributes that pages do not have, as written."""
    alone: bool = False
    """True on a line of its own."""


def lists_in(text: str) -> Iterator[AttributeList]:
    """Yields the attribute lists of a text, including those in code, without order and each once."""
    if "{:" not in text and "{." not in text and "{#" not in text:
        return
    taken: set[int] = set()
    for found in _all(text):
        if found.end not in taken:
            taken.add(found.end)
            yield found


def _all(text: str) -> Iterator[AttributeList]:
    for found in re.finditer(ALONE, text, re.MULTILINE):
        yield _list(found, found.start(), alone=True)
    for found in re.finditer(AT_HEADING, text, re.MULTILINE):
        parts = _list(found, found.start("gap"))
        if parts.left_out or found["colon"]:
            yield parts
    for found in re.finditer(AT_SPAN, text):
        yield _list(found, found.start())


def _list(found: re.Match[str], start: int, alone: bool = False) -> AttributeList:
    anchor, left_out = "", []
    for part in re.finditer(NAMES, found["colon"] or found["plain"]):
        if part[0].startswith("#"):
            anchor = part[0][1:]
        elif part[0].startswith("id="):
            anchor = part[0][3:].strip("\"'")
        else:
            left_out.append(part[0].partition("=")[0] + ("=" if part["pair"] else ""))
    return AttributeList(start, found.end(), anchor, tuple(left_out), alone)


def attribute_edits(text: str) -> Iterator[Edit]:
    """Edits that take the attribute lists out of a text; of each anchor a mark stays."""
    for found in lists_in(text):
        if not found.alone:
            yield Edit(found.start, found.end, Use.ANCHOR, found.anchor)
            continue
        above = text.rfind("\n", 0, max(found.start - 1, 0)) + 1
        previous = text[above : max(found.start - 1, 0)]
        start = max(found.start - 1, 0)
        if "toc" in found.left_out and CONTENTS.match(previous):
            yield Edit(max(above - 1, 0), found.end, None)
        elif not found.anchor:
            yield Edit(start, found.end, None)
        elif not previous.strip():
            yield Edit(found.start, found.end, Use.ANCHOR, found.anchor)
        else:
            goes_on = HEADING.match(previous) or not re.search(
                r"\||^[ ]*(?:`{3}|~{3}|=+[ \t]*$|-+[ \t]*$)", previous
            )
            yield Edit(start, found.end, Use.ANCHOR, found.anchor, before=" " if goes_on else "\n\n")
