"""A file of a word processor, or HTML, as the text of an entry."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen.features.importing.source import UnusableSource
from sitegen.features.importing.text_pictures import Pictures
from sitegen.store.own_files import read_regular

LARGEST = 100_000_000
DATA = re.compile(
    r"""(<img\b[^<>]{0,2000}?\bsrc\s*=\s*["'])data:image/([a-z0-9.+-]{1,20});base64,([A-Za-z0-9+/=\s]*)""",
    re.IGNORECASE,
)
CHARSET = re.compile(rb"""<meta\b[^<>]*?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
PRESCAN = 1024
"""Bytes in which a page names its encoding (HTML Standard, 13.2.3.2)."""
LATIN = ("iso-8859-1", "latin1", "us-ascii", "ascii")
"""Names that mean windows-1252 in pages (Encoding Standard, 4.2)."""
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title>", re.IGNORECASE)
HEADING = re.compile(r"^# +(.+?)(?: \{#[^}]*\})?$", re.MULTILINE)
PICTURES = re.compile(r"(?:\s|!\[[^\[\]]*\]\([^()\s]*\))*")
"""Blanks and pictures, which may be above the title of a document."""


class BroughtText(Struct, frozen=True):
    """Text of a new entry."""

    title: str
    """Empty if the file has none."""
    text: str
    pictures: Mapping[str, bytes]
    """Pictures by the name that the text gives them."""
    losses: tuple[str, ...]


def brought(place: Path | None, data: bytes, name: str) -> BroughtText:
    """The text of a file; `name` begins the names of its pictures. Raises UnusableSource.

    Without a place, the data is pasted text or HTML.
    """
    ending = place.suffix.lower() if place else ".html"
    pictures = Pictures(name)
    if ending == ".docx":
        from sitegen.features.importing.docx import html_of_docx

        markup, losses = html_of_docx(data, place.name if place else "", pictures)
    elif ending == ".odt":
        from sitegen.features.importing.odt import html_of_odt

        markup, losses = html_of_odt(data, place.name if place else "", pictures)
    elif ending in (".html", ".htm"):
        markup, losses = _decoded(data, place.name if place else "the text"), []
    else:
        raise UnusableSource(f"{place} is of no kind that can be read: .docx, .odt, .html")
    return _converted(markup, losses, pictures, place)


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        named = _in_own_encoding(data)
        if named is None:
            raise UnusableSource(f"{name} is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None
        text = named
    if "<" in text:
        return text
    return "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text))


def _in_own_encoding(data: bytes) -> str | None:
    """The text of a page in the encoding that it names; None if it names none, or a wrong one."""
    found = CHARSET.search(data[:PRESCAN])
    name = found[1].decode("ascii").lower() if found else ""
    try:
        return data.decode("windows-1252" if name in LATIN else name)
    except (LookupError, UnicodeError):
        return None


def _converted(markup: str, losses: list[str], pictures: Pictures, place: Path | None) -> BroughtText:
    from sitegen.features.importing.html_markdown import converted_html

    def inside(found: re.Match[str]) -> str:
        try:
            data = base64.b64decode(re.sub(r"\s", "", found[3]), validate=True)
        except (ValueError, binascii.Error):
            return found[0]
        return found[1] + pictures.add(data, found[2])

    def beside(address: str) -> str:
        """Name of a picture that is a file beside the HTML; the address of others."""
        if address in pictures.found or place is None or urlsplit(address).scheme or address.startswith("/"):
            return address if address in pictures.found else ""
        file = place.parent / unquote(urlsplit(address).path)
        try:
            file.resolve().relative_to(place.parent.resolve())
            return pictures.add(read_regular(file, LARGEST), file.suffix)
        except (OSError, ValueError):
            pictures.losses.append(f"the picture {address}, which is not beside the file")
            return ""

    title = TITLE.search(markup)
    converted = converted_html(DATA.sub(inside, markup), beside)
    text, first = converted.text, HEADING.search(converted.text)
    name = html.unescape(title[1]).strip() if title else ""
    if first and len(HEADING.findall(text)) == 1 and PICTURES.fullmatch(text, 0, first.start()):
        name = _plain(first[1])
        text = (text[: first.start()] + text[first.end() :]).strip("\n")
    found = [
        f"line {loss.line} of the text: {loss.text}" if loss.line else loss.text for loss in converted.losses
    ]
    return BroughtText(" ".join(name.split()), text, pictures.found, (*losses, *pictures.losses, *found))


def _plain(markdown: str) -> str:
    """Words of a heading without the marks of Markdown."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)(\*\*|[*_`])", "", markdown))
