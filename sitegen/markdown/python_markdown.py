"""Python-Markdown with extensions for what GitHub supports, loaded only if a text needs them.

An extension is left out if the strings that it needs do not occur. The result is the same as with all
extensions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from importlib import import_module
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SubstituteTagInlineProcessor
from markdown.util import AtomicString
from pymdownx.escapeall import EscapeAllPattern
from pymdownx.magiclink import MagiclinkPattern
from pymdownx.saneheaders import SaneHeadersProcessor

from sitegen.markdown.bare_addresses import BARE, trimmed
from sitegen.markdown.converter import Converter, with_plain_space
from sitegen.markdown.lists import normalise_lists, without_separators
from sitegen.markdown.note_names import note_name
from sitegen.markdown.of_extensions import own_extensions
from sitegen.markdown.signs import Signs, may_hold
from sitegen.types.registers import on_change

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
"""Extension → strings of which a text must contain one for the extension to have an effect; empty: always
used.
"""
SETTINGS: dict[str, dict[str, object]] = {
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.highlight": {"use_pygments": False},
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "&#8617;", "BACKLINK_TITLE": "", "UNIQUE_IDS": False},
}
ESCAPED = r"\\([!-/:-@\[-`{-~])"
"""A backslash escapes punctuation and is literal before other characters (CommonMark 2.4)."""
NAME = re.compile(r"\[([^\]]*)\]")
"""Name of a definition, directly after the words of a link: `[a] [b]` are two links (CommonMark 6.3)."""
NESTED = re.compile(r"<(?<=[^\n]<)([uo]l\b)")
"""A list on the line of an item's text, where other engines insert a line break."""
INDENTED = re.compile(r"(<pre>.*?</pre>|\n) *", re.DOTALL)
TRAILING = re.compile(r" +(?=</(?:p|li)>|\n<[uo]l\b)")
CELL = re.compile(r"<t([dh])\b[^>]*>.*?</t\1>", re.DOTALL)
NOTE = re.compile(r'((?:id="|href="#)fn(?:ref)?\d*:)([^"]*)')
"""Name of a footnote in an attribute."""
CODE = re.compile(r"<code>.*?</code>", re.DOTALL)


def python_markdown(text: str) -> str:
    """Converts a text to HTML. Raises RecursionError if it is nested too deeply."""
    text = with_plain_space(normalise_lists(text))
    needed = (name for name, signs in EXTENSIONS.items() if may_hold(text, signs))
    converter = _converter((*needed, *own_extensions()))
    converter.reset()
    try:
        markup = converter.convert(text)
    except BaseException:
        _converter.cache_clear()  # an interrupted converter has a state that would affect other texts
        raise
    return tidied(markup)


def tidied(markup: str) -> str:
    """Adapts the HTML of Python-Markdown to the form of other engines."""
    markup = NESTED.sub(r"\n<\1", without_separators(markup)).replace('<pre class="highlight">', "<pre>")
    if "\n " in markup:
        markup = INDENTED.sub(r"\1", markup)
    if "  <" in markup or "  \n" in markup:
        markup = TRAILING.sub("", markup)
    if 'class="footnote"' in markup:
        markup = NOTE.sub(lambda note: note[1] + note_name(unescape(note[2])), markup)
    return CELL.sub(_cell, markup) if "\\|" in markup else markup


def _cell(cell: re.Match[str]) -> str:
    """Removes the backslash before a bar in code of a table cell, as on GitHub."""
    return CODE.sub(lambda code: code[0].replace("\\|", "|"), cell[0])


@cache
def _converter(extensions: tuple[str, ...]) -> Markdown:
    """Converter for a set of extensions, cached because building one takes longer than converting a page."""
    own = {name: dict(found.settings) for name, found in own_extensions().items()}
    # What other extensions need of a text is not known, so nothing is skipped.
    kind = Markdown if own else Converter
    found = [name if name in own else _extension(name) for name in extensions]
    return adapted(kind(extensions=found, extension_configs=own))


def _extension(name: str) -> Extension:
    """One of our extensions; by its name alone, the entry points of all packages would be read."""
    module = import_module(name if "." in name else f"markdown.extensions.{name}")
    extension: Extension = module.makeExtension(**SETTINGS.get(name, {}))
    return extension


on_change(_converter.cache_clear)


def adapted(markdown: Markdown) -> Markdown:
    """Adapts a converter: raw HTML is text, so that no content is lost, and backslashes follow CommonMark."""
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    markdown.inlinePatterns.register(EscapeAllPattern(ESCAPED, False, markdown), "escape", 180)
    markdown.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "hardbreak", 185)
    for name in ("reference", "image_reference"):
        markdown.inlinePatterns[name].RE_LINK = NAME  # type: ignore[attr-defined]
    if "magic-link" in markdown.inlinePatterns:
        markdown.inlinePatterns.register(_BareAddress(BARE, markdown), "magic-link", 85)
    if "hashheader" in markdown.parser.blockprocessors:
        markdown.parser.blockprocessors.register(_Heading(markdown.parser), "hashheader", 70)
    return markdown


class _BareAddress(MagiclinkPattern):  # type: ignore[misc]  # the package has no types
    """An address without brackets; it ends as on GitHub."""

    config: Mapping[str, bool] = {"hide_protocol": False}

    def handleMatch(  # noqa: N802
        self, m: re.Match[str], _data: str
    ) -> tuple[Element | None, int | None, int | None]:
        address = trimmed(m["link"])
        if address.count(".") + address.count("://") < 1 or address.endswith("//"):
            return None, None, None
        element = Element("a", href=self.unescape(f"http://{address}" if m["www"] else address))
        element.text = AtomicString(address)
        return element, m.start(), m.start() + len(address)


class _Heading(SaneHeadersProcessor):  # type: ignore[misc]
    """A heading; as on GitHub, only a # after a blank closes it: `## C#` is about C#."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?= )(?P<header>[^\n]*)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        super().run(parent, blocks)
        words = str(parent[-1].text)
        opened = words.rstrip("#")
        if not opened or opened[-1] in " \t":
            parent[-1].text = opened.rstrip()
