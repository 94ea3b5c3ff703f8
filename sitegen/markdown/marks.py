"""Marks: short strings that replace parts of Markdown while an engine converts the text around them.

A mark consists of private characters, which no content can contain: files, YAML values and character
references with them are refused. `marked` puts marks into a text, and `restored` removes them from its HTML.
Only the marks of shortcodes remain, and only between tags.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from sitegen.markdown.abbreviations import Abbreviation, abbreviations_in
from sitegen.markdown.bare_addresses import stops_in
from sitegen.markdown.lettered import lettered_items
from sitegen.markdown.lines import Lines
from sitegen.markdown.raw_html import PAIRED, VOID, advice, is_html
from sitegen.markdown.shortcodes import CLOSE, OPEN, ShortcodeTag, read_tag
from sitegen.markdown.tokens import PARAGRAPH_END, Kind, Token, tokens
from sitegen.types import Location, Problem, Severity
from sitegen.yaml.nodes import FORBIDDEN

REPLACEMENT = "\ufffd"
"""Replaces private characters that a text contains nevertheless."""


class Use(StrEnum):
    """Use of a mark, by its letter."""

    SHORTCODE = "S"
    KEPT = "K"
    """HTML tag that is kept."""
    SHOWN = "H"
    """HTML tag that is shown as text."""
    COMMENT = "C"
    OPEN_COMMENT = "O"
    REFERENCE = "R"
    """Reference to a character that is not allowed in texts."""
    END = "Z"
    """End of an address."""
    LETTER = "L"
    """Marker of an item of a lettered list."""


class Piece(Struct, frozen=True):
    """Part of a text that is replaced by a mark."""

    use: Use
    written: str
    line: int
    column: int
    name: str = ""
    """Name of the tag."""
    indent: int = 0
    """Columns before the piece on its line, if nothing else precedes it."""
    tag: ShortcodeTag | None = None
    """Shortcode tag."""


class Marked(Struct, frozen=True):
    """A text with marks, and the pieces that they replace."""

    text: str
    pieces: tuple[Piece, ...] = ()
    abbreviations: Mapping[str, str] = {}


class _Edit(Struct, frozen=True, order=True):
    start: int
    end: int
    use: Use | None
    """Use of the mark; None if the text is removed."""
    name: str = ""
    indent: int = 0


def marked(text: str, first_line: int, *, calls: bool = True) -> Marked:
    """Replaces pieces of a text by marks; a shortcode alone on its line becomes a block.

    Without `calls`, shortcodes are text.
    """
    if OPEN in text or CLOSE in text:
        text = text.replace(OPEN, REPLACEMENT).replace(CLOSE, REPLACEMENT)
    edits = [edit for edit in _edits(text) if calls or edit.use is not Use.SHORTCODE]
    if not edits:
        return Marked(text)
    lines = Lines(text, first_line)
    parts: list[str] = []
    pieces: list[Piece] = []
    position = 0
    for edit in edits:
        written = text[edit.start : edit.end]
        parts.append(text[position : edit.start])
        position = edit.end
        if edit.use is None:
            continue
        piece = _piece(edit, written, *lines.place(edit.start), _indentation(text, edit.start))
        parts.append(_mark(text, edit, len(pieces)))
        pieces.append(piece)
    parts.append(text[position:])
    known = {found.short: found.long for found in _abbreviations(text, edits)}
    return Marked("".join(parts), tuple(pieces), known)


def comparable(text: str) -> str:
    """Prepares a text for other programs, so that they find the same blocks, on the same lines."""
    parts: list[str] = []
    position = 0
    for edit in _edits(text):
        written = text[edit.start : edit.end]
        replaced = {
            Use.COMMENT: re.sub(r"[^\n]", " ", written),
            Use.LETTER: f"{' ' * edit.indent}+ ",
            None: "",
        }
        parts += text[position : edit.start], replaced.get(edit.use, written)
        position = edit.end
    return "".join((*parts, text[position:]))


def _edits(text: str) -> list[_Edit]:
    """Edits to a text, in order and without overlap."""
    found = list(tokens(text)) if "<" in text or ("&" in text and "&#" in text) else []
    edits = [*_of_tokens(text, found)]
    others = [
        *(_Edit(item.start, item.end, Use.LETTER, item.marker, item.indent) for item in lettered_items(text)),
        *(_Edit(line.start, line.end, None, line.short) for line in abbreviations_in(text)),
        *(_Edit(stop, stop, Use.END) for stop in stops_in(text)),
    ]
    if not others:
        return edits
    taken = found or list(tokens(text))
    edits += _outside(sorted(others), [token for token in taken if token.kind is not Kind.ESCAPE])
    return sorted(edits)


def _outside(edits: Iterable[_Edit], taken: list[Token]) -> Iterator[_Edit]:
    """Yields the edits that do not overlap a token."""
    number = 0
    for edit in edits:
        while number < len(taken) and taken[number].end <= edit.start:
            number += 1
        if number == len(taken) or taken[number].start >= max(edit.end, edit.start + 1):
            yield edit


def _of_tokens(text: str, found: list[Token]) -> Iterator[_Edit]:
    kept = _closed_pairs(text, found)
    for token in found:
        use = None
        if token.kind is Kind.SHORTCODE:
            use = Use.SHORTCODE
        elif token.kind is Kind.COMMENT:
            use = Use.COMMENT
        elif token.kind is Kind.OPEN_COMMENT:
            use = Use.OPEN_COMMENT
        elif token.kind is Kind.REFERENCE and _is_forbidden(text[token.start : token.end]):
            use = Use.REFERENCE
        elif token.kind is Kind.TAG and token in kept:
            use = Use.KEPT
        elif token.kind is Kind.TAG and is_html(token):
            use = Use.SHOWN
        if use:
            yield _Edit(token.start, token.end, use, token.name)


def _closed_pairs(text: str, found: Iterable[Token]) -> set[Token]:
    """Tags that are kept: line breaks, and elements that are closed in the same paragraph."""
    kept: set[Token] = set()
    opened: dict[str, Token] = {}
    for token in found:
        if token.kind is not Kind.TAG or token.attributes:
            continue
        if token.name in VOID and not token.closing:
            kept.add(token)
        elif token.name in PAIRED and token.closing:
            opening = opened.pop(token.name, None)
            if opening and not PARAGRAPH_END.search(text, opening.end, token.start):
                kept |= {opening, token}
        elif token.name in PAIRED:
            opened[token.name] = token
    return kept


def _is_forbidden(reference: str) -> bool:
    code = _code(reference)
    return code <= 0x10FFFF and FORBIDDEN.match(chr(code)) is not None


def _code(reference: str) -> int:
    """Code point of a numeric character reference."""
    digits = reference.strip("&#;")
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


def _abbreviations(text: str, edits: Iterable[_Edit]) -> Iterator[Abbreviation]:
    removed = {edit.start for edit in edits if edit.use is None}
    return (line for line in abbreviations_in(text) if line.start in removed)


def _piece(edit: _Edit, written: str, line: int, column: int, indentation: str | None) -> Piece:
    assert edit.use
    if edit.use is Use.SHORTCODE:
        return Piece(edit.use, written, line, column, tag=read_tag(written, line, column))
    if edit.use is Use.LETTER:
        return Piece(edit.use, f"{edit.name} ", line, column)
    return Piece(edit.use, written, line, column, edit.name, len(indentation or ""))


def _indentation(text: str, start: int) -> str | None:
    """Blanks before an offset if nothing else precedes it on its line, otherwise None."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return None if before.strip() else before


def _mark(text: str, edit: _Edit, number: int) -> str:
    """Mark as inserted into the text; its `<` ends an address before it."""
    assert edit.use
    mark = f"{OPEN}{edit.use}{number}{CLOSE}"
    if edit.use is Use.LETTER:
        return f"{' ' * edit.indent}+ <{mark}"
    if edit.use is not Use.SHORTCODE:
        mark = f"<{mark}"
    indentation = _indentation(text, edit.start)
    follows = text.find("\n", edit.end)
    alone = indentation is not None and not text[edit.end : follows if follows >= 0 else len(text)].strip()
    if alone and (edit.use is Use.SHORTCODE or (edit.use is Use.COMMENT and not indentation)):
        return f"\n{indentation}{mark}\n"
    return mark


# --- taking them out --------------------------------------------------------------------------------

MARK = re.compile(f"(?:&lt;)?{OPEN}([A-Z])([0-9]+){CLOSE}")
ENCODED = re.compile("(?:%3C)?%EE%80%80([A-Z])([0-9]+)%EE%80%81")
"""A mark in an address, as comrak encodes it."""
COMMENTS = rf"<p>\s*(?:&lt;{OPEN}C[0-9]+{CLOSE}\s*)+</p>\n?"
AREA = re.compile(
    rf"""
      <(?P<code>code|pre)\b[^>]*>.*?</(?P=code)>
    | (?P<comments>{COMMENTS})
    | (?P<tag><[^">]*(?:"[^"]*"[^">]*)*>)
    | {MARK.pattern}
    """,
    re.DOTALL | re.VERBOSE,
)
"""Contexts of marks: code, paragraphs with only comments, tags, and text."""


def restored(markup: str, pieces: tuple[Piece, ...], path: str) -> tuple[str, tuple[Problem, ...]]:
    """Removes marks from the HTML, except those of shortcodes in text and of lettered items.

    Returns the HTML and problems. Code is as it was written. A tag that is not kept becomes text.
    """
    if not pieces:
        return markup, ()
    restorer = _Restorer(pieces, path)
    markup = AREA.sub(restorer.area, markup)
    return markup, (*restorer.problems, *_shown_tags(restorer.shown, path))


class _Restorer:
    def __init__(self, pieces: tuple[Piece, ...], path: str) -> None:
        self.pieces = pieces
        self.path = path
        self.problems: list[Problem] = []
        self.shown: dict[str, list[Piece]] = {}

    def area(self, found: re.Match[str]) -> str:
        if mark := MARK.fullmatch(found[0]):
            return self.text(found[0], self.pieces[int(mark[2])])
        if found["comments"]:
            return ""
        if OPEN not in found[0] and "%EE%80%80" not in found[0]:
            return found[0]
        if found["code"]:
            return MARK.sub(self.code, found[0])
        return ENCODED.sub(self.attribute, MARK.sub(self.attribute, found[0]))

    def code(self, found: re.Match[str]) -> str:
        piece = self.pieces[int(found[2])]
        written = piece.written
        if piece.indent and "\n" in written:
            before = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
            removed = piece.indent - len(before) if not before.strip() else piece.indent
            written = re.sub(rf"\n {{0,{max(removed, 0)}}}", "\n", written)
        return html.escape(written, quote=False)

    def attribute(self, found: re.Match[str]) -> str:
        piece = self.pieces[int(found[2])]
        if piece.use is Use.SHORTCODE:
            message = f"{piece.written} cannot be part of an address, a title or an alternative text"
            hint = "write there what readers should get, and the shortcode into the text"
            self.problem("shortcode.place", message, piece, hint)
            return ""
        if piece.use is Use.REFERENCE:
            self.forbidden(piece)
            return ""
        return "" if piece.use in (Use.END, Use.COMMENT) else html.escape(piece.written)

    def text(self, mark: str, piece: Piece) -> str:
        if piece.use in (Use.SHORTCODE, Use.LETTER):
            return mark
        if piece.use is Use.KEPT:
            return f"</{piece.name}>" if piece.written.startswith("</") else f"<{piece.name}>"
        if piece.use in (Use.COMMENT, Use.END):
            return ""
        if piece.use is Use.REFERENCE:
            self.forbidden(piece)
            return ""
        if piece.use is Use.OPEN_COMMENT:
            message = "a comment begins here and does not end; it is shown as text"
            hint = "close it with -->"
            self.problem("markdown.comment", message, piece, hint, Severity.WARNING)
        else:
            self.shown.setdefault(piece.name, []).append(piece)
        return html.escape(piece.written, quote=False)

    def forbidden(self, piece: Piece) -> None:
        what = f"the invisible character U+{_code(piece.written):04X}, which cannot be part of a text"
        self.problem("file.character", f"{piece.written} stands for {what}", piece, "delete it")

    def problem(
        self, code: str, message: str, piece: Piece, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        place = Location(self.path, piece.line, piece.column)
        self.problems.append(Problem(code, message, place, hint, severity))


def _shown_tags(shown: Mapping[str, list[Piece]], path: str) -> Iterator[Problem]:
    """One warning for each kind of tag that readers see as text, at its first position."""
    for name, pieces in shown.items():
        opening = [piece for piece in pieces if not piece.written.startswith("</")] or pieces
        first, others = opening[0], len(opening) - 1
        message, hint = f"{_short(first.written)} is HTML and is shown as text", advice(name)
        if name in PAIRED and first.written.strip("</> ").lower() == name:
            message = f"{first.written} has no partner in its paragraph and is shown as text"
            hint = f"write <{name}> before what it is about, and </{name}> after it"
        if others:
            message += f", here and at {others} other place{'' if others == 1 else 's'}"
        yield Problem(
            "markdown.html", message, Location(path, first.line, first.column), hint, Severity.WARNING
        )


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
