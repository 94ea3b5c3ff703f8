"""Python-Markdown with what GitHub's editors expect of it, and only as much of it as a text needs.

Nine tenths of its time went into looking for what is not there: each extension has every block
tried, and each inline pattern every piece of text. So an extension is left out where the characters
it begins with do not occur, and a pattern is not tried on a piece without its sign. What comes out
is what the whole set gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString
from pymdownx.escapeall import EscapeAllPattern

from sitegen.read.lists import normalise_lists, without_separators

EXTENSIONS: dict[str, re.Pattern[str] | None] = {
    "pymdownx.highlight": re.compile("```|~~~|    |\t"),
    "pymdownx.superfences": re.compile("```|~~~|    |\t"),
    "pymdownx.tilde": re.compile("~"),
    "pymdownx.saneheaders": re.compile("#"),
    "pymdownx.magiclink": re.compile(r"://|w\.|@", re.IGNORECASE),
    "tables": re.compile(r"\|"),
    "footnotes": re.compile(r"\[\^"),
    "def_list": re.compile(r"^ {0,3}:", re.MULTILINE),
    "sane_lists": None,
}
"""Each extension with what a text must hold for it to change anything."""
SETTINGS: dict[str, dict[str, object]] = {
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.highlight": {"use_pygments": False},
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "&#8617;", "BACKLINK_TITLE": "", "UNIQUE_IDS": False},
}
SIGNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "magic-link": ("://", "w.", "W."),
    "magic-mail": ("@",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "delimiter": ("~",),
    "hardbreak": ("\\\n",),
}
"""By the name of an inline pattern what a text must hold for it to match; others are always tried."""
ESCAPED = r"\\([!-/:-@\[-`{-~])"
"""A backslash before punctuation takes its meaning; before anything else it stays (CommonMark 2.4)."""
NESTED = re.compile(r"(?<=[^\n>])(?=<[uo]l\b)")
"""Where a list begins behind the words of an item, on their line; other engines break the line there."""
CELL = re.compile(r"<t([dh])\b[^>]*>.*?</t\1>", re.DOTALL)
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)


def python_markdown(text: str) -> str:
    """The HTML of a text. Raises RecursionError where it is nested too deeply."""
    text = normalise_lists(text)
    needed = (name for name, sign in EXTENSIONS.items() if sign is None or sign.search(text))
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
    markup = NESTED.sub("\n", without_separators(markup))
    return CELL.sub(_cell, markup) if "\\|" in markup else markup


def _cell(cell: re.Match[str]) -> str:
    """In code of a table the backslash before a bar is not part of the code, as on GitHub."""
    return CODE.sub(lambda code: code[0].replace("\\|", "|"), cell[0])


@cache
def _converter(extensions: tuple[str, ...]) -> Markdown:
    """One converter a process for each set of extensions; building it costs more than a page."""
    settings = {name: SETTINGS[name] for name in extensions if name in SETTINGS}
    markdown = adapted(Markdown(extensions=list(extensions), extension_configs=settings))
    markdown.treeprocessors.register(_Inline(markdown), "inline", 20)
    return markdown


def adapted(markdown: Markdown) -> Markdown:
    """A converter to which raw HTML is text, so that nothing an author wrote is lost, and a backslash
    what it is in CommonMark."""
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.inlinePatterns.register(EscapeAllPattern(ESCAPED, False, markdown), "escape", 180)
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hardbreak", 185)
    return markdown


class _Inline(InlineProcessor):
    """The inline patterns, each tried only where its sign occurs."""

    def __init__(self, markdown: Markdown) -> None:
        super().__init__(markdown)
        self._apply: Callable[..., tuple[str, bool, int]] = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009
        self._signed: list[tuple[Any, tuple[str, ...]]] = []

    def _patterns(self) -> list[tuple[Any, tuple[str, ...]]]:
        if not self._signed:
            known = self.md.inlinePatterns
            self._signed = [(pattern, ()) for pattern in known]
            for name, signs in SIGNS.items():
                if name in known:
                    self._signed[known.get_index_for_name(name)] = (known[name], signs)
        return self._signed

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        # The name by which the base class calls its loop over the patterns, which this one replaces.
        if isinstance(data, AtomicString):
            return data
        patterns, start = self._patterns(), 0
        while patternIndex < len(patterns):
            pattern, signs = patterns[patternIndex]
            matched = False
            if not signs or any(sign in data for sign in signs):
                data, matched, start = self._apply(pattern, data, patternIndex, start)
            if not matched:
                patternIndex, start = patternIndex + 1, 0  # noqa: N806
        return data
