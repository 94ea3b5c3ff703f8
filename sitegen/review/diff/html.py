"""Visible text and links of an HTML page. The parser is nh3's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from urllib.parse import urlsplit

import nh3
from msgspec import Struct

from sitegen.model.outbound import punycode
from sitegen.render.tags import first_tag, tags

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary",
    "table", "tbody", "td", "text", "tfoot", "th", "thead", "title", "tr", "ul",
})  # fmt: skip
"""Elements that start and end a block of text."""
LINKING = frozenset({
    "a", "area", "img", "link", "source", "video", "audio", "track", "iframe", "frame", "embed", "object",
    "input", "button", "base", "meta", "svg", "use", "image",
})  # fmt: skip
"""Elements that may have an address."""
ADDRESSES = frozenset({
    "href", "src", "srcset", "poster", "action", "formaction", "data", "cite", "ping", "background",
    "longdesc", "xlink:href", "manifest",
})  # fmt: skip
KEPT = frozenset({"alt", "name", "content", "http-equiv", "style"})
SCHEMES = {"http", "https", "ftp", "mailto", "tel", "data", "javascript"}
"""Schemes that the parser keeps; the hosts are examined here."""

LOOSE = re.compile(
    r"""\b(?:href|src|srcset|poster|action|formaction|data|ping|background|content|manifest)\s*=\s*"""
    r"""(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
"""An address in the source of a page, also where the parser sees no element, such as in `<noscript>`."""
HOST = re.compile(
    r"(?:(?:https?|ftp|wss?):[\\/]*|(?:^|[\s,('\"=;])[\\/]{2})([^\\/\s?#\"'<>,;)]+)", re.IGNORECASE
)
LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,35}")
HEAD = 4_000
"""Characters of a page in which its root element is looked for."""


class PageContent(Struct, frozen=True):
    """Visible text and links of a page or a part of one."""

    blocks: tuple[str, ...]
    """Visible texts with single spaces; for a whole page, its title and description come first."""
    links: frozenset[str]
    """Links as written."""
    hosts: frozenset[str]
    """Hosts to which it links or sends requests, in punycode."""


def markup_of(page: str) -> str:
    """Well-formed markup of a page, with only the elements needed here."""
    return nh3.clean(
        page,
        tags=set(BLOCKS | LINKING),
        attributes={"*": set(ADDRESSES | KEPT)},
        clean_content_tags={"script", "style", "template"},
        url_schemes=SCHEMES,
        link_rel=None,
    )


def language_of(page: str) -> str:
    """Language that a page declares; empty if it declares none."""
    root = first_tag(page[:HEAD], "html")
    found = LANGUAGE.match(root.attributes.get("lang", "")) if root else None
    return found[0].lower() if found else ""


def title_of(markup: str) -> str:
    """Main heading of a page, or its title."""
    for name in ("h1", "title"):
        found = re.search(f"<{name}[ >].*?</{name}>", markup, re.DOTALL)
        shown = " ".join(found_in(found[0]).blocks) if found else ""
        if shown:
            return shown
    return ""


def found_in(markup: str) -> PageContent:
    """Text and links of well-formed markup that begins and ends at the edge of a block."""
    finder = _Finder()
    finder.read(markup)
    return PageContent(tuple(finder.blocks), frozenset(finder.links), frozenset(finder.hosts))


def loose_hosts(page: str) -> Iterator[str]:
    """Hosts that a page names where the parser sees no element, such as in a script's `src`."""
    for values in LOOSE.findall(page):
        for value in values:
            if "//" in value or "\\" in value or "&" in value:
                yield from hosts_in(unescape(value))


class _Finder:
    """Collects the text and links of markup."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.links: set[str] = set()
        self.hosts: set[str] = set()
        self._words: list[str] = []

    def read(self, markup: str) -> None:
        at = 0
        for tag in tags(markup, raw_text={}):  # in SVG, titles can have elements
            self._words.append(markup[at : tag.start])
            at = tag.end
            if tag.name.removeprefix("/") in BLOCKS:
                self._end_block()
            if tag.attributes:
                self._element(tag.name, tag.attributes)
        self._words.append(markup[at:])
        self._end_block()

    def _end_block(self) -> None:
        text = " ".join(unescape("".join(self._words)).split())
        self._words.clear()
        if text:
            self.blocks.append(text)

    def _element(self, name: str, attributes: Mapping[str, str]) -> None:
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
    """Hosts in an attribute, in punycode. Like browsers, ignores control characters and reads `\\` as `/`."""
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
