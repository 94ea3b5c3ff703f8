"""Elements of HTML that a site may allow in its texts, with their attributes; no others ever reach a page.

Nothing in this table runs, loads a file of another site, asks readers for data or changes the look of a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.yaml.nodes import FORBIDDEN

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "li", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
"""Elements that begin an HTML block (CommonMark 0.31.2, 4.6)."""
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr",
})  # fmt: skip
ALLOWED = BLOCKS | INLINE
VOID = frozenset({"br", "col", "hr", "img", "wbr"})
OPEN_ENDED = frozenset({
    "colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
"""Elements whose end tags may be missing (HTML Living Standard, 13.1.2.4)."""
LINES = frozenset({
    "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "p", "summary", "td", "th",
})  # fmt: skip
"""Blocks that contain a line of text and no paragraphs."""

EVERYWHERE = ("id", "lang", "dir", "title")
OF_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "a": ("href",),
    "col": ("span",),
    "colgroup": ("span",),
    "del": ("datetime",),
    "details": ("open",),
    "img": ("src", "alt"),
    "ins": ("datetime",),
    "li": ("value",),
    "ol": ("start", "type", "reversed"),
    "td": ("align", "colspan", "rowspan"),
    "th": ("align", "colspan", "rowspan", "scope"),
    "time": ("datetime",),
}
ANCHOR = r"[^\W_][\w.:-]{0,79}"
NUMBER = r"-?[0-9]{1,6}"
FORMS: Mapping[str, str] = {
    "align": "left|center|right",
    "colspan": "[1-9][0-9]{0,2}",
    "datetime": r"[0-9A-Za-z:.+ -]{1,40}",
    "dir": "ltr|rtl|auto",
    "id": ANCHOR,
    "lang": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}",
    "open": "|open",
    "reversed": "|reversed",
    "rowspan": "[1-9][0-9]{0,2}",
    "scope": "row|col|rowgroup|colgroup",
    "span": "[1-9][0-9]{0,2}",
    "start": NUMBER,
    "type": "[1aAiI]",
    "value": NUMBER,
}
"""Forms of values; other attributes have any text or an address."""

RUNS = "a program could come with it"
ASKS = "it asks readers for data, which a text may not"
LOADS = "it loads files of other sites"
LOOKS = "the look of pages belongs into static/ and templates/"
WHOLE = "it belongs to the page and not to a text"
REFUSED: Mapping[str, str] = {
    **dict.fromkeys(("script", "noscript", "template", "slot", "canvas", "svg", "math", "object", "embed",
                     "applet", "dialog"), RUNS),
    **dict.fromkeys(("iframe", "frame", "frameset", "audio", "video", "source", "track", "picture"), LOADS),
    **dict.fromkeys(("form", "input", "button", "select", "option", "optgroup", "textarea", "label",
                     "fieldset", "legend", "datalist", "output", "meter", "progress"), ASKS),
    **dict.fromkeys(("style", "font", "center", "big", "blink", "marquee", "basefont", "strike",
                     "tt"), LOOKS),
    **dict.fromkeys(("html", "head", "body", "title", "meta", "link", "base", "main", "nav", "area", "map",
                     "menu", "search"), WHOLE),
}  # fmt: skip
"""Reasons against elements that no site can allow."""


def allowed_attributes(element: str) -> frozenset[str]:
    return frozenset((*EVERYWHERE, *OF_ELEMENTS.get(element, ())))


def has_form(name: str, value: str) -> bool:
    """True if an attribute can have this value; addresses are judged by the sanitiser."""
    form = FORMS.get(name)
    return (form is None or re.fullmatch(form, value) is not None) and not FORBIDDEN.search(value)
