"""HTML in Markdown: which tags are kept, which are shown as text, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.markdown.allowed_html import ALLOWED
from sitegen.markdown.tokens import Token

VOID = frozenset({"br"})
PAIRED = frozenset({"sub", "sup"})
"""Elements that are kept if they have no attributes and are closed in the same paragraph."""

SPACE = "leave it out; blank lines separate paragraphs"
SCRIPT = "leave it out; nothing that a text brings with it may run"
VIDEO = "link to it: [The film of the opening](https://example.org/film)"
STYLE = "leave it out; the look of pages belongs into static/ and templates/"
INSTEAD: Mapping[str, str] = {
    "a": "write [words](address)",
    "abbr": "explain it once, on a line of its own: *[WHO]: World Health Organization",
    "audio": VIDEO,
    "b": "write **words**",
    "big": STYLE,
    "blockquote": "begin each line with >",
    "br": "write <br> without anything in it, or a backslash at the end of the line",
    "center": STYLE,
    "code": "write `words`",
    "dd": "write the term on a line, and below it a colon and what it means",
    "del": "write ~~words~~",
    "div": SPACE,
    "dl": "write the term on a line, and below it a colon and what it means",
    "dt": "write the term on a line, and below it a colon and what it means",
    "em": "write *words*",
    "embed": VIDEO,
    "figcaption": 'write ![words](street.jpg "The caption")',
    "figure": 'write ![words](street.jpg "The caption")',
    "font": STYLE,
    **{f"h{level}": f"write {'#' * level} and the words of the heading" for level in range(1, 7)},
    "hr": "write three hyphens between blank lines",
    "i": "write *words*",
    "iframe": VIDEO,
    "img": "write ![what can be seen](street.jpg)",
    "li": "begin each item with a hyphen",
    "link": STYLE,
    "object": VIDEO,
    "ol": "begin the items with 1. 2. 3.",
    "p": SPACE,
    "pre": "write the code between two lines of three backticks",
    "s": "write ~~words~~",
    "script": SCRIPT,
    "span": STYLE,
    "strike": "write ~~words~~",
    "strong": "write **words**",
    "style": STYLE,
    "sub": "write <sub>2</sub>, without anything else in the tags, or a character: CO₂",
    "sup": "write <sup>2</sup>, without anything else in the tags, or a character: m²",
    "table": "write a table of Markdown: | a | b |, and below it |---|---|",
    "tbody": "write a table of Markdown: | a | b |, and below it |---|---|",
    "td": "write a table of Markdown: | a | b |, and below it |---|---|",
    "th": "write a table of Markdown: | a | b |, and below it |---|---|",
    "thead": "write a table of Markdown: | a | b |, and below it |---|---|",
    "tr": "write a table of Markdown: | a | b |, and below it |---|---|",
    "u": STYLE,
    "ul": "begin each item with a hyphen",
    "video": VIDEO,
}
OTHERS = frozenset({
    "acronym", "address", "applet", "area", "article", "aside", "base", "basefont", "bdi", "bdo",
    "blink", "body", "button", "canvas", "caption", "cite", "col", "colgroup", "data", "datalist",
    "details", "dfn", "dialog", "dir", "fieldset", "footer", "form", "frame", "frameset", "head", "header",
    "hgroup", "html", "input", "ins", "kbd", "label", "legend", "main", "map", "mark", "marquee",
    "math", "menu", "meta", "meter", "nav", "noscript", "optgroup", "option", "output", "param",
    "picture", "progress", "q", "rp", "rt", "ruby", "samp", "section", "select", "slot", "small",
    "source", "summary", "svg", "template", "textarea", "tfoot", "time", "title", "track", "tt", "var", "wbr",
})  # fmt: skip
"""Other elements of HTML, current and obsolete (HTML Living Standard, sections 4 and 16)."""


def is_html(token: Token) -> bool:
    """True for a tag of HTML or of a web component; False for words in angle brackets, like <your name>."""
    return is_element(token.name) or "=" in token.attributes or "-" in token.name


def is_element(name: str) -> bool:
    return name in INSTEAD or name in OTHERS


def advice(name: str) -> str:
    """Advice on what to write instead of a tag."""
    if name in ALLOWED and name not in INSTEAD:
        return f"leave it out, or allow it in content/site.yaml: markdown: {{html: [{name}]}}"
    return INSTEAD.get(name, "leave it out, or put it between backticks if readers should see it")
