"""Abbreviations, explained once on a line of their own: `*[WHO]: World Health Organization`.

The form is that of PHP Markdown Extra. The line is not shown; every place where the abbreviation is a word of
its own becomes `<abbr>`, but for code and headings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from msgspec import Struct

DEFINITION = re.compile(
    r"^ {0,3}\*\[(?P<short>[^\]\n]{1,100})\]:[ \t]*(?P<long>[^\n]*\S)[ \t]*$", re.MULTILINE
)
ASIDE = re.compile(r"<(code|pre|h[1-6]|abbr)\b[^>]*>.*?</\1>|<[^\">]*(?:\"[^\"]*\"[^\">]*)*>", re.DOTALL)
"""Code, headings and tags, in which no abbreviation is explained."""


class Abbreviation(Struct, frozen=True):
    short: str
    long: str
    start: int
    end: int
    """Offsets of the line that explains it."""


def abbreviations_in(text: str) -> tuple[Abbreviation, ...]:
    """The abbreviations that a text explains, also those inside code."""
    at = text.find("[")
    while at >= 0 and not text.startswith("*", max(at - 1, 0)):  # found faster than the two together
        at = text.find("[", at + 1)
    if at < 0:
        return ()
    return tuple(
        Abbreviation(found["short"].strip(), found["long"], found.start(), found.end())
        for found in DEFINITION.finditer(text)
    )


def expanded(markup: str, known: Mapping[str, str]) -> str:
    """The HTML with `<abbr title="…">` around each abbreviation; `known` has their words by their letters."""
    if not known:
        return markup
    written = sorted((html.escape(short, quote=False) for short in known), key=len, reverse=True)
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")

    def explained(found: re.Match[str]) -> str:
        title = html.escape(known[html.unescape(found[0])])
        return f'<abbr title="{title}">{found[0]}</abbr>'

    parts: list[str] = []
    position = 0
    for aside in ASIDE.finditer(markup):
        parts += words.sub(explained, markup[position : aside.start()]), aside[0]
        position = aside.end()
    return "".join((*parts, words.sub(explained, markup[position:])))
