"""Marks of other programs for notes, links, contents and comments do nothing here, and readers see them.

!!! note          →   markdown.template: this is a note of MkDocs, and readers see it as it is written
%% ask again %%   →   markdown.comment: this is a comment of Obsidian, and readers see it
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from sitegen.features.writing.text import WrittenText
from sitegen.problems.formats import and_others
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

ALERT = "write > [!NOTE] on a line of its own, and > before each line of the text below it"
SHORTCODE = "write {{< name >}}, with these signs from a keyboard on Latin letters"
FOOTNOTE = "write [^1], with these signs from a keyboard on Latin letters"
TEXT = "write what it stands for"
FORMULA = "write it with signs (x², √2, CO₂), or have an extension that shows formulas"
COMMENT = "write <!-- … -->, which readers do not see"


class OtherMarkup(Struct, frozen=True):
    sign: str
    """A text without it has no such marks."""
    pattern: re.Pattern[str]
    thing: str
    hint: str
    code: str = "markdown.template"


MARKUP = (
    OtherMarkup("!!!", lazy_pattern(r"^[ \t]*!!![ \t]+[a-z][^\n]*", re.MULTILINE), "a note of MkDocs", ALERT),
    OtherMarkup(
        "???", lazy_pattern(r"^[ \t]*\?\?\?\+?[ \t]+[a-z][^\n]*", re.MULTILINE), "a note of MkDocs", ALERT
    ),
    OtherMarkup(
        ":::",
        lazy_pattern(r"^[ \t]*:{3,}[ \t]*[{.]*[a-z][^\n]*", re.MULTILINE),
        "a block of Docusaurus or Pandoc",
        ALERT,
    ),
    OtherMarkup(
        '=== "',
        lazy_pattern(r"""^[ \t]*===[!+]*[ \t]+"[^"\n]+"[ \t]*$""", re.MULTILINE),
        "a tab of MkDocs",
        "write a heading: ## Words",
    ),
    OtherMarkup(
        "--8<--",
        lazy_pattern(r"^[ \t]*-+8<-+[^\n]*", re.MULTILINE),
        "a text from another file, for MkDocs",
        TEXT,
    ),
    OtherMarkup(
        "::", lazy_pattern(r"^[ \t]*\.\. [a-z][a-z-]*::[^\n]*", re.MULTILINE), "reStructuredText", TEXT
    ),
    OtherMarkup("<%", lazy_pattern(r"<%[-=#]?\s[^%\n]{1,200}%>"), "a template of another program", TEXT),
    OtherMarkup(
        ":",
        lazy_pattern(r":(?<![\w:/.-]:)[a-z][a-z0-9]*(?:_[a-z0-9]+)*:(?![\w:/`-])"),
        "the name of an emoji",
        "write the sign itself, or leave it out",
    ),
    OtherMarkup(
        "$",
        lazy_pattern(
            r"(?<![\w$\\])\$\$?(?=[^\s$])[^$\n]{0,200}?(?:\\[a-zA-Z]+|[\^_][\w{])[^$\n]{0,200}?(?<=[^\s$\\])\$\$?(?![\w$])"
        ),
        "a formula of LaTeX",
        FORMULA,
    ),
    OtherMarkup("\\", lazy_pattern(r"\\[a-z]{3,}\{[^{}\n]{0,200}\}"), "LaTeX", FORMULA),
    OtherMarkup(
        "]{#",
        lazy_pattern(r"(?<!\])\[[^\[\]\n]+\](?=\{#[^{}\n]+\})"),
        "a span of Pandoc",
        "write the words without the brackets",
    ),
    OtherMarkup(
        "[[",
        lazy_pattern(r"!?\[\[(?!_?toc_?\]\])[^\[\]\n]+\]\]", re.IGNORECASE),
        "a link of a wiki",
        "write [words](file.md)",
    ),
    OtherMarkup(
        "[",
        lazy_pattern(r"\[(?:TOC|\[_?toc_?\])\][ \t]*$", re.MULTILINE | re.IGNORECASE),
        "a table of contents of another program",
        "leave it out: where a page has contents, its template makes them",
    ),
    OtherMarkup(
        "[",
        lazy_pattern(
            r"\[(?:caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+)\b[^\[\]\n]*\](?!\()"
        ),
        "a shortcode of WordPress",
        "write what it stands for: ![what it shows](photo.jpg), or a shortcode of this site",
    ),
    OtherMarkup(
        "{{",
        lazy_pattern(r"\{\{(?:&lt;|＜)[^{}\n]{1,200}(?:&gt;|＞)\}\}"),
        "no shortcode",
        SHORTCODE,
    ),
    OtherMarkup(
        "｛",
        lazy_pattern(r"[{｛]{2}(?:&lt;|[<＜%％])[^{}｛｝\n]{1,200}(?:&gt;|[>＞%％])[}｝]{2}"),
        "no shortcode",
        SHORTCODE,
    ),
    OtherMarkup("［", lazy_pattern(r"［[\^＾][\w.-]{1,80}[\]］]"), "no footnote", FOOTNOTE),
    OtherMarkup("＾", lazy_pattern(r"\[＾[\w.-]{1,80}[\]］]"), "no footnote", FOOTNOTE),
    OtherMarkup(
        "^[",
        lazy_pattern(r"(?<!\])\^\[[^\[\]\n]+\]"),
        "a footnote of Pandoc",
        "write [^1] here, and the note on a line of its own: [^1]: …",
    ),
    OtherMarkup(
        "==",
        lazy_pattern(r"(?<![=\w])==(?=[^\s=])[^=\n]+(?<=\S)==(?![=\w])"),
        "a highlight of another program",
        "write **words**",
    ),
    OtherMarkup(
        "%%",
        lazy_pattern(r"(?<![%\w])%%(?!%)[^%]{1,2000}%%(?!%)"),
        "a comment of Obsidian",
        COMMENT,
        "markdown.comment",
    ),
    OtherMarkup(
        "{#",
        lazy_pattern(r"\{#-?\s[^{}#]{1,2000}#\}"),
        "a comment of Nunjucks",
        COMMENT,
        "markdown.comment",
    ),
    OtherMarkup(
        "/*",
        lazy_pattern(r"\{\{-?\s*/\*(?:[^*{]|\*(?!/)|\{(?!\{)){0,2000}\*/\s*-?\}\}"),
        "a comment of Hugo",
        COMMENT,
        "markdown.comment",
    ),
    OtherMarkup(
        "{/*",
        lazy_pattern(r"(?<!\{)\{/\*(?:[^*{]|\*(?!/)|\{(?!/)){0,2000}\*/\}"),
        "a comment of MDX",
        COMMENT,
        "markdown.comment",
    ),
    OtherMarkup(
        "{>>",
        lazy_pattern(r"\{>>[^{}]{1,2000}<<\}"),
        "a comment of CriticMarkup",
        COMMENT,
        "markdown.comment",
    ),
)


def _by_rarest(marks: Iterable[OtherMarkup]) -> Mapping[str, Sequence[OtherMarkup]]:
    found: dict[str, list[OtherMarkup]] = {}
    for known in marks:
        rarest = next((char for char in known.sign if char not in COMMON), known.sign)
        found.setdefault(rarest, []).append(known)
    return found


COMMON = ":[].-8/"
"""Characters that most texts have."""
BY_RAREST = _by_rarest(MARKUP)
"""Marks by the rarest character of their signs; to look for one character is much faster than for several."""


def check(written: WrittenText) -> Iterator[Problem]:
    text = written.text
    for known in (known for char, marks in BY_RAREST.items() if char in text for known in marks):
        if known.sign in text and known.pattern.search(text):
            shown = [mark for mark in known.pattern.finditer(written.prose) if _is_shown(written, mark)]
            if shown:
                message = f"this is {known.thing}, and readers see it as it is written"
                start = shown[0].start() + len(shown[0][0]) - len(shown[0][0].lstrip())
                yield written.problem(known.code, message + and_others(len(shown)), start, known.hint)


BEGINNING = re.compile(r"[^\w\s]*(?:[^\W_]|\s){0,40}")


def _is_shown(written: WrittenText, mark: re.Match[str]) -> bool:
    """True if readers see the beginning of a mark; the words in it may have marks of their own."""
    beginning = BEGINNING.match(mark[0].lstrip())
    assert beginning is not None
    return written.is_shown(html.unescape(beginning[0]))
