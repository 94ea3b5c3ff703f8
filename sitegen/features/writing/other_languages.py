"""Commands of other template languages do nothing here, and readers see them; they are named once a file.

{% include map.html %}     →   markdown.template: this is Liquid, and readers see it as it is written
import Map from "./map"    →   markdown.template: this is MDX, and readers see it as it is written
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.raw_html import is_element
from sitegen.problems.formats import and_others
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

TAG = lazy_pattern(r"(?<!\{)\{%[-~]?\s*(?P<name>[A-Za-z_]\w*)[^%{}\n]*(?:[%{}](?![}%{])[^%{}\n]*)*[-~]?%\}")
OUTPUT = lazy_pattern(
    r"\{\{-?(?![<%{])\s*(?P<name>[A-Za-z_][\w.\[\]\"'-]*|[\"'][^\"'{}\n]*[\"'])(?P<rest>[^{}\n]*)-?\}\}"
)
KRAMDOWN = lazy_pattern(r"\{::(?P<name>[a-z]+)[^{}\n]*/?\}|\{:/[a-z]*\}")
NUNJUCKS = frozenset({
    "set", "endset", "block", "endblock", "extends", "macro", "endmacro", "import", "from", "asyncEach",
    "asyncAll", "call", "endcall", "filter", "endfilter", "elif", "switch",
})  # fmt: skip
"""Tags of Nunjucks that Liquid does not have."""
OF_LIQUID = frozenset({
    "assign", "capture", "endcapture", "case", "when", "endcase", "comment", "endcomment", "cycle", "elsif",
    "endhighlight", "highlight", "include_relative", "increment", "decrement", "layout", "link", "liquid",
    "post_url", "render", "tablerow", "unless", "endunless", "include_cached", "seo", "gist",
})  # fmt: skip
"""Tags of Liquid, and of Jekyll, that Nunjucks does not have."""
IMPORT = lazy_pattern(
    r"^(?:import\s+(?:[\w*{][^\n;]*\sfrom\s+)?[\"'][^\"'\n]+[\"'];?"
    r"|export\s+(?:const|default|function|let)\b[^\n]*)[ \t]*$",
    re.MULTILINE,
)
COMPONENT = lazy_pattern(
    r"<(?P<name>[A-Z][A-Za-z0-9]*(?:\.[A-Z]\w*)*)(?P<rest>(?:\s[^<>]*)?)>|</[A-Z][\w.]*>"
)
EXPRESSION = lazy_pattern(r"(?<![{$])\{(?!/\*|\s*[#.:%{])[^{}\n]*\}(?!\})")


SIGNS = (TAG, OUTPUT, KRAMDOWN, IMPORT, lazy_pattern(r"</?[A-Z]"))
"""Patterns of which a text has one, or it is in no other language."""


def check(written: WrittenText) -> Iterator[Problem]:
    if not any(sign.search(written.text) for sign in SIGNS):
        return
    prose = written.prose
    yield from _mdx(written, prose)
    yield from _of(written, "kramdown", list(KRAMDOWN.finditer(prose)))
    yield from _liquid(written, prose)


HINT = "write what it stands for, or a shortcode: {{< name >}}; if readers should see it, between backticks"


def _liquid(written: WrittenText, prose: str) -> Iterator[Problem]:
    """A problem for Liquid and Nunjucks, whose commands look alike."""
    tags = list(TAG.finditer(prose))
    names = {tag["name"] for tag in tags}
    found = sorted((*tags, *OUTPUT.finditer(prose)), key=lambda match: match.start())
    if names & NUNJUCKS and not names & OF_LIQUID:
        language = "Nunjucks"
    elif names & OF_LIQUID or not names & NUNJUCKS:
        language = "Liquid"
    else:
        language = "Liquid or Nunjucks"
    yield from _of(written, language, found)


def _mdx(written: WrittenText, prose: str) -> Iterator[Problem]:
    imports = list(IMPORT.finditer(prose))
    tags = [tag for tag in COMPONENT.finditer(prose) if not _is_element(tag)]
    closed = {tag[0][2:-1] for tag in tags if tag["name"] is None}
    tags = [tag for tag in tags if tag["name"] is None or tag["name"] in closed or _is_used(tag)]
    if not imports and not tags:
        return
    expressions = EXPRESSION.finditer(prose)
    found = sorted((*imports, *tags, *expressions), key=lambda match: match.start())
    yield from _of(written, "MDX", found)


def _is_code(written: WrittenText, match: re.Match[str]) -> bool:
    """True for what is indented and not shown outside of code."""
    line = written.text[written.text.rfind("\n", 0, match.start()) + 1 : match.end()]
    return line.startswith(("    ", "\t")) and not written.is_shown(match[0])


def _is_element(tag: re.Match[str]) -> bool:
    """True for HTML with capitals, such as <BR>."""
    name = tag[0].strip("</> ").partition(" ")[0].lower()
    return is_element(name)


def _is_used(tag: re.Match[str]) -> bool:
    """True for a component with values, or one that is closed at once."""
    return "=" in tag["rest"] or tag["rest"].endswith("/")


def _of(written: WrittenText, language: str, found: list[re.Match[str]]) -> Iterator[Problem]:
    found = [match for match in found if not _is_code(written, match)]
    if found:
        message = f"this is {language}, and readers see it as it is written{and_others(len(found))}"
        yield written.problem("markdown.template", message, found[0].start(), HINT)
