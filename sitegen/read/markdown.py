"""The seam to the Markdown engine: text in; HTML, plain text, headings and links with lines out.

An engine is a function from text to HTML. What is around it (lists as on GitHub before; sanitising
and the finishing pass after) is the same for every engine.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypeAlias

from markdown import Markdown

from sitegen.problems import suggest
from sitegen.read.fragment import EMPTY_FRAGMENT, Fragment, finish
from sitegen.read.lists import normalise_lists, without_separators
from sitegen.read.sanitise import allowed_address, sanitise
from sitegen.read.shortcodes import extract
from sitegen.types import Heading, Link, Location, Problem, RichText

Engine: TypeAlias = Callable[[str], str]

EXTENSIONS = (
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tilde",
    "pymdownx.saneheaders",
    "pymdownx.escapeall",
    "pymdownx.magiclink",
    "tables",
    "footnotes",
    "def_list",
    "sane_lists",
)
SETTINGS: dict[str, dict[str, object]] = {
    "pymdownx.tilde": {"subscript": False},
    "pymdownx.escapeall": {"hardbreak": True},
    "pymdownx.highlight": {"use_pygments": False},
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "&#8617;", "BACKLINK_TITLE": "", "UNIQUE_IDS": False},
}


@cache
def _instance() -> Markdown:
    """One converter a process; building it costs more than converting a page."""
    markdown = Markdown(extensions=list(EXTENSIONS), extension_configs=SETTINGS)
    markdown.preprocessors.deregister("html_block")  # raw HTML is text: nothing an author wrote is lost
    markdown.inlinePatterns.deregister("html")
    return markdown


def python_markdown(text: str) -> str:
    """Python-Markdown, with what GitHub's editors expect of it."""
    converter = _instance()
    converter.reset()
    try:
        return without_separators(converter.convert(normalise_lists(text)))
    except BaseException:
        _instance.cache_clear()  # what was interrupted is left in a state that would spoil other texts
        raise


def convert(text: str, path: str, first_line: int, engine: Engine = python_markdown) -> Fragment:
    """A body as finished HTML with all that later stages must know of it.

    `first_line` is the line of the file on which the text begins. A text that the engine cannot
    convert is a problem of that file.
    """
    marked, tags = extract(text, first_line)
    try:
        markup = engine(marked)
    except RecursionError:
        message = "the text is nested too deeply to be converted"
        problem = Problem("markdown.depth", message, Location(path), "use fewer levels of lists")
        return replace(EMPTY_FRAGMENT, problems=(problem,))
    fragment = finish(sanitise(markup), tags, path)
    return replace(
        fragment,
        problems=(
            *fragment.problems,
            *_refused(markup, text, path, first_line),
            *_without_note(text, path, first_line),
        ),
        headings=_heading_lines(fragment.headings, text, first_line),
        links=_link_lines(fragment.links, text, first_line),
    )


ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')


def _refused(markup: str, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A problem for each address that the sanitiser takes away."""
    for written in ADDRESS.findall(markup):
        target = html.unescape(written)
        if not allowed_address(target):
            found = _link_lines((Link(target, "", 0, 0),), text, first_line)[0]
            hint = "use https://, mailto: or tel:, or name a file: ../topics/food.md"
            message = f'"{target}" is not an address that a page may link to'
            yield Problem("link.refused", message, Location(path, found.line, found.column), hint)


MENTION = re.compile(r"\[\^([^\]\s]+)\](?!:)")
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def _without_note(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """A problem for each mention of a footnote that is nowhere written."""
    if "[^" not in text:
        return
    prose = _without_code(text)
    notes = NOTE.findall(prose)
    for mention in MENTION.finditer(prose):
        if mention[1] not in notes:
            before = prose[: mention.start()]
            line, column = before.count("\n"), mention.start() - before.rfind("\n")
            hint = suggest(mention[1], notes) or f"write the note on a line of its own: [^{mention[1]}]: …"
            message = f'there is no footnote "{mention[1]}"'
            yield Problem("footnote.missing", message, Location(path, first_line + line, column), hint)


def inline(text: str, path: str, line: int, column: int, engine: Engine = python_markdown) -> RichText:
    """A short text of a field: emphasis, code and links, without a paragraph of its own."""
    fragment = finish(sanitise(engine(text)), (), path)
    inner = re.fullmatch(r"<p>(.*)</p>", fragment.html.strip(), re.DOTALL)
    markup = inner[1] if inner and "<p>" not in inner[1] else fragment.html
    links = tuple(replace(link, line=line, column=column) for link in fragment.links)
    return RichText(markup, fragment.text, links)


HEADING_LINE = re.compile(r" {0,3}#{1,6}(?:[ \t]+(?P<text>.*?)[ \t]*#*)?[ \t]*$")
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")


def _heading_lines(headings: tuple[Heading, ...], text: str, first_line: int) -> tuple[Heading, ...]:
    """Each heading with the line on which its words stand as a heading, in order."""
    lines = text.split("\n")
    found, start = [], 0
    for heading in headings:
        words = re.sub(r"\W+", "", heading.text)
        at = next((n for n in range(start, len(lines)) if _is_heading(lines, n, words)), None)
        if at is not None:
            start = at + 1
        found.append(replace(heading, line=None if at is None else first_line + at))
    return tuple(found)


def _is_heading(lines: list[str], number: int, words: str) -> bool:
    match = HEADING_LINE.match(lines[number])
    underlined = number + 1 < len(lines) and UNDERLINE.match(lines[number + 1]) is not None
    written = match["text"] or "" if match else lines[number] if underlined else None
    if written is None:
        return False
    shown = re.sub(r"\]\([^)]*\)|\{\{<.*?>\}\}", "", written)
    return re.sub(r"[\W_]+", "", shown) == words.replace("_", "")


FENCED = r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)"
QUOTED = r"(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)"
CODE = re.compile(f"{FENCED}|{QUOTED}", re.DOTALL | re.MULTILINE)


def _without_code(text: str) -> str:
    """The text with blanks in place of code, so that every place stays where it is."""
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _link_lines(links: tuple[Link, ...], text: str, first_line: int) -> tuple[Link, ...]:
    """Each link with line and column of its target in the source, as far as they can be found."""
    found, position = [], 0
    text = _without_code(text)
    for link in links:
        at = _occurrence(text, link.target, position)
        if at >= 0:
            position = at
        else:
            at = max(_occurrence(text, link.target, 0), 0)
        line = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        found.append(replace(link, line=first_line + line, column=column))
    return tuple(found)


def _occurrence(text: str, target: str, start: int) -> int:
    for form in (f"({target}", f"<{target}", f": {target}", target):
        at = text.find(form, start)
        if at >= 0:
            return at + len(form) - len(target)
    return -1
