"""Removes marks from the HTML of an engine, and puts there what they stand for."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, relpath
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from sitegen.markdown.allowed_html import BLOCKS, VOID, allowed_attributes, has_form
from sitegen.markdown.pieces import Piece, Use, code_point, is_forbidden
from sitegen.markdown.raw_html import PAIRED, advice, is_element
from sitegen.markdown.shortcodes import CLOSE, OPEN, ShortcodeTag, read_tag, unescaped
from sitegen.markdown.tokens import QUOTED
from sitegen.problems.formats import and_others
from sitegen.types import Location, Problem, Severity
from sitegen.types.patterns import lazy_pattern

MARK = lazy_pattern(f"(?:&lt;)?{OPEN}([A-Z])([0-9]+){CLOSE}")
ENCODED = lazy_pattern("(?:%3C)?%EE%80%80([A-Z])([0-9]+)%EE%80%81")
"""A mark in an address, as comrak encodes it."""
COMMENTS = rf"<p>\s*(?:&lt;{OPEN}C[0-9]+{CLOSE}\s*)+</p>\n?"
BLOCK = rf"<p>\s*&lt;{OPEN}B[0-9]+{CLOSE}.*?</p>"
AREA = lazy_pattern(
    rf"""
      <(?P<code>code|pre)\b[^>]*>.*?</(?P=code)>
    | (?P<comments>{COMMENTS})
    | (?P<block>{BLOCK})
    | (?P<tag><[^">]*(?:"[^"]*"[^">]*)*>)
    | {MARK.pattern}
    """,
    re.DOTALL | re.VERBOSE,
)
"""Contexts of marks: code, paragraphs with only comments, HTML blocks, tags, and text."""
IN_TAG = lazy_pattern(r' ([a-z-]+)="([^"]*)"')
CHARACTER = lazy_pattern(r"&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
REFERENCES = ("ref", "relref")
"""Shortcodes of Hugo for the address of a page."""


class Restored(Struct, frozen=True):
    """HTML without marks, except those of shortcodes in text and of lettered items."""

    html: str
    problems: tuple[Problem, ...] = ()
    targets: Mapping[str, tuple[int, int]] = {}
    """Line and column of targets that the text does not have as written."""
    has_html: bool = False
    """True if it has blocks of HTML, which a parser must put in order."""


def restored(
    markup: str, pieces: tuple[Piece, ...], path: str, allowed: frozenset[str] = frozenset()
) -> Restored:
    """Removes marks from the HTML. Code is as it was written; a tag that is not kept becomes text."""
    if (
        "&" in markup and "&#" in markup
    ):  # in what the engine did not take for code: a parser would make marks of them
        markup = CHARACTER.sub(lambda it: "" if is_forbidden(it[0]) else it[0], markup)
    if not pieces:
        return Restored(markup)
    restorer = _Restorer(pieces, path)
    markup = AREA.sub(restorer.area, markup)
    left_out = _left_out(restorer.left_out, path)
    shown = _shown_tags(restorer.shown, path, allowed)
    return Restored(markup, (*restorer.problems, *shown, *left_out), restorer.targets, restorer.blocks)


def _without_lead(piece: Piece) -> str:
    """Text in an HTML block without the marks of quotations around it."""
    quotes = piece.name.count(">")
    return re.sub(rf"\n(?:[ ]{{0,3}}>[ ]?){{0,{quotes}}}", "\n", piece.written) if quotes else piece.written


class _Restorer:
    def __init__(self, pieces: tuple[Piece, ...], path: str) -> None:
        self.pieces = pieces
        self.path = path
        self.problems: dict[Problem, None] = {}
        """Problems in order, each once."""
        self.shown: dict[str, list[Piece]] = {}
        self.left_out: dict[str, dict[str, list[Piece]]] = {}
        """Attributes that are left out, by element."""
        self.targets: dict[str, tuple[int, int]] = {}
        self.blocks = False

    def area(self, found: re.Match[str]) -> str:
        if mark := MARK.fullmatch(found[0]):
            return self.text(found[0], self.pieces[int(mark[2])])
        if found["comments"]:
            return ""
        if found["block"]:
            return AREA.sub(self.area, found[0][3:-4].strip())
        if OPEN not in found[0] and "%EE%80%80" not in found[0]:
            return found[0]
        if found["code"]:
            return MARK.sub(self.code, found[0])
        return ENCODED.sub(self.attribute, MARK.sub(self.attribute, IN_TAG.sub(self.with_call, found[0])))

    def code(self, found: re.Match[str]) -> str:
        piece = self.pieces[int(found[2])]
        written = piece.written
        if piece.use is Use.ESCAPED:
            written = unescaped(written)
        if piece.indent and "\n" in written:
            before = found.string[found.string.rfind("\n", 0, found.start()) + 1 : found.start()]
            removed = piece.indent - len(before) if not before.strip() else piece.indent
            written = re.sub(rf"\n {{0,{max(removed, 0)}}}", "\n", written)
        return html.escape(written, quote=False)

    def with_call(self, attribute: re.Match[str]) -> str:
        """Leaves out an attribute with a shortcode, unless it is the address of a page."""
        calls = [
            piece
            for pattern in (MARK, ENCODED)
            for mark in pattern.finditer(attribute[2])
            if (piece := self.pieces[int(mark[2])]).use is Use.SHORTCODE
        ]
        if not calls:
            return attribute[0]
        target = self.referred(calls[0]) if attribute[1] == "href" and len(calls) == 1 else None
        if target is None:
            self.misplaced(calls[0])
            return ""
        rest = ENCODED.sub("", MARK.sub("", attribute[2]))
        return f' href="{html.escape(target)}{rest}"'

    def referred(self, piece: Piece) -> str | None:
        """Target of a shortcode that stands for the address of a page; None for any other shortcode."""
        target = target_of_reference(piece.tag, self.path) if piece.tag else None
        if target is not None:
            self.targets.setdefault(target, (piece.line, piece.column))
        return target

    def misplaced(self, piece: Piece) -> None:
        message = f"{_short(piece.written)} cannot be part of an address, a title or an alternative text"
        hint = "write there what readers should get, and the shortcode into the text"
        self.problem("shortcode.place", message, piece, hint)

    def attribute(self, found: re.Match[str]) -> str:
        piece = self.pieces[int(found[2])]
        if piece.use is Use.REFERENCE:
            self.forbidden(piece)
            return ""
        if piece.use is Use.ESCAPED:
            return html.escape(unescaped(piece.written))
        return "" if piece.use in (Use.END, Use.COMMENT, Use.ANCHOR) else html.escape(piece.written)

    def text(self, mark: str, piece: Piece) -> str:
        if piece.use in (Use.SHORTCODE, Use.LETTER):
            return mark
        if piece.use in (Use.KEPT, Use.BLOCK):
            return self.tag(piece)
        if piece.use in (Use.COMMENT, Use.END):
            return ""
        if piece.use is Use.ANCHOR:
            return f'<span id="{html.escape(piece.name)}"></span>' if piece.name else ""
        if piece.use is Use.RAW:
            return html.escape(html.unescape(_without_lead(piece)), quote=False)
        if piece.use is Use.REFERENCE:
            self.forbidden(piece)
            return ""
        if piece.use is Use.OPEN_COMMENT:
            message = "a comment begins here and does not end; it is shown as text"
            hint = "close it with -->"
            self.problem("markdown.comment", message, piece, hint, Severity.WARNING)
        elif piece.use is Use.SHOWN:
            self.shown.setdefault(piece.name, []).append(piece)
        return html.escape(unescaped(piece.written), quote=False)

    def tag(self, piece: Piece) -> str:
        """A tag with the attributes that it may have."""
        name = piece.name
        self.blocks |= name in BLOCKS
        if piece.written.startswith("</"):
            return f"</{name}>"
        known, parts = allowed_attributes(name), [name]
        for attribute in attributes_of(piece.written[len(name) + 1 :].rstrip("/>")):
            own = "id" if (name, attribute.name) == ("a", "name") else attribute.name
            value = html.unescape(attribute.value)
            if "{{<" in value or "{{%" in value:
                value = self.called(value, piece)
            if own in known and has_form(own, value):
                parts.append(f'{own}="{html.escape(value)}"')
            elif own != "markdown":
                self.left_out.setdefault(name, {}).setdefault(attribute.name, []).append(piece)
        end = f"</{name}>" if piece.written.endswith("/>") and name not in VOID else ""
        return f"<{' '.join(parts)}>{end}"

    def called(self, value: str, piece: Piece) -> str:
        """The value of an attribute that has a shortcode."""
        target = self.referred(replace(piece, tag=read_tag(value.strip(), piece.line, piece.column)))
        if target is None:
            self.misplaced(replace(piece, written=value.strip()))
        return target or ""

    def forbidden(self, piece: Piece) -> None:
        what = f"the invisible character U+{code_point(piece.written):04X}, which cannot be part of a text"
        self.problem("file.character", f"{piece.written} stands for {what}", piece, "delete it")

    def problem(
        self, code: str, message: str, piece: Piece, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        place = Location(self.path, piece.line, piece.column)
        self.problems[Problem(code, message, place, hint, severity)] = None


class Attribute(NamedTuple):
    """An attribute of a tag."""

    name: str
    value: str


ATTRIBUTE = lazy_pattern(
    rf"""\s++([A-Za-z_:][\w.:-]*+)(?>(?:\s*+=\s*+(?:"({QUOTED})"|'([^']*+)'|([^\s"'=<>`]++)))?)"""
)


def attributes_of(written: str) -> Iterator[Attribute]:
    """Attributes of a tag as written; of two with one name the first, as in browsers."""
    seen = set()
    for found in ATTRIBUTE.finditer(written):
        name = found[1].lower()
        if name not in seen:
            seen.add(name)
            yield Attribute(name, next((value for value in found.groups()[1:] if value is not None), ""))


def target_of_reference(tag: ShortcodeTag, path: str) -> str | None:
    """Target of `{{< ref "page" >}}` as a link to a file; None for any other shortcode."""
    named = dict(tag.named)
    written = tag.args[0] if len(tag.args) == 1 else named.get("path", "") if not tag.args else ""
    if tag.name not in REFERENCES or not written:
        return None
    page, sign, part = written.partition("#")
    if page.startswith("/"):
        page = relpath(f"content{page.rstrip('/')}", dirname(path))
    if page and "." not in page.rpartition("/")[2]:
        page = f"{page.rstrip('/')}.md"
    return f"{page}{sign}{part}"


def _shown_tags(shown: Mapping[str, list[Piece]], path: str, allowed: frozenset[str]) -> Iterator[Problem]:
    """One warning for each kind of tag that readers see as text, at its first position."""
    for name, group in shown.items():
        pieces = [piece for piece in group if not _is_component(piece)]
        if not pieces:
            continue
        opening = [piece for piece in pieces if not piece.written.startswith("</")] or pieces
        first = opening[0]
        message, hint = f"{_short(first.written)} is HTML and is shown as text", advice(name)
        if name in allowed or (name in PAIRED and first.written.strip("</> ").lower() == name):
            where = "" if name in BLOCKS else " in its paragraph"
            message = f"{_short(first.written)} has no partner{where} and is shown as text"
            hint = f"write <{name}> before what it is about, and </{name}> after it"
        place = Location(path, first.line, first.column)
        yield Problem("markdown.html", message + and_others(len(opening)), place, hint, Severity.WARNING)


def _is_component(piece: Piece) -> bool:
    """True for a component of MDX, such as <Tabs value="a">; a rule of its own reports these."""
    return piece.written.lstrip("</")[:1].isupper() and not is_element(piece.name)


def _left_out(found: Mapping[str, Mapping[str, list[Piece]]], path: str) -> Iterator[Problem]:
    """One warning for each element with attributes that pages do not have."""
    for name, attributes in found.items():
        places = sorted({(p.line, p.column) for group in attributes.values() for p in group})
        several = "the attributes" if len(attributes) > 1 else "the attribute"
        message = f"{several} {', '.join(sorted(attributes))} of <{name}> "
        message += f"{'are' if len(attributes) > 1 else 'is'} left out"
        place = Location(path, *places[0])
        message += and_others(len(places))
        yield Problem("markdown.attributes", message, place, LOOKS, Severity.WARNING)


LOOKS = "remove them: the look of pages belongs into static/ and templates/, and nothing in a text may run"


def _short(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
