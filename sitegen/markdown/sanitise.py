"""Allow-list for the HTML of converted texts, enforced by nh3 (ammonia)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import nh3

from sitegen.markdown.allowed_html import ANCHOR, allowed_attributes
from sitegen.types.patterns import lazy_pattern

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
CLASSES = lazy_pattern(r"language-[A-Za-z0-9_+#-]{1,40}|footnote(-ref|-backref)?")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IDS = lazy_pattern(rf"fn(ref)?\d*:[^\s\"<>]{{1,200}}|{ANCHOR}")
"""Ids of footnotes, and anchors that authors wrote; headings get theirs later."""
NO_MORE: frozenset[str] = frozenset()


def sanitise(html: str, more: frozenset[str] = NO_MORE) -> str:
    """Returns well-formed HTML with only allowed elements, in the canonical form of the HTML5 serialiser.

    `more` has the elements that the site allows besides those of Markdown. Most texts contain only harmless
    tags, which is detected quickly; the others are parsed.
    """
    html = as_html5(html)
    return html if is_harmless(html) else parsed(html, more)


def as_html5(html: str) -> str:
    """Removes the slashes of XHTML."""
    return html.replace(" />", ">")


def parsed(html: str, more: frozenset[str] = NO_MORE) -> str:
    """Returns the allowed part of the HTML, always using the parser."""
    return _cleaner(more).clean(html)


VALUE = r'"[^"<>&\x00-\x1f\\]*"'
ADDRESS = (
    r'"(?:https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:[/?#][^"<>&\s\\]*)?|mailto:[^"<>&\s\\]*|(?!//)[^"<>&:\s\\]*)"'
)
LINK = rf"\ href={ADDRESS}(?:\ title={VALUE})?>"
PICTURE = rf"\ (?:src={ADDRESS}\ alt={VALUE}|alt={VALUE}\ src={ADDRESS})(?:\ title={VALUE})?>"
LANGUAGE = r'\ class="language-[A-Za-z0-9_+\#-]{1,40}">'
START, ALIGN = r'\ start="[0-9]{1,9}">', r'\ align="(?:left|center|right)">'
HARMLESS = lazy_pattern(
    rf"""<(
      /?(?:p|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|del|table|thead|tbody|tr|th|td|dl|dt|dd|sup)(?=>)
    | (?:br|hr|/a)(?=>)
    | a(?={LINK})
    | img(?={PICTURE})
    | code(?={LANGUAGE})
    | ol(?={START})
    | t[hd](?={ALIGN})
    )""",
    re.VERBOSE,
)
"""Tags, attributes and addresses, as engines write them, that need no parser. A browser runs nothing in them,
and their values contain nothing that a parser could interpret differently.
"""


def _line(*elements: str) -> str:
    """Pattern for text with some of these elements."""
    return rf"[^<]*+(?>(?:<(?:{'|'.join(elements)})[^<]*+)*)"


SIMPLE = ("br>", *(f"{name}>[^<]*+</{name}>" for name in ("em", "strong", "del", "sup", "code")))
LINKED = rf"a{LINK}{_line(*SIMPLE)}</a>"
MARKED = rf"(?P<marked>em|strong|del)>{_line(LINKED, *SIMPLE)}</(?P=marked)>"
TEXT = _line(LINKED, MARKED, rf"img{PICTURE}", *SIMPLE)
LINES = re.compile(
    rf"""<(?:
      (?P<block>p|li|h[1-6]|dt|dd|(?P<cell>t[dh]))(?:>|(?(cell){ALIGN}|(?!))){TEXT}</(?P=block)>
    | pre><code(?:>|{LANGUAGE})[^<]*+</code></pre>
    )""",
    re.VERBOSE,
)
"""Whole blocks of text without other blocks, all harmless and nested correctly: most of a page."""
AROUND = re.compile(
    rf"<(/?(?:ul|ol|li|blockquote|table|thead|tbody|tr|td|th|dl|dd)(?=>)|hr(?=>)|ol(?={START}))"
)
"""Tags that may be around such blocks."""


def is_harmless(html: str) -> bool:
    """True if all tags and addresses are harmless, nesting is correct, and parsing would change nothing."""
    if "\x00" in html or "\xa0" in html or ("&" in html and "&" in ENTITY.sub("", html)):
        return False
    around = LINES.sub("|", html)  # what is left on both sides cannot make a tag together
    tags = AROUND.findall(around)
    if len(tags) != around.count("<"):
        tags = HARMLESS.findall(html)
        return len(tags) == html.count("<") and _are_nested(tags)
    return _are_nested(tags)


def _are_nested(tags: Iterable[str]) -> bool:
    """True if elements are nested correctly and no block is inside a line of text."""
    stack: list[str] = []
    for tag in tags:
        if tag[0] == "/":
            if not stack or stack.pop() != tag[1:]:
                return False
        elif tag not in VOID:
            if tag not in PHRASING:
                if stack and stack[-1] in ONLY_PHRASING:
                    return False
            elif tag == "a" and "a" in stack:
                return False
            stack.append(tag)
    return not stack


VOID = frozenset({"br", "hr", "img"})
PHRASING = frozenset({"a", "em", "strong", "del", "code", "sup"})
ONLY_PHRASING = PHRASING | {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt"}
ENTITY = lazy_pattern(r"&(?:amp|lt|gt);")


@cache
def _cleaner(more: frozenset[str]) -> nh3.Cleaner:
    known = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    for tag in more:
        known[tag] = known.get(tag, set()) | allowed_attributes(tag)
    return nh3.Cleaner(
        tags=set(TAGS | more),
        attributes=known,
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
    """True if a page may link to an address: one on this site, or with a scheme that runs no code."""
    if address.startswith("//") or "\\" in address:
        return False
    scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):", address)
    if scheme is None:
        return True
    name = scheme[1].lower()
    return name in SCHEMES and (name not in ("http", "https") or WITH_HOST.match(address) is not None)


HOST = r"\[[0-9a-f:.]+\]|[^/?#@%\s<>^|{}\[\]\x00-\x20]+"
WITH_HOST = lazy_pattern(rf"\s*https?://([^/?#@\s]*@)?({HOST})(?=[/?#]|$)", re.IGNORECASE)
"""A web address must have a host, without escapes."""
