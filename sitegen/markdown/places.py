"""Finds headings and links of the HTML in the Markdown text, since HTML has no lines."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from sitegen.markdown.lines import Lines
from sitegen.markdown.tokens import without_code
from sitegen.types import Heading, Link, SourceText
from sitegen.types.patterns import lazy_pattern

HASHES = lazy_pattern(r"##{0,5}(?:[ \t]+(.*?)[ \t]*#*)?[ \t]*$", re.MULTILINE)
MOST_LINES = 5
"""Limit on lines of an underlined heading."""
CONTAINERS = lazy_pattern(r"[ ]{0,3}(?:(?:>|[-+*]|[0-9]{1,9}[.)])[ ]{0,4})*")
"""Characters that may precede a heading in a quotation or a list."""
TAGGED = lazy_pattern(r"<h([1-6])\b[^<>]*>(.*?)</h\1>", re.DOTALL)
NONE: Mapping[str, tuple[int, int]] = {}
UNDERLINE = lazy_pattern(r"\n {0,3}(?:=+|-{2,})[ \t]*(?=\n|$)")


def heading_lines(headings: tuple[Heading, ...], source: SourceText) -> list[int | None]:
    """Line of each heading in the text, in order; None if it is not found."""
    if not headings:
        return []
    text, lines = source.text, Lines(source.text, source.line)
    written = sorted((*_with_hashes(text), *_underlined(text), *_with_tags(text)))
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


def _with_tags(text: str) -> Iterator[tuple[int, str]]:
    for match in TAGGED.finditer(text) if "<h" in text else ():
        yield match.start(), _letters(re.sub(r"<[^<>]*>", "", match[2]))


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
    written = html.unescape(written)
    if "[" in written or "{" in written:
        written = re.sub(r"\]\([^)]*\)|\{\{[<%].*?[>%]\}\}|\{[:#.][^{}]*\}", "", written)
    return re.sub(r"[\W_]+", "", written)


def link_places(
    links: tuple[Link, ...], text: str, first_line: int, known: Mapping[str, tuple[int, int]] = NONE
) -> tuple[Link, ...]:
    """The links with the places of their targets; `known` has those of targets that the source lacks."""
    if not links:
        return links
    targets = [link.target for link in links]
    offsets = _offsets(targets, text, known)
    times = Counter(targets).items()
    if _may_be_in_code(targets, text, offsets) and any(text.count(target) != n for target, n in times):
        offsets = _offsets(targets, without_code(text), known)  # code may contain the same target
    lines = Lines(text, first_line)
    return tuple(
        Link(link.target, link.text, *(known[link.target] if at is None else lines.place(at)), link.image)
        for link, at in zip(links, offsets, strict=True)
    )


def _offsets(
    targets: Iterable[str], text: str, known: Mapping[str, tuple[int, int]] = NONE
) -> list[int | None]:
    """Offset of each target in the text, after that of the one before it if possible; None if it is known."""
    written = _Occurrences(text)
    found: list[int | None] = []
    position = 0
    for target in targets:
        at = written.of(target, position)
        if at >= 0:
            position = at
            found.append(at)
        else:
            found.append(None if target in known else max(written.first(target), 0))
    return found


def _may_be_in_code(targets: Iterable[str], text: str, offsets: Iterable[int | None]) -> bool:
    """Fast test: False if certainly none of the targets at these offsets is inside code.

    Code in a line begins with a backtick in the same paragraph, a block of code with a fence.
    """
    signs = [sign for sign in "`~" if sign in text]  # a search for one character is the fastest
    if not signs:
        return False
    fence = min((at for sign in signs if (at := text.find(sign * 3)) >= 0), default=len(text))
    position = 0
    for target, at in ((target, at) for target, at in zip(targets, offsets, strict=True) if at is not None):
        end, paragraph = at + len(target), text.rfind("\n\n", position, at)
        if at < position or end > fence or text.find("`", max(paragraph, position), end) >= 0:
            return True
        position = at
    return False


class _Occurrences:
    """Finds targets in a text; the text is searched once for all links with the same target."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str, int] = {}
        """Offset of the next occurrence of a form, after the last offset that was asked for."""
        self.firsts: dict[str, int] = {}
        self.slow_searches = 200 if "&" in text or "\\" in text else 0

    def of(self, target: str, start: int) -> int:
        """Offset of a target from `start` on, which must not be before the last one; -1 if there is none."""
        for lead, form in _forms(target):
            at = self.known.get(form, 0)
            if 0 <= at <= start:
                at = self.known[form] = self.text.find(form, start)
            if at >= 0:
                return at + lead
        return self._escaped(target, start + 1)

    def _escaped(self, target: str, start: int) -> int:
        """Offset of a target with backslashes or character references in it; -1 if there is none."""
        self.slow_searches -= 1
        signs = (rf"(?:\\?{re.escape(sign)}|&#?\w{{1,31}};)" for sign in target[:200])
        found = self.slow_searches >= 0 and re.compile("".join(signs)).search(self.text, start)
        return found.start() if found else -1

    def first(self, target: str) -> int:
        """Offset of the first occurrence of a target; -1 if there is none."""
        if target not in self.firsts:
            found = (at + lead for lead, form in _forms(target) if (at := self.text.find(form)) >= 0)
            self.firsts[target] = next(found, None) or self._escaped(target, 0)
        return self.firsts[target]


def _forms(target: str) -> Iterator[tuple[int, str]]:
    """Forms in which a target can be written, the surest first, and the number of characters before it."""
    yield from ((1, f"({target}"), (1, f"<{target}"), (2, f": {target}"))
    yield from ((1, f'"{target}"'), (1, f"'{target}'"), (0, target))
    if "%" in target:
        yield 1, f"<{unquote(target)}"
