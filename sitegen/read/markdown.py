"""The seam to the Markdown engine: text in; HTML, plain text, headings and links with lines out.

An engine is a function from text to HTML. What is around it (shortcodes before; sanitising and the
finishing pass after) is the same for every engine, so that every engine gives the same page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias

from msgspec.structs import replace

from sitegen.problems import suggest
from sitegen.read.fragment import EMPTY_FRAGMENT, Fragment, finish
from sitegen.read.lines import Lines
from sitegen.read.places import link_places, without_code
from sitegen.read.sanitise import allowed_address, as_html5, is_harmless, parsed, sanitise
from sitegen.read.shortcodes import extract
from sitegen.types import GFM, Link, Location, Problem, RichText

Engine: TypeAlias = Callable[[str], str]


@cache
def _engine(name: str) -> Engine:
    """Imported when it is needed: a site uses one of them."""
    if name == GFM:
        from sitegen.read.gfm import gfm

        return gfm
    from sitegen.read.python_markdown import python_markdown

    return python_markdown


def convert(text: str, path: str, first_line: int, engine: str) -> Fragment:
    """A body as finished HTML with all that later stages must know of it.

    `first_line` is the line of the file on which the text begins. A text that the engine cannot
    convert is a problem of that file.
    """
    marked, tags = extract(text, first_line)
    try:
        markup = as_html5(_engine(engine)(marked))
    except RecursionError:
        message = "the text is nested too deeply to be converted"
        problem = Problem("markdown.depth", message, Location(path), "use fewer levels of lists")
        return replace(EMPTY_FRAGMENT, problems=(problem,))
    harmless = is_harmless(markup)
    fragment = finish(markup if harmless else parsed(markup), tags, path)
    refused = () if harmless else _refused(markup, text, path, first_line)
    return Fragment(
        html=fragment.html,
        headings=fragment.headings,
        links=link_places(fragment.links, text, first_line),
        shortcodes=fragment.shortcodes,
        problems=(*fragment.problems, *refused, *_without_note(text, path, first_line)),
    )


def inline(text: str, path: str, line: int, column: int, engine: str) -> RichText:
    """A short text of a field: emphasis, code and links, without a paragraph of its own."""
    fragment = finish(sanitise(_engine(engine)(text)), (), path)
    inner = re.fullmatch(r"<p>(.*)</p>", fragment.html.strip(), re.DOTALL)
    markup = inner[1] if inner and "<p>" not in inner[1] else fragment.html
    links = tuple(replace(link, line=line, column=column) for link in fragment.links)
    return RichText(markup, fragment.text, links)


ADDRESSES = (re.compile(r'href="([^"]*)"'), re.compile(r'src="([^"]*)"'))


def _refused(markup: str, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A problem for each address that the sanitiser takes away."""
    for written in (address for pattern in ADDRESSES for address in pattern.findall(markup)):
        target = html.unescape(written)
        if not allowed_address(target):
            found = link_places((Link(target, "", 0, 0),), text, first_line)[0]
            hint = "use https://, mailto: or tel:, or name a file: ../topics/food.md"
            message = f'"{target}" is not an address that a page may link to'
            yield Problem("link.refused", message, Location(path, found.line, found.column), hint)


MENTION = re.compile(r"\[\^([^\]\s]+)\](?!:)")
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def _without_note(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A problem for each mention of a footnote that is nowhere written."""
    if "[^" not in text:
        return
    prose = without_code(text)
    notes = frozenset(NOTE.findall(prose))
    lines = Lines(text, first_line)
    for mention in MENTION.finditer(prose):
        if mention[1] not in notes:
            hint = suggest(mention[1], notes) or f"write the note on a line of its own: [^{mention[1]}]: …"
            message = f'there is no footnote "{mention[1]}"'
            yield Problem("footnote.missing", message, Location(path, *lines.place(mention.start())), hint)
