"""Finds the HTML in a text that the site allows: the tags that are kept, and the blocks that are no Markdown.

As in CommonMark (0.31.2, 4.6), a tag of a block at the start of a line begins an HTML block, which ends
before a blank line. A tag with `markdown="1"`, as in Markdown Extra and kramdown, ends it at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.markdown.allowed_html import BLOCKS, LINES, OPEN_ENDED, VOID
from sitegen.markdown.raw_html import PAIRED
from sitegen.markdown.raw_html import VOID as VOID_ALWAYS
from sitegen.markdown.tokens import FENCE_LEAD, PARAGRAPH_END, Kind, Token
from sitegen.types.patterns import lazy_pattern

AS_MARKDOWN = lazy_pattern(r"""\smarkdown\s*=\s*["']?(?:1|block|span)\b""")
BLANK = lazy_pattern(r"[ \t>]*")
ITEM = lazy_pattern(r"[ \t]*(?:[-+*]|[0-9]{1,9}[.)])[ \t]")


class HtmlBlock(Struct, frozen=True):
    """An HTML block, by its offsets."""

    start: int
    end: int
    lead: str
    """Characters before it on its first line."""
    before: str
    after: str
    """Text that parts it from the Markdown around it."""
    tokens: tuple[Token, ...]


def is_allowed(token: Token, allowed: frozenset[str]) -> bool:
    return token.name in allowed or (token.name in VOID_ALWAYS | PAIRED and not token.attributes)


def is_self_closed(text: str, token: Token) -> bool:
    """True for `<a id="x"/>`, which contains nothing."""
    return not token.closing and text[token.end - 2] == "/" and token.name not in VOID


def kept_tags(text: str, found: Sequence[Token], allowed: frozenset[str]) -> set[Token]:
    """Tags that are kept: elements that are allowed and closed, those of a line in the same paragraph."""
    kept: set[Token] = set()
    opened: dict[str, list[Token]] = {}
    blocks = _OpenBlocks()
    paragraphs: list[int] = []
    for token in found:
        if token.kind is not Kind.TAG or not is_allowed(token, allowed):
            continue
        paragraphs = paragraphs or [*(end.start() for end in PARAGRAPH_END.finditer(text)), len(text)]
        if token.name in VOID or is_self_closed(text, token):
            if not token.closing:
                kept.add(token)
        elif not token.closing:
            (blocks if token.name in BLOCKS else opened.setdefault(token.name, [])).append(token)
        elif token.name in BLOCKS:
            kept |= blocks.closed_by(token)
        elif waiting := opened.get(token.name):
            opening = waiting.pop()
            end = paragraphs[bisect_left(paragraphs, opening.end)]
            if end >= token.start:
                kept |= {opening, token}
    return kept | {token for token in blocks.tags if token.name in OPEN_ENDED}


class _OpenBlocks:
    """Tags of blocks that are not closed yet."""

    def __init__(self) -> None:
        self.tags: list[Token] = []
        self.names: Counter[str] = Counter()

    def append(self, tag: Token) -> None:
        self.tags.append(tag)
        self.names[tag.name] += 1

    def closed_by(self, closing: Token) -> set[Token]:
        """Removes the blocks that a tag closes; returns the tags that are kept."""
        if not self.names[closing.name]:
            return set()
        kept = {closing}
        while True:
            tag = self.tags.pop()
            self.names[tag.name] -= 1
            if tag.name == closing.name or tag.name in OPEN_ENDED:
                kept.add(tag)
            if tag.name == closing.name:
                return kept


def html_blocks(text: str, found: Sequence[Token], allowed: frozenset[str]) -> Iterator[HtmlBlock]:
    """Yields the HTML blocks of a text in order."""
    names = BLOCKS & allowed
    position = 0
    for number, token in enumerate(found):
        if token.kind is not Kind.TAG or token.name not in names or token.start < position:
            continue
        line = text.rfind("\n", 0, token.start) + 1
        lead = text[line : token.start]
        if line >= position and FENCE_LEAD.fullmatch(lead):
            block = _block(text, found, number, lead)
            position = block.end
            yield block


def _block(text: str, found: Sequence[Token], number: int, lead: str) -> HtmlBlock:
    """The block that begins with a tag."""
    start = found[number].start
    end, after = _end(text, start, lead)
    inside: list[Token] = []
    for token in (found[at] for at in range(number, len(found))):
        if token.start >= end:
            break
        if token.kind is Kind.FENCE:
            end = text.rfind("\n", 0, token.start)
            break
        inside.append(token)
        if token.end > end:
            end, after = _end(text, token.end, lead)
        if token.kind is Kind.TAG and not token.closing and AS_MARKDOWN.search(token.attributes):
            end = token.end
            after = "" if token.name in LINES else f"\n\n{_continued(lead)}"
            break
    line = max(start - len(lead) - 1, 0)
    previous = text[text.rfind("\n", 0, line) + 1 : line]
    apart = not lead.strip(" >") and (not lead or ">" in lead) and not BLANK.fullmatch(previous)
    return HtmlBlock(start, end, lead, f"\n{lead}" if apart else "", after, tuple(inside))


def _continued(lead: str) -> str:
    """Characters before the lines that follow in the same quotation or item."""
    return re.sub(r"[^\s>]", " ", lead)


def _end(text: str, start: int, lead: str) -> tuple[int, str]:
    """Offset of the line end before a blank line, or before a line that is no longer in the container.

    Returns also what must follow the block, so that the next line does not continue it.
    """
    quoted = ">" in lead
    column = 0 if quoted or _continued(lead) == lead else len(lead)
    end = text.find("\n", start)
    while end >= 0:
        after = text.find("\n", end + 1)
        line = text[end + 1 : after if after >= 0 else len(text)]
        if BLANK.fullmatch(line):
            return end, ""
        indented = len(line) - len(line.lstrip())
        if ITEM.match(line) and not quoted and indented < len(lead):
            return end, ""
        if (quoted and not line.lstrip().startswith(">")) or indented < column:
            return end, "\n"
        end = after
    return len(text), ""
