"""Marks: short strings that replace parts of Markdown while an engine converts the text around them.

A mark consists of private characters, which no content can contain: files, YAML values and character
references with them are refused. `marked` puts marks into a text, and `restored` (`markdown.restoring`)
removes them from its HTML. Only the marks of shortcodes remain, and only between tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sitegen.markdown.abbreviations import Abbreviation, abbreviations_in
from sitegen.markdown.attribute_lists import attribute_edits
from sitegen.markdown.bare_addresses import stops_in
from sitegen.markdown.html_blocks import HtmlBlock, html_blocks, kept_tags
from sitegen.markdown.lettered import lettered_items
from sitegen.markdown.lines import Lines
from sitegen.markdown.pieces import Edit, Marked, Piece, Use, is_forbidden
from sitegen.markdown.raw_html import is_html
from sitegen.markdown.shortcodes import CLOSE, ESCAPED, OPEN, read_tag
from sitegen.markdown.tokens import CODE_KINDS, Kind, Token, tokens

REPLACEMENT = "\ufffd"
"""Replaces private characters that a text contains nevertheless."""
NO_HTML: frozenset[str] = frozenset()


def marked(text: str, first_line: int, html: frozenset[str] = NO_HTML, *, calls: bool = True) -> Marked:
    """Replaces pieces of a text by marks; a shortcode alone on its line becomes a block.

    `html` has the names of the elements that the site allows. Without `calls`, shortcodes are text.
    """
    if OPEN in text or CLOSE in text:
        text = text.replace(OPEN, REPLACEMENT).replace(CLOSE, REPLACEMENT)
    edits = [edit for edit in _edits(text, html) if calls or edit.use is not Use.SHORTCODE]
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
    for edit in _edits(text, NO_HTML):
        written = text[edit.start : edit.end]
        replaced = {
            Use.COMMENT: re.sub(r"[^\n]", " ", written),
            Use.ANCHOR: "\n" * written.count("\n"),
            Use.LETTER: f"{' ' * edit.indent}+ ",
            None: "\n" * written.count("\n"),
        }
        parts += text[position : edit.start], replaced.get(edit.use, written)
        position = edit.end
    return "".join((*parts, text[position:]))


def _edits(text: str, html: frozenset[str]) -> list[Edit]:
    """Edits to a text, in order and without overlap."""
    braces = "{" in text  # faster than a search for several characters
    has_tokens = "<" in text or (braces and "{{%" in text) or ("&" in text and "&#" in text)
    found = tokens(text) if has_tokens else ()
    blocks = list(html_blocks(text, found, html)) if html else []
    edits = [*_of_tokens(text, found, blocks, html)] if found else []
    others = [
        *(Edit(item.start, item.end, Use.LETTER, item.marker, item.indent) for item in lettered_items(text)),
        *(Edit(line.start, line.end, None, line.short) for line in abbreviations_in(text)),
        *(Edit(stop, stop, Use.END) for stop in stops_in(text)),
        *(attribute_edits(text) if braces else ()),
    ]
    if not others:
        return sorted(edits) if blocks else edits
    taken = [token for token in found or tokens(text) if token.kind is not Kind.ESCAPE]
    taken += (Token(Kind.TAG, block.start, block.end) for block in blocks)
    edits += _outside(sorted(others), sorted(taken, key=lambda token: token.start))
    return sorted(edits)


def _outside(edits: Iterable[Edit], taken: list[Token]) -> Iterator[Edit]:
    """Yields the edits that do not overlap a token."""
    number = 0
    for edit in edits:
        while number < len(taken) and taken[number].end <= edit.start:
            number += 1
        if number == len(taken) or taken[number].start >= max(edit.end, edit.start + 1):
            yield edit


def _of_tokens(
    text: str, found: Sequence[Token], blocks: Iterable[HtmlBlock], html: frozenset[str]
) -> Iterator[Edit]:
    kept = kept_tags(text, found, html)
    inside = {token for block in blocks for token in block.tokens}
    for token in found:
        if token in inside:
            continue
        if token.kind in CODE_KINDS:
            yield from _escaped_calls(text, token)
        elif use := _use(text, token, kept):
            yield Edit(token.start, token.end, use, token.name)
    for block in blocks:
        yield from _of_block(text, block, kept)


def _use(text: str, token: Token, kept: set[Token]) -> Use | None:
    """Use of the mark for a token outside of code; None if it stays for the engine."""
    written = text[token.start : token.end]
    if token.kind is Kind.SHORTCODE:
        return Use.ESCAPED if ESCAPED.fullmatch(written) else Use.SHORTCODE
    if token.kind is Kind.REFERENCE:
        return Use.REFERENCE if is_forbidden(written) else None
    if token.kind is Kind.TAG:
        return Use.KEPT if token in kept else Use.SHOWN if is_html(token) else None
    return {Kind.COMMENT: Use.COMMENT, Kind.OPEN_COMMENT: Use.OPEN_COMMENT}.get(token.kind)


def _escaped_calls(text: str, token: Token) -> Iterator[Edit]:
    """Edits for shortcodes in code that are written so that Hugo shows them."""
    for found in ESCAPED.finditer(text, token.start, token.end):
        yield Edit(found.start(), found.end(), Use.ESCAPED)


def _of_block(text: str, block: HtmlBlock, kept: set[Token]) -> Iterator[Edit]:
    """Edits for all of an HTML block: its tags, and the text between them."""
    position, indent = block.start, len(block.lead)
    edits: list[Edit] = []
    for token in block.tokens:
        use = None if token.kind in CODE_KINDS else _use(text, token, kept)
        if use is None:
            continue
        if use is Use.KEPT and position == block.start == token.start:
            use = Use.BLOCK
        if token.start > position:
            edits.append(Edit(position, token.start, Use.RAW, block.lead, indent, joined=True))
        edits.append(Edit(token.start, token.end, use, token.name, indent, joined=True))
        position = token.end
    if position < block.end:
        edits.append(Edit(position, block.end, Use.RAW, block.lead, indent, joined=True))
    edits[0] = replace(edits[0], before=block.before)
    edits[-1] = replace(edits[-1], after=block.after)
    yield from edits


def _abbreviations(text: str, edits: Iterable[Edit]) -> Iterator[Abbreviation]:
    removed = {edit.start for edit in edits if edit.use is None}
    return (line for line in abbreviations_in(text) if line.start in removed)


def _piece(edit: Edit, written: str, line: int, column: int, indentation: str | None) -> Piece:
    assert edit.use
    if edit.use is Use.SHORTCODE:
        return Piece(edit.use, written, line, column, tag=read_tag(written, line, column))
    if edit.use is Use.LETTER:
        return Piece(edit.use, f"{edit.name} ", line, column)
    indent = edit.indent or len(indentation or "")
    return Piece(edit.use, written, line, column, edit.name, indent)


def _indentation(text: str, start: int) -> str | None:
    """Blanks before an offset if nothing else precedes it on its line, otherwise None."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return None if before.strip() else before


def _mark(text: str, edit: Edit, number: int) -> str:
    """Mark as inserted into the text; its `<` ends an address before it."""
    assert edit.use
    mark = f"{OPEN}{edit.use}{number}{CLOSE}"
    if edit.use is Use.LETTER:
        return f"{' ' * edit.indent}+ <{mark}"
    if edit.use is not Use.SHORTCODE:
        mark = f"<{mark}"
    if edit.joined or edit.before:
        return f"{edit.before}{mark}{edit.after}"
    indentation = _indentation(text, edit.start)
    follows = text.find("\n", edit.end)
    alone = indentation is not None and not text[edit.end : follows if follows >= 0 else len(text)].strip()
    if alone and (edit.use is Use.SHORTCODE or (edit.use is Use.COMMENT and not indentation)):
        return f"\n{indentation}{mark}\n"
    return mark
