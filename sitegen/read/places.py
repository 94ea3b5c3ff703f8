"""Where in a Markdown text the headings and links stand that its HTML has: HTML knows no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sitegen.types import Heading, Link

HEADING = re.compile(
    r"^(?: {0,3}#{1,6}(?:[ \t]+(?P<text>.*?)[ \t]*#*)?[ \t]*|(?P<underlined>.*)\n {0,3}(?:=+|-{2,})[ \t]*)$",
    re.MULTILINE,
)
FENCED = r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)"
QUOTED = r"(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)"
CODE = re.compile(f"{FENCED}|{QUOTED}", re.DOTALL | re.MULTILINE)


def without_code(text: str) -> str:
    """The text with blanks in place of code, so that every place stays where it is."""
    if "`" not in text and "~~~" not in text:
        return text
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def heading_lines(headings: tuple[Heading, ...], text: str, first_line: int) -> tuple[Heading, ...]:
    """Each heading with the line on which its words stand as a heading, in order."""
    if not headings:
        return headings
    written = list(_written(text))
    found, start = [], 0
    for heading in headings:
        words = re.sub(r"[\W_]+", "", heading.text)
        at = next((n for n in range(start, len(written)) if written[n][1] == words), None)
        if at is not None:
            start = at + 1
        found.append(replace(heading, line=None if at is None else first_line + written[at][0]))
    return tuple(found)


def _written(text: str) -> Iterator[tuple[int, str]]:
    """What may be headings: the line, counted from 0, and the letters and digits."""
    line, counted = 0, 0
    for match in HEADING.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        words = match["underlined"] if match["underlined"] is not None else match["text"] or ""
        shown = re.sub(r"\]\([^)]*\)|\{\{<.*?>\}\}", "", words)
        yield line, re.sub(r"[\W_]+", "", shown)


def link_places(links: tuple[Link, ...], text: str, first_line: int) -> tuple[Link, ...]:
    """Each link with line and column of its target in the source, as far as they can be found."""
    if not links:
        return links
    found, position = [], 0
    text = without_code(text)
    for link in links:
        at = _occurrence(text, link.target, position)
        if at >= 0:
            position = at
        else:
            at = max(_occurrence(text, link.target, 0), 0)
        line = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        found.append(replace(link, line=first_line + line, column=column))
    return tuple(found)


def _occurrence(text: str, target: str, start: int) -> int:
    for form in (f"({target}", f"<{target}", f": {target}", target):
        at = text.find(form, start)
        if at >= 0:
            return at + len(form) - len(target)
    return -1
