"""A text as written and as shown, for rules that compare the two."""

from __future__ import annotations

import html
import re
from functools import cached_property

from sitegen.markdown.lines import Lines
from sitegen.markdown.tokens import CODE_KINDS, Kind, Token, blanked, tokens
from sitegen.types import Location, Problem, Severity, SourceText
from sitegen.types.patterns import lazy_pattern

CODE = lazy_pattern(r"<(code|pre)\b[^>]*>.*?</\1>", re.DOTALL)
TAG = lazy_pattern(r'<[^">]*(?:"[^"]*"[^">]*)*>')
MARKUP = "`*_~[]()<>"
"""Characters that may be part of a mark, so that readers do not see them."""
HIDDEN = (*CODE_KINDS, Kind.ESCAPE, Kind.COMMENT, Kind.SHORTCODE, Kind.ADDRESS)


class WrittenText:
    """Markdown of a document and what readers see of it, computed on demand."""

    def __init__(self, path: str, source: SourceText, engine: str) -> None:
        self.path = path
        self.source = source
        self.engine = engine

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with code, comments, shortcodes, addresses and escaped characters replaced by blanks."""
        return blanked(self.text, (token for token in self.tokens if token.kind in HIDDEN))

    @cached_property
    def shown(self) -> str:
        """Text that readers see, without code and without blanks."""
        return _squeezed(html.unescape(TAG.sub("", CODE.sub(" ", self.source.html))))

    def is_shown(self, words: str) -> bool:
        """True if readers see this text as written, outside of code."""
        return _squeezed(words) in self.shown

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text, self.source.line)

    def problem(
        self, code: str, message: str, offset: int, hint: str, severity: Severity = Severity.WARNING
    ) -> Problem:
        """Problem at an offset of the text."""
        return Problem(code, message, Location(self.path, *self._lines.place(offset)), hint, severity)


def _squeezed(text: str) -> str:
    return "".join(text.split())
