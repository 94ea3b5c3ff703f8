"""Tokens of a Markdown text: parts inside which no other syntax applies, found from left to right.

Tokens are code, comments, HTML tags, addresses in angle brackets, shortcodes, escaped characters and numeric
character references; the one that begins first wins (CommonMark 0.31.2, sections 6.1 and 6.5). Indented code
is left to the engines. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from sitegen.markdown.shortcodes import TAG
from sitegen.types.patterns import lazy_pattern

LEAD = r"[ \t]*+(?>(?:(?:>|[-+*][ \t]|[0-9]{1,9}[.)][ \t])[ \t]*+)*)"
"""Characters that may precede a block: indentation, quotation marks, markers of list items."""
QUOTED = r"""(?>(?:[^"{]++|\{\{[<%][^>%{\n]*+[>%]\}\}|\{)*)"""
"""Value between quotation marks; a shortcode in it may have its own."""
ATTRIBUTE = rf"""\s++[A-Za-z_:][\w.:-]*+(?>(?:\s*+=\s*+(?:"{QUOTED}"|'[^']*+'|[^\s"'=<>`]++))?)"""
TOKEN = lazy_pattern(
    rf"""
    (?=[`~\\{{<&]) (?:
      (?P<ticks>`++)
    | (?P<tildes>~{{3,}}+)
    | (?P<escape>\\[!-/:-@\[-`{{-~])
    | (?P<shortcode>{TAG.pattern})
    | (?P<comment><!--)
    | (?P<address><(?:[A-Za-z][A-Za-z0-9+.-]{{1,31}}+:[^\s<>]*+|[^\s<>@/]++@[^\s<>]++)>)
    | (?P<tag><(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?>(?:{ATTRIBUTE})*))\s*+/?>)
    | (?P<reference>&\#(?:[xX][0-9a-fA-F]{{1,8}}+|[0-9]{{1,10}}+);?)
    )""",
    re.VERBOSE,
)
FENCE_LEAD = lazy_pattern(LEAD)
DESTINATION = lazy_pattern(r"\](?:\(|:)[ \t]*\Z")
"""Characters before an address in angle brackets, which may contain blanks."""
SIGNS = ("`", "~~~", "\\", "<", "{{%", "&#")
"""Strings without which a text has no token."""
TICKS = lazy_pattern(r"`+")
PARAGRAPH_END = lazy_pattern(
    r"\n(?:[ \t>]*(?=\n)|[ \t>]{0,9}(?:#{1,6}[ \t]|[-+*][ \t]|`{3}|~{3}|(?:=+|-+)[ \t]*(?=\n|\Z)))"
)
"""End of the line before a blank line or a new block; a token that can span lines ends here at the latest."""


class Kind(StrEnum):
    FENCE = "fence"
    """Block of code between two fences, or from a fence to the end."""
    CODE = "code"
    """Code within a line of text."""
    ESCAPE = "escape"
    SHORTCODE = "shortcode"
    COMMENT = "comment"
    OPEN_COMMENT = "open comment"
    """Beginning of a comment that does not end."""
    ADDRESS = "address"
    TAG = "tag"
    REFERENCE = "reference"


class Token(Struct, frozen=True):
    """Part of a text, by its offsets."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Name of the tag in lower case."""
    closing: bool = False
    """True for a closing tag."""
    attributes: str = ""
    """Attributes of the tag, as written."""
    closed: bool = True
    """False for a fence without a closing fence."""


CODE_KINDS = (Kind.FENCE, Kind.CODE)


@lru_cache(maxsize=2)
def tokens(text: str) -> tuple[Token, ...]:
    """Returns the tokens of a text in order; they do not overlap.

    Cached, since they are needed before conversion, for the places of links, and by rules on texts.
    """
    return tuple(_tokens(text)) if any(sign in text for sign in SIGNS) else ()


def _tokens(text: str) -> Iterator[Token]:
    spans = _CodeSpans(text)
    position, unclosed_comment = 0, False
    while found := TOKEN.search(text, position):
        kind = found.lastgroup
        start, end = found.span()
        if kind in ("ticks", "tildes"):
            code = _fence(text, found) if end - start > 2 else None
            if code is None and kind == "ticks" and (closed := spans.end_of(start, end)):
                code = Token(Kind.CODE, start, closed)
            if code is None:
                position = end
                continue
            token = code
        elif kind == "comment":
            end = -1 if unclosed_comment else text.find("-->", start + 4)
            unclosed_comment = end < 0
            token = (
                Token(Kind.OPEN_COMMENT, start, start + 4) if end < 0 else Token(Kind.COMMENT, start, end + 3)
            )
        elif kind == "tag" and DESTINATION.search(text, max(start - 8, 0), start):
            token = Token(Kind.ADDRESS, start, end)
        elif kind == "tag" and PARAGRAPH_END.search(text, start, end):
            position = start + 1
            continue
        elif kind == "tag":
            name, closing = found["name"].lower(), bool(found["slash"])
            token = Token(Kind.TAG, start, end, name, closing, found["attributes"])
        else:
            token = Token(Kind(str(kind)), start, end)
        yield token
        position = token.end


def without_code(text: str) -> str:
    """Replaces code by blanks, so that all offsets stay valid."""
    if "`" not in text and "~~~" not in text:
        return text
    return blanked(text, (token for token in tokens(text) if token.kind in CODE_KINDS))


def blanked(text: str, found: Iterable[Token]) -> str:
    """Replaces these tokens by blanks; line ends stay."""
    parts: list[str] = []
    position = 0
    for token in found:
        lines = text[token.start : token.end].split("\n")
        parts += text[position : token.start], "\n".join([" " * len(line) for line in lines])
        position = token.end
    return "".join((*parts, text[position:]))


def _fence(text: str, found: re.Match[str]) -> Token | None:
    """Returns the block that begins with a fence: up to its closing fence, or the end of its container.

    None if the run of three or more signs is not a fence: it is not the first on its line.
    """
    run, start = found[0], found.start()
    begin, position = text.rfind("\n", 0, start) + 1, text.find("\n", found.end()) + 1
    lead = text[begin:start]
    if not FENCE_LEAD.fullmatch(lead) or (run[0] == "`" and "`" in text[found.end() : position or len(text)]):
        return None
    quoted, column = ">" in lead, len(lead) if lead.strip() else 0
    while position:
        end = text.find("\n", position)
        line = text[position:] if end < 0 else text[position:end]
        words = line.lstrip(" \t>")
        if quoted and not line.lstrip().startswith(">"):
            return Token(Kind.FENCE, start, position - 1, closed=False)
        if column and not quoted and words and len(line) - len(words) < column:
            return Token(Kind.FENCE, start, position - 1, closed=False)
        if words.startswith(run) and not words.strip(f"{run[0]} \t"):
            return Token(Kind.FENCE, start, position + len(line))
        position = end + 1
    return Token(Kind.FENCE, start, len(text), closed=False)


class _CodeSpans:
    """Finds the end of code within a line: a run of as many backticks, in the same paragraph."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.runs: dict[int, list[int]] | None = None
        self.paragraphs: list[int] = []

    def end_of(self, start: int, after: int) -> int | None:
        run = TICKS.search(self.text, after)
        if run is None:
            return None
        if run.end() - run.start() == after - start and self.text.find("\n", after, run.start()) < 0:
            return run.end()
        if self.runs is None:
            self.runs = {}
            for run in TICKS.finditer(self.text):
                self.runs.setdefault(run.end() - run.start(), []).append(run.start())
            self.paragraphs = [blank.start() for blank in PARAGRAPH_END.finditer(self.text)]
        starts = self.runs.get(after - start, [])
        number = bisect_right(starts, start)
        if number == len(starts):
            return None
        paragraph = bisect_right(self.paragraphs, start)
        if paragraph < len(self.paragraphs) and self.paragraphs[paragraph] < starts[number]:
            return None
        return starts[number] + after - start
