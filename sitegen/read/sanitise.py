"""The HTML that may leave a converted text: an allow-list, enforced by nh3 (ammonia)."""

from __future__ import annotations

import re
from functools import cache

import nh3

TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "sub",
        "sup",
        "kbd",
        "abbr",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "hr",
        "br",
        "section",
        "div",
        "span",
    ]
)
ATTRIBUTES = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
    "abbr": {"title"},
}
CLASSES = re.compile(r"language-[A-Za-z0-9_+#-]{1,40}|footnote(-ref|-backref)?")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IDS = re.compile(r"fn(ref)?\d*:[\w.-]{1,80}")
"""Only footnotes bring ids; headings get theirs afterwards."""


def sanitise(html: str) -> str:
    """Well-formed HTML of the allowed elements, in the canonical form of the HTML5 serialiser."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if CLASSES.fullmatch(word)) or None
    if name == "id":
        return value if IDS.fullmatch(value) else None
    if name in ("href", "src") and not allowed_address(value):
        return None
    return value


def allowed_address(address: str) -> bool:
    """Whether a page may link to an address: on this site, or with a scheme that runs nothing."""
    if address.startswith("//") or "\\" in address:
        return False
    scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    return scheme is None or scheme[1].lower() in SCHEMES
