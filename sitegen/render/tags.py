"""The attributes of the tags of a page as browsers read them: quoted or not, in capitals, with entities.

Reading a page exactly takes longer than looking for what templates usually write. So that is done where a
template writes otherwise, or where something seems wrong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

TAG = re.compile(
    r"""<(?:!--.*?(?:-->|\Z)|(?P<name>[A-Za-z][A-Za-z0-9-]*+)"""
    r"""(?P<attributes>[^"'>]*+(?:(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))[^"'>]*+)*+)(?:>|\Z))""",
    re.DOTALL,
)
"""A tag or a comment; one that is not closed takes the rest of the page, as in browsers."""
ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'<>/=]++)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)|'(?P<single>[^']*+)|(?P<bare>[^\s"'<>]++)))?+["']?+"""
)
RAW_TEXT = {
    name: re.compile(f"</{name}\\b", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}
"""Elements whose content has no tags, with their end."""
ADDRESSES = frozenset({"data", "formaction", "href", "poster", "src", "xlink:href"})
SOURCE_SETS = frozenset({"imagesrcset", "srcset"})
SOURCE = re.compile(r"\s*+,?\s*+(\S*[^\s,])(?:\s[^,]*+)?(?:,|$)")
UNUSUAL = re.compile(
    r"""(?i:(?<=\s)(?:data|formaction|poster|xlink:href|imagesrcset|srcset)\s*=)"""
    r"""|(?i:(?<=\s)(?:href|id|src)\s*=)(?<!\shref=)(?<!\sid=)(?<!\ssrc=)"""
    r"""|(?<=\s)(?:href|id|src)=(?!")"""
)
"""Attributes in a template that `"…"` and small letters do not find."""


def are_unusual(texts: Iterable[str]) -> bool:
    """True if a template writes an attribute with an address or an anchor in an unusual way."""
    return any(UNUSUAL.search(text) for text in texts)


def attributes(page: str) -> Iterator[tuple[str, str, str]]:
    """Each attribute of the tags of a page: the tag's name, its own name in small letters, and its value."""
    at = 0
    while tag := TAG.search(page, at):
        at = tag.end()
        if tag["name"] is None:
            continue
        name = tag["name"].lower()
        for found in ATTRIBUTE.finditer(tag["attributes"]):
            value = found["double"] or found["single"] or found["bare"] or ""
            yield name, found["name"].lower(), html.unescape(value).strip()
        if name in RAW_TEXT:
            end = RAW_TEXT[name].search(page, at)
            at = end.start() if end else len(page)


def anchors_and_links(page: str) -> tuple[set[str], set[str]]:
    """The anchors of a page, and the addresses that its tags name."""
    anchors: set[str] = set()
    links: set[str] = set()
    for tag, name, value in attributes(page):
        if name == "id":
            anchors.add(value)
        elif name in SOURCE_SETS:
            links.update(SOURCE.findall(value))
        elif name in ADDRESSES and (name != "data" or tag == "object"):
            links.add(value)
    return anchors - {""}, links - {""}
