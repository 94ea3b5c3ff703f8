"""Text that looks like a link but is not one is shown as written.

[the report] (report.pdf)    →   link.apart: a blank separates the words of this link from its address
[the report][rep]            →   link.undefined: there is no definition of "rep"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.gfm import may_define
from sitegen.problems.nearest import Names
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

WORDS = r"\[(?P<words>[^\[\]\n]{1,300})\]"
ADDRESS = r"(?:https?://|mailto:|tel:|www\.|\.{0,2}/|#)[^\s()]*|[^\s()]+\.[A-Za-z0-9]{2,5}(?:#[^\s()]*)?"
APART = lazy_pattern(rf"{WORDS}[ \t\u00a0]*\n?[ \t\u00a0]*(?<!\])\((?P<address>{ADDRESS})\)")
WIDE = lazy_pattern(rf"{WORDS}[ \t\u00a0\u3000]*\n?（(?P<address>(?:https?://|www\.|\.{{0,2}}/)[^\s（）]*)）")
"""A link with Chinese or Japanese brackets around its address."""
TURNED = lazy_pattern(
    r"\((?P<words>[^()\n]{1,300})\)\[(?P<address>(?:https?://|mailto:|tel:|www\.|\.{0,2}/|#)[^\s()\[\]]*)\]"
)
BLANKS = lazy_pattern(rf"{WORDS}\((?P<address>[^()<>\n]{{0,150}}[^()<>\s\n][ \u00a0][^()<>\n]{{0,150}})\)")
OPEN = lazy_pattern(rf"{WORDS}\((?P<address>[^()\s]*)(?=[ \t]*\n[ \t]*\n|\s*\Z)")
REFERENCE = lazy_pattern(rf"{WORDS}\[(?P<name>[^\[\]\n]{{0,300}})\](?![(\[])")
ADDRESSED = lazy_pattern(r"(?:https?://|mailto:|tel:|\.{0,2}/|#)[^\s()]+$|[^\s()]+\.md(?:#[^\s()]*)?$")
"""The name of a reference that is an address."""
DEFINITION = lazy_pattern(
    r"^[ >]{0,9}\[(?!\^)(?P<name>[^\[\]\n]{1,300})\]:[ \t]*\n?[ \t]*(?P<address>[^\s]+)", re.MULTILINE
)
NAMED = lazy_pattern(r"\[([^\[\]]{1,300})\](?!:)")
COMMENT = ("#", "<>", "-")
"""Addresses of definitions that serve as comments: `[//]: # (a comment)`."""


def check(written: WrittenText) -> Iterator[Problem]:
    html = written.source.html
    if "] (" in html or "]&nbsp;(" in html or "]\n(" in html:
        yield from _apart(written)
    if "（" in html:
        yield from _wide(written)
    if ")[" in html:
        yield from _turned(written)
    if "](" in html:
        yield from _unread(written)


def check_definitions(written: WrittenText) -> Iterator[Problem]:
    if may_define(written.text) or ("]" in written.source.html and "][" in written.source.html):
        yield from _definitions(written)


def _apart(written: WrittenText) -> Iterator[Problem]:
    for found in APART.finditer(written.prose):
        if found[0].find("](") < 0 and written.is_shown(found[0]):
            message = "something separates the words of this link from its address, so it is shown as text"
            hint = f"write [{found['words']}]({found['address']}), without anything between ] and ("
            yield written.problem("link.apart", message, found.start(), hint)


def _wide(written: WrittenText) -> Iterator[Problem]:
    for found in WIDE.finditer(written.prose):
        if written.is_shown(found[0]):
            message = "full-width brackets are around the address of this link, so it is shown as text"
            hint = f"write [{found['words']}]({found['address']}), with narrow brackets"
            yield written.problem("link.apart", message, found.start(), hint)


def _turned(written: WrittenText) -> Iterator[Problem]:
    for found in TURNED.finditer(written.prose):
        if written.is_shown(found[0]):
            message = "the brackets of this link are exchanged, so it is shown as text"
            hint = f"write [{found['words']}]({found['address']})"
            yield written.problem("link.turned", message, found.start(), hint)


def _unread(written: WrittenText) -> Iterator[Problem]:
    for found in BLANKS.finditer(written.prose):
        if written.is_shown(found[0]):
            message = (
                f'"{found["address"]}" is no address, since it has a blank, so this link is shown as text'
            )
            hint = f"write [{found['words']}](<{found['address']}>), or give the file a name without blanks"
            yield written.problem("link.blank", message, found.start(), hint)
    for found in OPEN.finditer(written.prose):
        if written.is_shown(found[0]):
            message = "the address of this link is not closed, so it is shown as text"
            yield written.problem("link.open", message, found.start(), "write ) at its end")


def _definitions(written: WrittenText) -> Iterator[Problem]:
    prose = written.prose
    defined = {_key(found["name"]): found for found in reversed(list(DEFINITION.finditer(prose)))}
    names = Names(defined)
    used = {_key(found[1]) for found in NAMED.finditer(prose)}
    for found in REFERENCE.finditer(prose):
        name = found["name"] or found["words"]
        if not name.startswith("^") and _key(name) not in defined and written.is_shown(found[0]):
            near = names.nearest_in(_key(name), written.path)
            used.add(near)
            if ADDRESSED.match(name):
                hint = f"an address is in round brackets: [{found['words']}]({name})"
            elif near:
                hint = f"did you mean {near}?"
            else:
                hint = f"write its address on a line of its own: [{name}]: https://…"
            message = f'there is no definition of "{name}", so this link is shown as text'
            yield written.problem("link.undefined", message, found.start(), hint)
    for key, found in defined.items():
        comment = found["address"] in COMMENT or not any(char.isalnum() for char in key)
        if key not in used and not comment:
            message = f"nothing in the text refers to [{found['name']}], so readers do not see this line"
            hint = f"write [words][{found['name']}] where it belongs, or remove the line"
            yield written.problem("link.unused", message, found.start("name") - 1, hint)


def _key(name: str) -> str:
    """Name of a definition as engines compare it (CommonMark 0.31.2, section 4.7)."""
    return " ".join(name.split()).casefold()
