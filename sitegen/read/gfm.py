"""GitHub's Markdown by comrak, a port of GitHub's own cmark-gfm; a hundred times as fast.

It is an extra (`sitegen[gfm]`): a native module, with wheels for Linux, macOS and Windows.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sitegen.read.shortcodes import fence_after

EXTENSIONS = ("table", "strikethrough", "autolink", "footnotes", "description_lists")
CONTAINERS = r"[ ]{0,3}(?:(?:>|[-+*]|[0-9]{1,9}[.)])[ ]{1,4})*"
HTML_BLOCK = re.compile(rf"(?P<before>{CONTAINERS})<(?=[A-Za-z/!?])(?![^<> ]+[:@])")
"""A line on which CommonMark would begin a block of HTML."""
MENTION = re.compile(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)"[^>]*>([^<]*)</a></sup>'
)
NOTE = re.compile(r'<li id="fn-([^"]*)">')
BACK = re.compile(r' <a href="#fnref-([^"]*)" class="footnote-backref"[^>]*>.*?</a>')
QUOTED = re.compile(r"<[^>]*&quot;")
"""A tag with a quotation mark in one of its values, where it has to stay as it is."""
NOTES = re.compile(r'<section class="footnotes"[^>]*>(.*?)</section>', re.DOTALL)


def gfm(text: str) -> str:
    """The HTML of a text, raw HTML in it as text."""
    import comrak

    if "<" in text:
        text = _without_html_blocks(text)
    extensions, rendering = _options()
    markup: str = comrak.render_markdown(text, extension_options=extensions, render_options=rendering)
    markup = markup.replace("\n</code></pre>", "</code></pre>")
    if "&quot;" in markup and not QUOTED.search(markup):
        markup = markup.replace("&quot;", '"')
    return _footnotes(markup) if "footnote-ref" in markup else markup


def with_lines(text: str) -> str:
    """The HTML that GitHub makes of a text, each block with its place in it as `data-sourcepos`."""
    import comrak

    extensions, rendering = _options(lines=True)
    markup: str = comrak.render_markdown(
        _without_html_blocks(text), extension_options=extensions, render_options=rendering
    )
    return markup


@cache
def _options(lines: bool = False) -> tuple[Any, Any]:
    import comrak

    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in EXTENSIONS:
        setattr(extensions, name, name != "description_lists" or not lines)  # GitHub has none
    rendering.escape = True
    rendering.sourcepos = lines
    return extensions, rendering


def _without_html_blocks(text: str) -> str:
    """The text with a backslash before what would begin a block of HTML: it is text of a paragraph."""
    lines, fence = [], ""
    for line in text.split("\n"):
        lines.append(line if fence else HTML_BLOCK.sub(r"\g<before>\\<", line, count=1))
        fence = fence_after(line, fence)
    return "\n".join(lines)


def _footnotes(markup: str) -> str:
    """The footnotes in the form that Python-Markdown gives them."""
    markup = MENTION.sub(r'<sup id="fnref:\2"><a class="footnote-ref" href="#fn:\1">\3</a></sup>', markup)
    markup = NOTE.sub(r'<li id="fn:\1">', markup)
    markup = BACK.sub(r'&#160;<a class="footnote-backref" href="#fnref:\1">&#8617;</a>', markup)
    return NOTES.sub(r'<div class="footnote">\n<hr>\1</div>', markup)
