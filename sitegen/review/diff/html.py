"""An HTML page taken apart: its visible text in blocks, and where it leads. The parser is nh3's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from msgspec import Struct

from sitegen.model.outbound import punycode

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "text",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
"""Elements at whose edges a text does not go on."""
LEADING = frozenset(
    [
        "a",
        "area",
        "img",
        "link",
        "source",
        "video",
        "audio",
        "track",
        "iframe",
        "frame",
        "embed",
        "object",
        "input",
        "button",
        "base",
        "meta",
        "svg",
        "use",
        "image",
    ]
)
"""Elements that name an address."""
ADDRESSES = frozenset(
    [
        "href",
        "src",
        "srcset",
        "poster",
        "action",
        "formaction",
        "data",
        "cite",
        "ping",
        "background",
        "longdesc",
        "xlink:href",
        "manifest",
    ]
)
KEPT = frozenset({"alt", "name", "content", "http-equiv", "style"})
SCHEMES = {"http", "https", "ftp", "mailto", "tel", "data", "javascript"}
"""Of addresses that the parser leaves as they are; those of hosts are looked at here."""

TAG = re.compile(r'<(/?)([a-z][a-z0-9:-]*)((?:\s[^\s"=>]+(?:="[^"]*")?)*)\s*/?>')
ATTRIBUTE = re.compile(r'\s([^\s"=>]+)="([^"]*)"')
LOOSE = re.compile(
    r"""\b(?:href|src|srcset|poster|action|formaction|data|ping|background|content|manifest)\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
"""The same in the page as it is written, also where the parser sees no element, as within `<noscript>`."""
HOST = re.compile(
    r"(?:(?:https?|ftp|wss?):[\\/]*|(?:^|[\s,('\"=;])[\\/]{2})([^\\/\s?#\"'<>,;)]+)", re.IGNORECASE
)
LANGUAGE = re.compile(r"""<html\b[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z0-9-]{2,35})""", re.IGNORECASE)


class Found(Struct, frozen=True):
    """What a page, or a piece of one, shows and where it leads."""

    blocks: tuple[str, ...]
    """Visible texts, white space as one space; of a page first its title and description."""
    links: frozenset[str]
    """As its links are written."""
    hosts: frozenset[str]
    """That it leads to or asks for something, in punycode."""


def markup_of(page: str) -> str:
    """Well-formed markup of a page with only the elements that are asked for here."""
    return nh3.clean(
        page,
        tags=set(BLOCKS | LEADING),
        attributes={"*": set(ADDRESSES | KEPT)},
        clean_content_tags={"script", "style", "template"},
        url_schemes=SCHEMES,
        link_rel=None,
    )


def language_of(page: str) -> str:
    """The language that a page says it is in, or nothing."""
    found = LANGUAGE.search(page, 0, 4_000)
    return found[1].lower() if found else ""


def title_of(markup: str) -> str:
    """The heading of a page, or how it is called."""
    for name in ("h1", "title"):
        found = re.search(f"<{name}[ >].*?</{name}>", markup, re.DOTALL)
        shown = " ".join(found_in(found[0]).blocks) if found else ""
        if shown:
            return shown
    return ""


def found_in(markup: str) -> Found:
    """What well-formed markup shows, from the edge of one block to that of another."""
    finder = _Finder()
    finder.read(markup)
    return Found(tuple(finder.blocks), frozenset(finder.links), frozenset(finder.hosts))


def loose_hosts(page: str) -> Iterator[str]:
    """Hosts that a page names where the parser sees no element, as in a script's `src`."""
    for values in LOOSE.findall(page):
        for value in values:
            if "//" in value or "\\" in value or "&" in value:
                yield from hosts_in(unescape(value))


class _Finder:
    """Collects what markup shows."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.links: set[str] = set()
        self.hosts: set[str] = set()
        self._words: list[str] = []

    def read(self, markup: str) -> None:
        at = 0
        for tag in TAG.finditer(markup):
            self._words.append(markup[at : tag.start()])
            at = tag.end()
            _, name, rest = tag.groups()
            if name in BLOCKS:
                self._end_block()
            if rest:
                self._element(name, {key: unescape(value) for key, value in ATTRIBUTE.findall(rest)})
        self._words.append(markup[at:])
        self._end_block()

    def _end_block(self) -> None:
        text = " ".join(unescape("".join(self._words)).split())
        self._words.clear()
        if text:
            self.blocks.append(text)

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        if attributes.get("alt"):
            self._words.append(escape(f" [{attributes['alt']}] "))
        if name == "meta":
            if attributes.get("name", "").lower() == "description" and attributes.get("content", "").strip():
                self.blocks.append(" ".join(attributes["content"].split()))
            if attributes.get("http-equiv", "").lower() == "refresh":
                self.hosts.update(hosts_in(attributes.get("content", "")))
            return
        if name in ("a", "area") and attributes.get("href"):
            self.links.add(attributes["href"])
        for key, value in attributes.items():
            if key not in KEPT or key == "style":
                self.hosts.update(hosts_in(value))


def hosts_in(value: str) -> Iterator[str]:
    """The hosts that an attribute names, in punycode; browsers leave out controls and turn `\\` into `/`."""
    plain = value if value.isprintable() else "".join(char for char in value if char >= " ")
    if "//" not in plain and "\\" not in plain and ":" not in plain:
        return
    plain = plain.strip()
    if plain[:11].lower() == "javascript:" or plain[:5].lower() == "data:":
        return
    for found in HOST.findall(plain):
        host = _host_of(found)
        if host:
            yield host


def _host_of(authority: str) -> str:
    try:
        host = urlsplit(f"//{authority}").hostname or ""
    except ValueError:
        host = authority
    return punycode(host.rstrip(".").lower())[:253]
