"""Full text of an entry for feeds: HTML that every reader displays, with absolute addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import nh3

from sitegen.markdown.sanitise import ATTRIBUTES, SCHEMES, TAGS
from sitegen.types.patterns import lazy_pattern

SHOWN = TAGS | {
    "aside", "audio", "b", "bdi", "bdo", "caption", "cite", "col", "colgroup", "data", "details", "dfn",
    "figcaption", "figure", "i", "ins", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "summary",
    "tfoot", "time", "u", "var", "video", "wbr",
}  # fmt: skip
"""Elements of texts, and further ones that templates of shortcodes may use."""
DROPPED = {
    "button", "canvas", "embed", "form", "iframe", "math", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea",
}  # fmt: skip
"""Elements that are removed with their content, since feed readers neither run nor display them."""
MEDIA = {"src", "width", "height"}
ALLOWED = {
    **ATTRIBUTES,
    "*": {"lang", "dir", "class"},
    "img": {"alt", "title", *MEDIA},
    "audio": {"src", "controls"},
    "video": {"poster", "controls", *MEDIA},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "a": {"href", "title", "hreflang", "rel"},
    "time": {"datetime"},
    "data": {"value"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
"""Allowed attributes by element. `id` is not allowed: readers show many entries on one page, whose footnotes
would collide.
"""
ADDRESSES = frozenset({"href", "src", "poster", "cite"})
CHECKBOX = lazy_pattern(r'<input\b[^<>]*\btype="checkbox"[^<>]*>')
CHECKED, UNCHECKED = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"


def content_of(html: str, url: str) -> str:
    """Converts finished HTML for a feed; `url` is the absolute address of the page.

    Pictures have one size. Scripts, styles, frames and forms, which only templates of shortcodes can produce,
    are removed.
    """

    def attribute(_: str, name: str, value: str) -> str | None:
        return _whole(value, url) if name in ADDRESSES else value

    cleaner = nh3.Cleaner(
        tags=set(SHOWN),
        clean_content_tags=set(DROPPED),
        attributes=ALLOWED,
        attribute_filter=attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    return cleaner.clean(CHECKBOX.sub(_box, html)).strip()


def _box(found: re.Match[str]) -> str:
    return CHECKED if re.search(r"\schecked\b", found[0]) else UNCHECKED


def _whole(address: str, url: str) -> str | None:
    try:
        return urljoin(url, address)
    except ValueError:  # not a valid address
        return None
