"""Parses the tags of a page like browsers do: attributes with or without quotes, in any case, with entities.

Parsing takes longer than searching for the usual forms of attributes. A build only uses it if a template uses
other forms, or if a link seems broken.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sitegen.types.patterns import lazy_pattern

TAG = lazy_pattern(
    r"""<(?:!--.*?(?:-->|\Z)|(?P<name>/?[A-Za-z][A-Za-z0-9-]*+)"""
    r"""(?P<attributes>[^"'>]*+(?>(?:(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))[^"'>]*+)*))(?:>|\Z))""",
    re.DOTALL,
)
"""A tag or a comment; one that is not closed includes the rest of the page, as in browsers."""
ATTRIBUTE = lazy_pattern(
    r"""(?P<name>[^\s"'<>/=]++)"""
    r"""(?>(?:\s*+=\s*+(?:"(?P<double>[^"]*+)|'(?P<single>[^']*+)|(?P<bare>[^\s"'<>]++)))?)["']?+"""
)
RAW_TEXT = {
    name: lazy_pattern(f"</{name}\\b", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}
"""Elements whose content has no tags, with patterns for their ends."""
ADDRESSES = frozenset({"data", "formaction", "href", "poster", "src", "xlink:href"})
SOURCE_SETS = frozenset({"imagesrcset", "srcset"})
SOURCE = lazy_pattern(r"\s*+,?\s*+(\S*[^\s,])(?:\s[^,]*+)?(?:,|$)")
USUAL = "href|id|poster|src|srcset"
"""Attributes that a fast search finds in the form `name="…"`."""
UNUSUAL = re.compile(
    r"""(?i:(?<=[\s}])(?:data|formaction|xlink:href|imagesrcset)\s*=)"""
    rf"""|(?<=[\s}}])(?!(?:{USUAL})=")(?i:{USUAL})\s*="""
)
"""Attributes in a template that are not in lower case or not in the form `name="…"`."""
JINJA = re.compile(r"\{#.*?(?:#\}|\Z)|\{[%{].*?(?:[%}]\}|\Z)", re.DOTALL)
"""A comment, a statement or an expression of Jinja."""


def are_unusual(texts: Iterable[str]) -> bool:
    """True if a template writes an attribute with an address or an anchor in an unusual form."""
    pages = (JINJA.sub(lambda jinja: jinja[0] if "<" in jinja[0] else " ", text) for text in texts)
    return any(map(UNUSUAL.search, pages))


class Tag(NamedTuple):
    """A start tag, or an end tag, whose name begins with `/`."""

    name: str
    attributes: Mapping[str, str]
    """Values by name in lower case; of duplicate attributes the first, as in browsers."""
    start: int
    end: int
    """Offset after the tag."""


def tags(page: str, raw_text: Mapping[str, re.Pattern[str]] = RAW_TEXT) -> Iterator[Tag]:
    """Yields the tags of a page in order, except those in comments, scripts, styles and titles."""
    at = 0
    while tag := TAG.search(page, at):
        at = tag.end()
        written, attributes = tag.groups()
        if written is None:
            continue
        name = written.lower()
        yield Tag(name, dict(_attributes(attributes)) if attributes else {}, tag.start(), at)
        if name in raw_text:
            end = raw_text[name].search(page, at)
            at = end.start() if end else len(page)


def first_tag(page: str, name: str) -> Tag | None:
    """The first tag with this name."""
    return next((tag for tag in tags(page) if tag.name == name), None)


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """Yields names and values in reverse order, so that the first of duplicate attributes wins in a dict."""
    for found in reversed(list(ATTRIBUTE.finditer(text))):
        name, double, single, bare = found.groups()
        yield name.lower(), html.unescape(double or single or bare or "").strip()


def anchors_and_links(page: str) -> tuple[set[str], set[str]]:
    """Anchors of a page, and the addresses in its tags."""
    anchors: set[str] = set()
    links: set[str] = set()
    for tag in tags(page):
        for name, value in tag.attributes.items():
            if name == "id":
                anchors.add(value)
            elif name in SOURCE_SETS:
                links.update(SOURCE.findall(value))
            elif name in ADDRESSES and (name != "data" or tag.name == "object"):
                links.add(value)
    return anchors - {""}, links - {""}
