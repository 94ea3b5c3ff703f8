"""Python-Markdown with what GitHub's editors expect of it, and only as much of it as a text needs.

An extension is left out where the characters it begins with do not occur. What comes out is what the whole
set gives.
"""

from __future__ import annotations

import re
from functools import cache

from markdown import Markdown
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from pymdownx.escapeall import EscapeAllPattern

from sitegen.read.converter import Converter, with_plain_space
from sitegen.read.lists import normalise_lists, without_separators
from sitegen.read.signs import Signs, may_hold

EXTENSIONS: dict[str, Signs] = {
    "pymdownx.highlight": ("```", "~~~", "    "),
    "pymdownx.superfences": ("```", "~~~", "    "),
    "pymdownx.tilde": ("~",),
    "pymdownx.saneheaders": ("#",),
    "pymdownx.magiclink": ("://", "w.", "W.", "@"),
    "tables": ("|",),
    "footnotes": ("[^",),
    "def_list": (": ",),
    "sane_lists": (),
}
"""Each extension with what a text must hold for it to change anything; none: always."""
SETTINGS: dict[str, dict[str, object]] = {
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.highlight": {"use_pygments": False},
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "&#8617;", "BACKLINK_TITLE": "", "UNIQUE_IDS": False},
}
ESCAPED = r"\\([!-/:-@\[-`{-~])"
"""A backslash before punctuation takes its meaning; before anything else it stays (CommonMark 2.4)."""
NESTED = re.compile(r"<(?<=[^\n>]<)([uo]l\b)")
"""Where a list begins behind the words of an item, on their line; other engines break the line there."""
CELL = re.compile(r"<t([dh])\b[^>]*>.*?</t\1>", re.DOTALL)
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)


def python_markdown(text: str) -> str:
    """The HTML of a text. Raises RecursionError where it is nested too deeply."""
    text = with_plain_space(normalise_lists(text))
    needed = (name for name, signs in EXTENSIONS.items() if may_hold(text, signs))
    converter = _converter(tuple(needed))
    converter.reset()
    try:
        markup = converter.convert(text)
    except BaseException:
        _converter.cache_clear()  # what was interrupted is left in a state that would spoil other texts
        raise
    return tidied(markup)


def tidied(markup: str) -> str:
    """What Python-Markdown made, as other engines write the same."""
    markup = NESTED.sub(r"\n<\1", without_separators(markup)).replace('<pre class="highlight">', "<pre>")
    return CELL.sub(_cell, markup) if "\\|" in markup else markup


def _cell(cell: re.Match[str]) -> str:
    """In code of a table the backslash before a bar is not part of the code, as on GitHub."""
    return CODE.sub(lambda code: code[0].replace("\\|", "|"), cell[0])


@cache
def _converter(extensions: tuple[str, ...]) -> Markdown:
    """One converter a process for each set of extensions; building it costs more than a page."""
    settings = {name: SETTINGS[name] for name in extensions if name in SETTINGS}
    return adapted(Converter(extensions=list(extensions), extension_configs=settings))


def adapted(markdown: Markdown) -> Markdown:
    """A converter to which raw HTML is text, so that nothing an author wrote is lost, and a backslash
    what it is in CommonMark."""
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.inlinePatterns.register(EscapeAllPattern(ESCAPED, False, markdown), "escape", 180)
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hardbreak", 185)
    return markdown
