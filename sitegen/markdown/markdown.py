"""Interface to the Markdown engines: text in; HTML, plain text, headings and links with lines out.

An engine is a function from text to HTML. The steps around it (shortcodes before; sanitising and the final
pass after) are the same for every engine, so that all engines give the same page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import TypeAlias

from msgspec.structs import replace

from sitegen.markdown.abbreviations import expanded
from sitegen.markdown.allowed_html import INLINE
from sitegen.markdown.fragment import EMPTY_FRAGMENT, Fragment, finish
from sitegen.markdown.marks import NO_HTML, marked
from sitegen.markdown.places import link_places
from sitegen.markdown.restoring import restored
from sitegen.markdown.sanitise import allowed_address, as_html5, is_harmless, parsed, sanitise
from sitegen.markdown.typography import PLAIN, Typography
from sitegen.types import GFM, Link, Location, Problem, RichText, Shortcode

Engine: TypeAlias = Callable[[str], str]


@cache
def _engine(name: str) -> Engine:
    """Imports and returns an engine; a site uses only one."""
    if name == GFM:
        from sitegen.markdown.gfm import gfm

        return gfm
    from sitegen.markdown.python_markdown import python_markdown

    return python_markdown


def convert(
    text: str,
    path: str,
    first_line: int,
    engine: str,
    typography: Typography = PLAIN,
    html: frozenset[str] = NO_HTML,
) -> Fragment:
    """Converts a body to finished HTML, with everything that later stages need.

    `first_line` is the line of the file on which the text begins, `html` the elements that the site allows in
    texts. If the engine cannot convert the text, the result has a problem.
    """
    source = marked(text, first_line, html)
    try:
        markup = as_html5(_engine(engine)(source.text))
    except RecursionError:
        message = "the text is nested too deeply to be converted"
        problem = Problem("markdown.depth", message, Location(path), "use fewer levels of lists")
        return replace(EMPTY_FRAGMENT, problems=(problem,))
    found = restored(markup, source.pieces, path, html)
    harmless = not found.has_html and is_harmless(found.html)
    allowed = found.html if harmless else parsed(found.html, html)
    if found.has_html:
        allowed = NOTHING.sub("", allowed)
    fragment = finish(expanded(allowed, source.abbreviations), source.pieces, path)
    refused = () if harmless else _refused(found.html, text, path, first_line)
    return Fragment(
        html=typography.html(fragment.html),
        headings=tuple(replace(h, text=typography.text(h.text)) for h in fragment.headings)
        if typography.french
        else fragment.headings,
        links=link_places(fragment.links, text, first_line, found.targets),
        shortcodes=tuple(_set(call, typography) for call in fragment.shortcodes),
        problems=(*fragment.problems, *found.problems, *refused),
    )


def _set(call: Shortcode, typography: Typography) -> Shortcode:
    """Applies the spacing of the language to the arguments of a shortcode."""
    if not typography.french:
        return call
    named = {name: typography.text(value) for name, value in call.named.items()}
    return replace(call, args=tuple(map(typography.text, call.args)), named=named)


def inline(
    text: str, place: Location, engine: str, typography: Typography = PLAIN, html: frozenset[str] = NO_HTML
) -> tuple[RichText, tuple[Problem, ...]]:
    """Converts inline Markdown of a field, without a paragraph around it; returns it with its problems."""
    html &= INLINE
    source = marked(text, 1, html, calls=False)
    kept = restored(_engine(engine)(source.text), source.pieces, place.path, html)
    fragment = finish(sanitise(kept.html, html), source.pieces, place.path)
    inner = re.fullmatch(r"<p>\s*(.*?)\s*</p>", fragment.html.strip(), re.DOTALL)
    shown = inner[1] if inner and "<p>" not in inner[1] else fragment.html
    links = tuple(replace(link, line=place.line or 1, column=place.column or 1) for link in fragment.links)
    problems = (*fragment.problems, *kept.problems)
    found = tuple(replace(problem, location=place) for problem in problems)
    return RichText(typography.html(shown), fragment.text, links), found


NOTHING = re.compile(r"<p>\s*</p>\n?")
"""The rest of a paragraph that a block of HTML has ended."""
ADDRESSES = (re.compile(r'href="([^"]*)"'), re.compile(r'src="([^"]*)"'))


def _refused(markup: str, text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Yields a problem for each address that the sanitiser removes."""
    for written in (address for pattern in ADDRESSES for address in pattern.findall(markup)):
        target = unescape(written)
        if not allowed_address(target):
            found = link_places((Link(target, "", 0, 0),), text, first_line)[0]
            better = "" if ":" in target or target[0] in "/\\" else "write " + target.replace("\\", "/")
            hint = better or "use https://, mailto: or tel:, or name a file: ../topics/food.md"
            message = f'"{target}" is not an address that a page may link to'
            yield Problem("link.refused", message, Location(path, found.line, found.column), hint)
