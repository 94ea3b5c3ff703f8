"""A heading or list item must begin with a mark of Markdown, followed by an ordinary blank.

• First point     →   markdown.mark: "•" begins no item of a list, so these lines run together
##Results         →   markdown.mark: there is no blank after "##", so this is shown as text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sitegen.features.writing.text import MARKUP, WrittenText
from sitegen.markdown.lettered import letter_after, roman_after
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

BLANKS = ("\u00a0", "\u2002", "\u2003", "\u2007", "\u2009", "\u202f", "\u3000")
"""Blanks that Markdown does not accept: non-breaking ones, and those of special widths."""
WRONG_BLANK = lazy_pattern(
    rf"^[ >]*(?P<mark>\#{{1,6}}|[-+*]|[0-9]{{1,9}}[.)])(?P<blank>[{''.join(BLANKS)}])", re.MULTILINE
)
NO_BLANK = lazy_pattern(r"^ {0,3}(?P<mark>#{2,6})(?=[^\s#])", re.MULTILINE)
FOREIGN = "[•·‣▪●◦∙■□○◆✓✔➢➤・･–—]"
"""List marks of other programs: bullets, ticks, arrows, dashes."""
NUMBER = (
    r"[一二三四五六七八九十]{1,3}、|（[0-9０-９一二三四五六七八九十]{1,3}）"
    r"|[０-９]{1,3}[．、）.)]|[0-9]{1,3}[．、）]|[①-⑳]|\([0-9]{1,3}\)"
)
"""List numbers in other scripts, or in brackets."""
SIGNS = f"(（{FOREIGN[1:-1]}．、）０１２３４５６７８９①②③"
RUNS_ON = r"(?<!  )(?<!\\)(?<!>)"
LINE = r"[ \t\u00a0\u3000]*+(?=\S)[^\n]*"
LETTER = r"(?:[A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})"
LETTERED = lazy_pattern(
    rf"^[ >]{{0,9}}(?P<first>{LETTER})\.(?P<words>[ \t]++\S[^\n]*){RUNS_ON}"
    rf"\n[ >]{{0,9}}(?P<second>{LETTER})\.[ \t]",
    re.MULTILINE,
)


SECOND = re.compile(rf"\n[ >]{{0,9}}{LETTER}\.[ \t]")
"""Beginning of a second line. It begins with a literal, so searching is several times as fast."""


RUNS = {
    "-": lazy_pattern(rf"^[ >]*(?P<mark>{FOREIGN}){LINE}{RUNS_ON}(?:\n[ >]*(?P=mark){LINE})+", re.MULTILINE),
    "1.": lazy_pattern(
        rf"^[ >]*(?P<mark>{NUMBER}){LINE}{RUNS_ON}(?:\n[ >]*(?:{NUMBER}){LINE})+", re.MULTILINE
    ),
}
"""Consecutive lines, by the Markdown mark to use for them."""


def check_bullets(written: WrittenText) -> Iterator[Problem]:
    text = written.text
    if text.isascii() and not ("(1)" in text and "(2)" in text):
        return
    for mark, run in RUNS.items():
        for found in run.finditer(written.prose) if run.search(text) else ():
            message = f'"{found["mark"]}" begins no item of a list, so these lines run together'
            hint = f'write "{mark} " in place of each such mark, or blank lines between the lines'
            yield written.problem("markdown.mark", message, found.start("mark"), hint)


def check_letters(written: WrittenText) -> Iterator[Problem]:
    """Problems for lines that begin with letters or Roman numerals and a full stop, and are joined."""
    if not SECOND.search(written.text):
        return
    found = LETTERED.search(written.prose)
    shown = cache(written.is_shown)
    while found:
        first, second, end = found["first"], found["second"], found.start("second")
        last = found["words"].split()[-1]
        follows = second in (letter_after(first), roman_after(first))
        if follows and shown(f"{'' if set(last) & set(MARKUP) else last}{second}."):
            message = f'"{first}." begins no item of a list, so these lines run together'
            hint = f'write "{first}) " in place of "{first}. ", and so on, or blank lines between the lines'
            yield written.problem("markdown.mark", message, found.start("first"), hint)
            end = written.prose.find("\n\n", found.end())
        found = LETTERED.search(written.prose, end) if end >= 0 else None


def check_blanks(written: WrittenText) -> Iterator[Problem]:
    if WRONG_BLANK.search(written.text) is None:
        return
    for found in WRONG_BLANK.finditer(written.prose):
        mark, code = found["mark"], ord(found["blank"])
        message = f'the blank after "{mark}" is none to Markdown (U+{code:04X}), so this is shown as text'
        hint = "type the blank again, with the space bar alone"
        yield written.problem("markdown.mark", message, found.start("mark"), hint)


def check_hashes(written: WrittenText) -> Iterator[Problem]:
    if "##" in written.source.html:
        for found in NO_BLANK.finditer(written.prose):
            if written.is_shown(written.text[found.start() : found.end() + 1]):
                message = f'there is no blank after "{found["mark"]}", so this is shown as text'
                yield written.problem(
                    "markdown.mark", message, found.start("mark"), f"write {found['mark']} and a blank"
                )
