"""Recognises texts that both engines convert to the same HTML, so that the faster one can convert them.

These are texts of paragraphs, headings, lists, tables, quotations and fenced code, with emphasis, links,
pictures and code in them, in the forms that the engines convert alike. No other text is recognised. The proof
is a comparison of both engines on random texts (`tests/markdown/random_texts.py`). The time is linear in the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import count

MARKER = r"(?:[-+*]|(?:0|[1-9][0-9]{0,8})[.)])"
TEXT = r"(?![ ]*(?:(?:[-+*]|[0-9]+[.)])[ \n]|\#{1,6}[ \n]|[>=|:~+\s-]|```))"
"""Beginning of a line that is text and begins no other block."""
LINE = r"[^\n]*(?<!\s)[ ]*\n"
APART = r"(?=\n|\Z)"
BLOCK = rf"""
    (?P<words>[ ]{{0,3}}{TEXT}{LINE}(?>(?:[ ]*{TEXT}{LINE})*)(?={APART}|\#{{1,6}}[ ]|```|[-+*][ ]|1[.)][ ])
      | \#{{1,6}}[ ]+(?=\S){LINE}(?<!\#\n))
  | (?P<plain>\n+ | (?:\A|(?<=\n\n))(?:---|\*\*\*|___)\n{APART}
      | (?P<fence>`{{3,}})[ ]?(?:[A-Za-z0-9_+-]+(?:[ ][^`\x00-\x1f\x7f]*)?)?\n
        (?>(?:(?![ ]{{0,3}}(?P=fence))(?:[ ]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*)?\n)*)(?P=fence)[ ]*\n)
  | (?P<list>[ ]{{0,3}}{MARKER}[ ]{{1,4}}{TEXT}{LINE}
      (?>(?:\n?[ ]*{MARKER}[ ]{{1,4}}{TEXT}{LINE}|[ ]*{TEXT}{LINE})*){APART}(?!\n+(?:[ ]|{MARKER}[ ])))
  | (?P<table>\|[^\n]*\|[ ]*\n\|(?>(?:[ ]*:?-+:?[ ]*\|)+)[ ]*\n
      (?>(?:\|(?![-:|\s]*\n)[^\n]*\|[ ]*\n)+){APART})
  | (?P<quotation>>[ ]\S[^\n]*\n(?>(?:>(?:[ ][^\n]*)?\n)*){APART}(?!\n+>))
"""
DEEPEST = 10
"""Limit on levels of lists; Python-Markdown cannot convert hundreds."""
ITEM = re.compile(rf"^(?P<indent>[ ]*)(?P<marker>{MARKER})[ ]+", re.MULTILINE)
QUOTE = re.compile(r"^>[ ]?", re.MULTILINE)

CHARACTERS = r"\n\\`*_\[\]<&!~:@|\x00-\x1f\x7f\ufeff"
CODE = r"`(?![\s`])[^\n`|]+(?<!\s)`(?!`)"
ADDRESS = r"(?!//)(?>(?:[A-Za-z0-9/.#?=_+,$:@~!'-]+|%[0-9A-Fa-f]{2}|&(?!\#?[A-Za-z0-9]+;))+)"
TITLE = r'(?:[ ]"[^"\n\\&<>`*_\[\]|]*")?'
HOST = r"://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
BARE = rf"""(?:(?<=http)(?<![^\s(]http)|(?<=https)(?<![^\s(]https))
  {HOST}(?:/[A-Za-z0-9/.-]*)?(?<=[A-Za-z0-9/])(?=[.,;:!?)]*(?:[ \n]|\Z))"""
"""Rest of an address without brackets, after `http` or `https`."""
WWW = re.compile(r"(?<!://)www\.", re.IGNORECASE)
PLAIN = rf"""[^{CHARACTERS}]+ | {CODE} | \n[ ]*{TEXT} | (?<=[^\W_])_(?=[^\W_]) | :(?!//) | !(?!\[)
  | &(?!\#?[A-Za-z0-9]+;) | &(?:amp|copy|gt|hellip|lt|mdash|ndash); | <(?=[ \ue000]) | (?<!\S)@"""
IMAGE = rf"!\[(?!\^)[^{CHARACTERS}]*\]\({ADDRESS}{TITLE}\)"


def is_alike(text: str) -> bool:
    """True if both engines convert a text to the same HTML; it must have no tabs."""
    if "]:" in text or ("www." in text.lower() and WWW.search(text)):
        return False
    return _is_plain(text if text.endswith("\n") else f"{text}\n")


def _is_plain(text: str, *, quoted: bool = False) -> bool:
    """True if all blocks of a text are in a form that the engines convert alike."""
    position, block = 0, _block()
    while position < len(text):
        found = block.match(text, position)
        if found is None or not _is_plain_block(found, quoted):
            return False
        position = found.end()
    return True


def _is_plain_block(block: re.Match[str], quoted: bool) -> bool:
    if block.lastgroup == "plain":
        return not (quoted and block["fence"])
    if block.lastgroup == "quotation":
        inner = QUOTE.sub("", block[0])
        return not quoted and inner.rstrip() == inner[:-1] and _is_plain(inner, quoted=True)
    return bool(_words().fullmatch(block.string, *block.span())) and FORMS[block.lastgroup](block[0])


def _is_even(table: str) -> bool:
    """True if the first row of a table has as many cells as the second."""
    first, second, _ = table.split("\n", 2)
    return first.count("|") == second.count("|")


def _is_regular(items: str) -> bool:
    """True if a list with the lists in it has one marker and one indentation for each level.

    A blank line is allowed between all of its items, or between none.
    """
    loose, levels, previous = "\n\n" in items, list[tuple[int, int, str]](), -1
    for item in ITEM.finditer(items):
        indent, sign = len(item["indent"]), item["marker"][-1]
        level = (indent, item.end() - item.start(), sign)
        depth = next((number for number, outer in enumerate(levels) if outer[0] >= indent), len(levels))
        if loose and levels and (depth or items[item.start() - 2] != "\n"):
            return False
        if depth < len(levels):
            if levels[depth][0] != indent or levels[depth][2] != sign:
                return False
        elif depth:
            inside = levels[-1][1] <= indent < levels[-1][1] + 4
            if not inside or depth != previous + 1 or depth == DEEPEST or int(item["marker"][:-1] or 1) != 1:
                return False
        levels[depth:], previous = [level], depth
    return True


FORMS: Mapping[str | None, Callable[[str], bool]] = {
    "words": lambda _: True,
    "list": _is_regular,
    "table": _is_even,
}
"""Checks of the form of a block, besides the pattern."""


@cache
def _block() -> re.Pattern[str]:
    """Pattern for a block. It takes a millisecond to compile, so only on demand."""
    return re.compile(BLOCK, re.VERBOSE)


@cache
def _words() -> re.Pattern[str]:
    """Pattern for the words of a block. It takes milliseconds to compile, so only on demand."""
    numbers = count()

    def emphasis(inner: str) -> str:
        sign = f"sign{next(numbers)}"
        return rf"""(?<![*_\\])(?P<{sign}>\*\*?|__?)
          (?:(?<!\S[*_])(?<!\S[*_]{{2}})(?=[^\s*_]) | (?<=\*)(?=[^\W_]))
          (?>(?:{inner})+)
          (?:(?<=[^\s*_\\])(?=[*_]+[\s.,;:!?)]) | (?<=[^\W_])(?=\*))
          (?P={sign})(?![*_])"""

    def inline() -> str:
        link = rf"\[(?>(?:{PLAIN} | : | @ | {IMAGE} | {emphasis(PLAIN)})+)\]\({ADDRESS}{TITLE}\)"
        return rf"{PLAIN} | {link} | {IMAGE} | \[(?!\^)(?>(?:{PLAIN})*)\](?![\[(:])"

    return re.compile(
        rf"""(?:[ ]*(?:\#{{1,6}}|{MARKER})[ ])?(?>(?:{inline()} | {emphasis(inline())}
          | \\[!-/:-@\[-^`{{}}~](?![*_~`\n]) | \\\n | \](?![\[(:]) | <https?{HOST}[A-Za-z0-9/.\#?=+,$%_~-]*>
          | {BARE} | \n[ ]*(?:{MARKER}[ ])? | \|)*)""",
        re.VERBOSE,
    )
