"""Finds headings and links of the HTML in the Markdown text, since HTML has no lines."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator

from sitegen.markdown.lines import Lines
from sitegen.markdown.tokens import without_code
from sitegen.types import Heading, Link, SourceText

HASHES = re.compile(r"##{0,5}(?:[ \t]+(.*?)[ \t]*#*)?[ \t]*$", re.MULTILINE)
MOST_LINES = 5
"""Limit on lines of an underlined heading."""
CONTAINERS = re.compile(r"[ ]{0,3}(?:(?:>|[-+*]|[0-9]{1,9}[.)])[ ]{0,4})*")
"""Characters that may precede a heading in a quotation or a list."""
UNDERLINE = re.compile(r"\n {0,3}(?:=+|-{2,})[ \t]*(?=\n|$)")


def heading_lines(headings: tuple[Heading, ...], source: SourceText) -> list[int | None]:
    """Line of each heading in the text, in order; None if it is not found."""
    if not headings:
        return []
    text, lines = source.text, Lines(source.text, source.line)
    written = sorted((*_with_hashes(text), *_underlined(text)))
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, (_, letters) in enumerate(written):
        numbers[letters].append(number)
    found: list[int | None] = []
    start = 0
    for heading in headings:
        same = numbers.get(re.sub(r"[\W_]+", "", heading.text), [])
        at = bisect_left(same, start)
        line = None
        if at < len(same):
            start = same[at] + 1
            line = lines.line(written[same[at]][0])
        found.append(line)
    return found


def _with_hashes(text: str) -> Iterator[tuple[int, str]]:
    """Possible headings with hashes: offset of the line, and its letters and digits."""
    for match in HASHES.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        if CONTAINERS.fullmatch(text, start, match.start()):
            yield start, _letters(match[1] or "")


def _underlined(text: str) -> Iterator[tuple[int, str]]:
    for match in UNDERLINE.finditer(text):
        start = match.start() + 1
        for _ in range(MOST_LINES):
            start = text.rfind("\n", 0, start - 1) + 1
            if text[start] == "\n":
                break
            yield start, _letters(CONTAINERS.sub("", text[start : match.start()], count=1))
            if start == 0:
                break


def _letters(written: str) -> str:
    if "&" in written:
        written = html.unescape(written)
    if "[" in written or "{" in written:
        written = re.sub(r"\]\([^)]*\)|\{\{<.*?>\}\}", "", written)
    return re.sub(r"[\W_]+", "", written)


def link_places(links: tuple[Link, ...], text: str, first_line: int) -> tuple[Link, ...]:
    """Returns the links with line and column of their targets in the source, where found."""
    if not links:
        return links
    times = Counter(link.target for link in links)
    if any(text.count(target) != number for target, number in times.items()):
        text = without_code(text)  # code may contain the same target
    lines = Lines(text, first_line)
    found, position = [], 0
    for link in links:
        at = _occurrence(text, link.target, position)
        if at >= 0:
            position = at
        else:
            at = max(_occurrence(text, link.target, 0), 0)
        found.append(Link(link.target, link.text, *lines.place(at), link.image))
    return tuple(found)


def _occurrence(text: str, target: str, start: int) -> int:
    for form in (f"({target}", f"<{target}", f": {target}", target):
        at = text.find(form, start)
        if at >= 0:
            return at + len(form) - len(target)
    return -1
