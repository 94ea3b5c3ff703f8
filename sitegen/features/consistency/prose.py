"""Prose of a document with its positions: its text and text fields, without quotations and code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sitegen.kinds import is_translated
from sitegen.markdown.lines import Lines
from sitegen.markdown.shortcodes import TAG
from sitegen.markdown.tokens import without_code
from sitegen.read.decoding import decode
from sitegen.read.front_matter import split
from sitegen.types import Config, Document
from sitegen.yaml.nodes import Scalar

BARRIER = "¦"
"""Replacement for text that is not prose, which keeps the text around it apart."""
QUOTATION = re.compile(r"^ {0,3}>.*(?:\n(?! *\n).*)*", re.MULTILINE)
ALERT = re.compile(r" {0,3}>\s*\[!")
ITEM = re.compile(r" {0,3}(?:[-+*]|[0-9]{1,9}[.)])\s")
TARGET = re.compile(r"\]\([^()\n]*\)|\]\[[^\]\n]*\]")
SIGNS = re.compile(r"[\[\]*~]|(?<!\w)_++|(?<=[^\W_])_++(?!\w)|^ {0,3}>", re.MULTILINE)


class Prose(Struct, frozen=True):
    """A piece of prose; every character is at its offset in the source."""

    text: str
    line: int
    column: int
    """Column of the first character in the file."""
    folded: bool = False
    """True if offsets do not match the source: text over several lines, or with escapes."""

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in the file; the beginning of the text if it is folded."""
        if self.folded:
            return self.line, self.column
        line, column = Lines(self.text, self.line).place(offset)
        return line, column + (self.column - 1 if line == self.line else 0)


def prose_of(document: Document, data: bytes, config: Config) -> Iterator[Prose]:
    """Yields the pieces of prose of a Markdown document."""
    text, _ = decode(data, document.path, config.limits.page_bytes)
    parts = split(text, document.path, config.limits.front_matter_bytes)
    content_type = config.types.get(document.type)
    lines = text.split("\n")
    for key, node in parts.fields.entries:
        known = content_type.fields.get(key.text) if content_type else None
        prose = key.text in ("title", "summary") or (known is not None and is_translated(known))
        if prose and isinstance(node, Scalar):
            at = lines[node.line - 1].find(node.text, node.column - 1)
            yield Prose(_plain(node.text), node.line, at + 1 if at >= 0 else node.column, folded=at < 0)
    if parts.divided:
        yield Prose(_plain(parts.body), parts.body_line, 1)


def _plain(text: str) -> str:
    """Replaces code, shortcodes, quotations and Markdown syntax by as many other characters."""
    text = TAG.sub(lambda tag: BARRIER * len(tag[0]), _without_indented(without_code(text)))
    text = QUOTATION.sub(_quoted, text) if ">" in text else text
    text = TARGET.sub(lambda target: " " * len(target[0]), text)
    return SIGNS.sub(lambda sign: " " * len(sign[0]), text)


def _without_indented(text: str) -> str:
    """Replaces indented code; inside lists, indented text is a paragraph."""
    if "\n    " not in text and "\n\t" not in text:
        return text
    lines, code, listed, blank = [], False, False, True
    for line in text.split("\n"):
        indented = line.startswith(("    ", "\t"))
        if line.strip():
            code = indented and not listed and (blank or code)
            listed = listed if indented or (line.startswith(" ") and listed) else bool(ITEM.match(line))
        blank = not line.strip()
        lines.append(BARRIER * len(line) if code else line)
    return "\n".join(lines)


def _quoted(found: re.Match[str]) -> str:
    """Replaces a quotation, unless it is one of GitHub's alerts."""
    return found[0] if ALERT.match(found[0]) else re.sub(r"[^\n]", BARRIER, found[0])
