"""GitHub-flavoured Markdown by comrak, a port of GitHub's cmark-gfm; about 100 times faster.

It requires the extra `gfm`: a native module with wheels for Linux, macOS and Windows.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

from sitegen.markdown.note_names import note_name
from sitegen.types.patterns import lazy_pattern

OF_GITHUB = ("table", "strikethrough", "autolink", "footnotes")
CONTAINERS = r"[ ]{0,3}(?:(?:>|[-+*]|[0-9]{1,9}[.)])[ ]{1,4})*"
HTML_BLOCK = lazy_pattern(rf"^({CONTAINERS})<(?=[A-Za-z/!?])(?![^<> ]+[:@])", re.MULTILINE)
"""A line on which CommonMark would begin an HTML block."""
LESS = "\ue002"
"""Replacement for a `<` that would begin an HTML block."""
MENTION = lazy_pattern(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)"[^>]*>([^<]*)</a></sup>'
)
NOTE = lazy_pattern(r'<li id="fn-([^"]*)">')
BACK = lazy_pattern(r' ?<a href="#fnref-([^"]*)" class="footnote-backref"[^>]*>.*?</a>')
QUOTED = lazy_pattern(r"<[a-z0-9]+ [^>]*&quot;")
"""A tag with a quotation mark in an attribute value, where it must stay escaped."""
NOTES = lazy_pattern(r'<section class="footnotes"[^>]*>(.*?)</section>', re.DOTALL)

ROOM = " " * 100_000
"""Blanks after a text with definitions, since comrak limits references by the length of the text."""


def gfm(text: str) -> str:
    """Converts a text to HTML; raw HTML in it becomes text."""
    import comrak

    marked = _without_html_blocks(text) if "<" in text else text
    extensions, rendering = _options()
    source = f"{marked}\n{ROOM}" if may_define(marked) else marked
    markup: str = comrak.render_markdown(source, extension_options=extensions, render_options=rendering)
    if marked is not text:
        markup = markup.replace(LESS, "&lt;").replace(quote(LESS), "%3C")
    markup = markup.replace("\n</code></pre>", "</code></pre>")
    if "&" in markup and "&quot;" in markup and not QUOTED.search(markup):
        markup = markup.replace("&quot;", '"')
    return _footnotes(markup) if "^" in text and "footnote-ref" in markup else markup


def may_define(text: str) -> bool:
    """True if a colon follows a closing bracket; most texts have few brackets, and finding one is fast."""
    at = text.find("]")
    while at >= 0:
        if text.startswith(":", at + 1):
            return True
        at = text.find("]", at + 1)
    return False


def with_lines(text: str) -> str:
    """HTML as on GitHub, with the source position of each block in `data-sourcepos`."""
    import comrak

    extensions, rendering = _options(lines=True)
    markup: str = comrak.render_markdown(
        _without_html_blocks(text), extension_options=extensions, render_options=rendering
    )
    return markup


@cache
def _options(*, lines: bool = False) -> tuple[Any, Any]:
    """All extensions, or with `lines` those of GitHub.

    A text gets all of them: to search for their signs takes longer than comrak takes without finding any.
    """
    import comrak

    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in OF_GITHUB if lines else (*OF_GITHUB, "description_lists"):
        setattr(extensions, name, True)
    rendering.escape = True
    rendering.unsafe_ = True  # addresses stay as written, and are judged like those of the other engine
    rendering.sourcepos = lines
    return extensions, rendering


def _without_html_blocks(text: str) -> str:
    """Prevents HTML blocks: their first line becomes text of a paragraph."""
    return HTML_BLOCK.sub(rf"\1{LESS}", text)


def _footnotes(markup: str) -> str:
    """Converts footnotes to the form of Python-Markdown."""
    markup = MENTION.sub(_mention, markup)
    markup = NOTE.sub(lambda note: f'<li id="fn:{_name(note[1])}">', markup)
    markup = BACK.sub(
        lambda back: f'&#160;<a class="footnote-backref" href="#fnref:{_name(back[1])}">&#8617;</a>', markup
    )
    return NOTES.sub(r'<div class="footnote">\n<hr>\1</div>', markup)


def _mention(found: re.Match[str]) -> str:
    note, mention = _name(found[1]), _name(found[2])
    return f'<sup id="fnref:{mention}"><a class="footnote-ref" href="#fn:{note}">{found[3]}</a></sup>'


def _name(encoded: str) -> str:
    """Name of a footnote as part of an id, of a name with percent signs."""
    return note_name(unquote(unescape(encoded))) if "%" in encoded else encoded
