"""Abbreviations, defined on a line of their own: `*[WHO]: World Health Organization`.

The syntax is that of PHP Markdown Extra. The line is not shown; each occurrence of the abbreviation as a word
becomes `<abbr>`, except in code and headings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from msgspec import Struct

from sitegen.types.patterns import lazy_pattern

DEFINITION = lazy_pattern(
    r"^ {0,3}\*\[(?P<short>[^\]\n]{1,100})\]:[ \t]*(?P<long>[^\n]*\S)[ \t]*$", re.MULTILINE
)
ASIDE = lazy_pattern(r"<(code|pre|h[1-6]|abbr)\b[^>]*>.*?</\1>|<[^\">]*(?:\"[^\"]*\"[^\">]*)*>", re.DOTALL)
"""Code, headings and tags, in which abbreviations are not replaced."""


class Abbreviation(Struct, frozen=True):
    short: str
    long: str
    start: int
    end: int
    """Offset of the end of the line that defines the abbreviation."""


def abbreviations_in(text: str) -> tuple[Abbreviation, ...]:
    """Finds the abbreviations that a text defines, including those inside code."""
    at = text.find("[")
    while at >= 0 and not text.startswith(
        "*", max(at - 1, 0)
    ):  # faster than a search for both characters together
        at = text.find("[", at + 1)
    if at < 0:
        return ()
    return tuple(
        Abbreviation(found["short"].strip(), found["long"], found.start(), found.end())
        for found in DEFINITION.finditer(text)
    )


def expanded(markup: str, known: Mapping[str, str]) -> str:
    """Returns the HTML with `<abbr title="…">` around each abbreviation; `known` maps it to its meaning."""
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
