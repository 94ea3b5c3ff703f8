"""Turns HTML into plain nodes: a text is a string, an element has a tag, attributes and content.

The parts that a printed page cannot show are left out: scripts, styles, and what is hidden from screen
readers because it only decorates.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any, TypeAlias
from urllib.parse import urljoin

Node: TypeAlias = "str | dict[str, Any]"

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
"""Elements without an end tag (HTML, 13.1.2)."""
ENDS = {
    **dict.fromkeys(("dd", "dt"), ("dd", "dt")),
    **dict.fromkeys(("td", "th"), ("td", "th")),
    "li": ("li",),
    "p": ("p",),
    "tr": ("tr", "td", "th"),
}
"""Elements whose end tags may be missing before a start tag (HTML, 13.1.2.4)."""
LEFT_OUT = frozenset({"script", "style", "template", "noscript", "source", "svg"})
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
})  # fmt: skip
"""Elements in a line of text; blanks around the others are not part of a text."""
KEPT = frozenset({
    "alt", "checked", "class", "colspan", "dir", "href", "id", "lang", "rowspan", "src", "start", "type",
    "width",
})  # fmt: skip
"""Attributes that the layout uses."""
BLANKS = re.compile(r"[ \t\r\n\f]+")


def nodes_of(html: str, base: str) -> list[Node]:
    """Nodes of an HTML text; addresses in it are completed with the address `base` of its page."""
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return _content(reader.root)


class _Reader(HTMLParser):
    """Builds a tree; an element that is not closed ends with the element around it."""

    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = base
        self.root: dict[str, Any] = _element("", {})
        self.open = [self.root]
        self.names = [""]
        """Tags of the open elements as they are written."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.names[-1] in ENDS.get(tag, ()):
            del self.open[-1], self.names[-1]
        given = {name: value or "" for name, value in attrs}
        hidden = given.get("aria-hidden") == "true" or "hidden" in given or tag in LEFT_OUT
        element = _element("hidden" if hidden else tag, {k: v for k, v in given.items() if k in KEPT})
        for name in ("href", "src"):
            if name in element["attributes"]:
                element["attributes"][name] = self._completed(element["attributes"][name])
        self.open[-1]["content"].append(element)
        if tag not in VOID:
            self.open.append(element)
            self.names.append(tag)

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self.open) - 1, 0, -1):
            if self.names[number] == tag:
                del self.open[number:], self.names[number:]
                return

    def handle_data(self, data: str) -> None:
        inside_pre = "pre" in self.names
        self.open[-1]["content"].append(data if inside_pre else BLANKS.sub(" ", data))

    def _completed(self, address: str) -> str:
        return address if address.startswith("#") else urljoin(self.base, address)


def _element(tag: str, attributes: dict[str, str]) -> dict[str, Any]:
    return {"tag": tag, "attributes": attributes, "content": []}


def _content(element: dict[str, Any]) -> list[Node]:
    """Content of an element without what is not shown, and without blanks at the edges of its blocks."""
    found: list[Node] = []
    for child in element["content"]:
        if isinstance(child, str):
            found.append(child)
        elif child["tag"] != "hidden":
            found.append({**child, "content": _content(child)})
    if element["tag"] == "pre":
        return found
    edges = [element["tag"] not in INLINE, *(_is_block(node) for node in found), element["tag"] not in INLINE]
    trimmed = (
        _trimmed(node, before, after) if isinstance(node, str) else node
        for node, before, after in zip(found, edges, edges[2:], strict=False)
    )
    return [node for node in trimmed if node != ""]


def _is_block(node: Node) -> bool:
    return not isinstance(node, str) and node["tag"] not in INLINE


def _trimmed(text: str, before: bool, after: bool) -> str:
    text = text.lstrip() if before else text
    return text.rstrip() if after else text
