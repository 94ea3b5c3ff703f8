"""A heading or list item must begin with a mark of Markdown, followed by an ordinary blank.

• First point     →   markdown.mark: "•" begins no item of a list, so these lines run together
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sitegen.features.writing.text import MARKUP, WrittenText
from sitegen.markdown.lettered import letter_after, roman_after
from sitegen.problems.formats import and_others
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

INVISIBLE = ("\u00ad", "\u200b", "\u2060", "\ufeff")
BLANKS = ("\u00a0", "\u2002", "\u2003", "\u2007", "\u2009", "\u202f", "\u3000", *INVISIBLE)
"""Blanks that Markdown does not accept: non-breaking ones, those of special widths, and without any width."""
WRONG_BLANK = lazy_pattern(
    rf"^[ >]*(?P<mark>\#{{1,6}}|[-+*]|[0-9]{{1,9}}[.)])(?P<blank>[{''.join(BLANKS)}])", re.MULTILINE
)
HIDDEN_START = lazy_pattern(
    rf"^[ >]*(?P<sign>[{''.join(INVISIBLE)}])[ ]*(?P<mark>\#{{1,6}}|[-+*>]|[0-9]{{1,9}}[.)])[ \t]",
    re.MULTILINE,
)
"""A character that nobody sees, before a mark."""
BULLETS = "•·‣▪●◦∙■□○◆✓✔➢➤・･–—§＊－＋\uf0a7\uf0b7\uf0d8"
FOREIGN = f"(?:[{BULLETS}]|o(?=\t))"
"""List marks of other programs: bullets, ticks, arrows, dashes; in Word `o` and signs of its own fonts."""
NUMBER = (
    r"[一二三四五六七八九十]{1,3}、|（[0-9０-９一二三四五六七八九十]{1,3}）"
    r"|[０-９]{1,3}[．、）.)]|[0-9]{1,3}[．、）]|[①-⑳]|\([0-9]{1,3}\)"
    r"|[0-9]{1,3}(?:\.\)|\.-(?![0-9])|[º°/](?=[ \t]))"
)
"""List numbers in other scripts, in brackets, or with two signs."""
ITEM = r"[(（]?(?:(?![a-zA-Z])[^\W\d_]){1,2}[)）]"
"""A letter of another script than the Latin one, with a bracket."""
SIGNS = f"(（{BULLETS}．、）０１２３４５６７８９①②③)º°/\t"
ASCII_RUN = lazy_pattern(r"\n[ >]*(?:o\t|\([0-9]|[0-9]{1,3}(?:\.\)|\.-|/[ \t]))")
"""Beginning of a second line of a list with such marks, in a text of ASCII."""
WIDE_MARK = lazy_pattern(
    r"^[ >\u3000]{0,9}(?P<mark>＃{2,6}|＃(?=[ \u3000])|＞(?=[ \u3000])|｜(?=[^\n]*｜[ \t]*$))", re.MULTILINE
)
"""A heading, a quotation or a table, typed with a Chinese or Japanese keyboard."""
TO_ASCII = str.maketrans("＃＞｜", "#>|")
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
    '"- " in place of': lazy_pattern(
        rf"^[ >]*(?P<mark>{FOREIGN}){LINE}{RUNS_ON}(?:\n[ >]*(?P=mark){LINE})+", re.MULTILINE
    ),
    '"1. " in place of': lazy_pattern(
        rf"^[ >]*(?P<mark>{NUMBER}){LINE}{RUNS_ON}(?:\n[ >]*(?:{NUMBER}){LINE})+", re.MULTILINE
    ),
    '"- " before': lazy_pattern(
        rf"^[ >]*(?P<mark>{ITEM}){LINE}{RUNS_ON}(?:\n[ >]*(?:{ITEM}){LINE})+", re.MULTILINE
    ),
}
"""Consecutive lines, by the Markdown mark to write for theirs."""


def check_bullets(written: WrittenText) -> Iterator[Problem]:
    text = written.text
    if text.isascii() and not ASCII_RUN.search(text):
        return
    for better, run in RUNS.items():
        for found in run.finditer(written.prose) if run.search(text) else ():
            message = f'"{found["mark"]}" begins no item of a list, so these lines run together'
            hint = f"write {better} each such mark, or blank lines between the lines"
            yield written.problem("markdown.mark", message, found.start("mark"), hint)


def check_wide(written: WrittenText) -> Iterator[Problem]:
    """One problem for each full-width mark at the beginning of a line that readers see."""
    marks: dict[str, list[re.Match[str]]] = {}
    for found in WIDE_MARK.finditer(written.prose) if WIDE_MARK.search(written.text) else ():
        if written.is_shown(written.text[found.start("mark") : found.end() + 1]):
            marks.setdefault(found["mark"], []).append(found)
    for mark, places in marks.items():
        message = f'"{mark}" is no mark of Markdown, since it is full-width, so it is shown as text'
        hint = f"write {mark.translate(TO_ASCII)} and a blank, with the keyboard on Latin letters"
        yield written.problem(
            "markdown.mark", message + and_others(len(places)), places[0].start("mark"), hint
        )


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
    if WRONG_BLANK.search(written.text) is None and HIDDEN_START.search(written.text) is None:
        return
    for found in HIDDEN_START.finditer(written.prose):
        message = f'an invisible character (U+{ord(found["sign"]):04X}) is before "{found["mark"]}"'
        hint = "delete it, perhaps with the line, and type the mark again"
        yield written.problem(
            "markdown.mark", f"{message}, so this is shown as text", found.start("sign"), hint
        )
    for found in WRONG_BLANK.finditer(written.prose):
        mark, code = found["mark"], ord(found["blank"])
        message = f'the blank after "{mark}" is none to Markdown (U+{code:04X}), so this is shown as text'
        hint = "type the blank again, with the space bar alone"
        yield written.problem("markdown.mark", message, found.start("mark"), hint)
