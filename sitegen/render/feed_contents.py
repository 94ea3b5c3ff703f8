"""The whole text of an entry as readers of feeds take it: what every reader shows, with whole addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import nh3

from sitegen.markdown.sanitise import ATTRIBUTES, SCHEMES, TAGS

SHOWN = TAGS | {
    "aside", "audio", "b", "bdi", "bdo", "caption", "cite", "col", "colgroup", "data", "details", "dfn",
    "figcaption", "figure", "i", "ins", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "summary",
    "tfoot", "time", "u", "var", "video", "wbr",
}  # fmt: skip
"""Elements of texts, and what templates of shortcodes make beside them."""
DROPPED = {
    "button", "canvas", "embed", "form", "iframe", "math", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea",
}  # fmt: skip
"""Elements that are left out with all that is in them: no reader of feeds runs or draws them."""
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
"""Attributes by element. No `id`: a reader shows many entries on one page, whose footnotes would clash."""
ADDRESSES = frozenset({"href", "src", "poster", "cite"})
CHECKBOX = re.compile(r'<input\b[^<>]*\btype="checkbox"[^<>]*>')
CHECKED, UNCHECKED = "\N{BALLOT BOX WITH CHECK}", "\N{BALLOT BOX}"


def content_of(html: str, url: str) -> str:
    """The HTML of a finished text for a feed; `url` is the whole address of its page.

    Pictures are there in one size. Scripts, styles, frames and forms, which only the template of a shortcode
    can bring, are left out.
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
    except ValueError:  # no address at all
        return None
