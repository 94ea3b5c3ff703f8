"""Old addresses as editors write them: with blanks, accents, percent signs, queries and any ending.

An address is copied from a browser, an old site's list or a printed report. What counts is what a browser
sends for it: the path and the query, percent-encoded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from sitegen.types.file_names import HIDDEN, NOT_ON_WINDOWS
from sitegen.types.patterns import lazy_pattern

AS_SENT = "/!$&'()*+,;=:@~[]"
"""Characters that browsers do not encode in a path, besides letters, digits and `-._` (URL Standard, 1.3)."""
AS_SENT_IN_QUERY = "/?!$&()*+,;=:@~[]|^`"
ESCAPE = lazy_pattern("%[0-9A-Fa-f]{2}")
LONE_PERCENT = lazy_pattern("%(?![0-9A-Fa-f]{2})")
INVISIBLE = frozenset({"Cc", "Cs", "Co", "Zl", "Zp"})
DIRECTIONS = lazy_pattern("[\u202a-\u202e\u2066-\u2069]")
PAGES = (".html", ".htm")
"""Endings of addresses that hosts send as a page."""


class OldAddress(Struct, frozen=True):
    """An address that led to a page of an earlier site."""

    path: str
    """As browsers send it, but that codes are in capitals: `/%C3%BCber-uns/`."""
    query: str
    """Without its `?`."""
    written: str
    """The whole address as browsers send it, with codes as they were written."""
    file: str
    """Path of the page in the output that leads on from here; empty if no file can have this address."""

    @property
    def address(self) -> str:
        """The address by which it is listed; a slash is added unless it ends like a file or has a query."""
        return f"{self.path}?{self.query}" if self.query else self.path + self._slash

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which a browser may ask for it."""
        without_slash = () if self.query else (self.path,)
        return tuple(dict.fromkeys((self.address, *without_slash, self.written)))

    @property
    def _slash(self) -> str:
        last = self.path.rpartition("/")[2]
        return "" if not last or "." in last else "/"


def _is_unfit(char: str) -> bool:
    """True if a character can be part of an address but not of a file name."""
    return char in NOT_ON_WINDOWS or (not char.isascii() and unicodedata.category(char) in HIDDEN)


class Unusable(Exception):
    """A text that is not an address that a browser sends to this site; has the message and the hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@lru_cache(maxsize=16384)
def read_old_address(text: str) -> OldAddress:
    """The address that a text is. Raises Unusable."""
    _check_form(text)
    path, _, query = text.partition("?")
    sent = quote(_only_codes(path), safe=AS_SENT + "%")
    decoded = unquote_to_bytes(sent)
    if any(byte < 32 or byte == 127 for byte in decoded):
        raise Unusable(f'"{text}" has a character that is no part of an address', "remove the code after %")
    for part in decoded.replace(b"\\", b"/").split(b"/"):
        if part.startswith(b"."):
            hint = "no part of it can begin with a full stop"
            raise Unusable(f'"{text}" cannot be an old address', hint)
    asked = quote(_only_codes(query), safe=AS_SENT_IN_QUERY + "%")
    written = f"{sent}?{asked}" if asked else sent
    return OldAddress(
        _in_capitals(sent), _in_capitals(asked), written, "" if query else _file_at(sent, decoded)
    )


def _file_at(sent: str, decoded: bytes) -> str:
    """The page in the output at a path as sent, if it can be a file."""
    try:
        name = decoded.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if name.count("/") != sent.count("/") or "//" in name:
        return ""
    path = name.lstrip("/")
    if not name.endswith(("/", *PAGES)):
        path += "/"
    path += "index.html" if not path or path.endswith("/") else ""
    return "" if any(map(_is_unfit, path)) else path


def _in_capitals(sent: str) -> str:
    return ESCAPE.sub(lambda code: code[0].upper(), sent)


def _only_codes(text: str) -> str:
    """A text in which every percent sign begins a code."""
    return LONE_PERCENT.sub("%25", text)


def _check_form(text: str) -> None:
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]*", text)
    if scheme:
        rest = text[scheme.end() :] or "/"
        raise Unusable(f'"{text}" names a host, and old addresses are of this site', f"write it as {rest}")
    if text.startswith(("//", "/\\")) or "\\" in text:
        raise Unusable(f'"{text}" would be an address on another site', "begin it with one slash: /old/name/")
    if not text.startswith("/"):
        raise Unusable(f'"{text}" does not begin with a slash', f"write it as /{text.lstrip('./')}")
    if any(unicodedata.category(char) in INVISIBLE for char in text) or DIRECTIONS.search(text):
        raise Unusable("this address has a character that nobody sees", "type it anew, without a line break")
    before, hash_sign, _ = text.partition("#")
    if hash_sign:
        message = f'browsers do not send what is after # in "{text}", so nothing can lead on from there'
        raise Unusable(message, f"write it as {before}")
