"""Recognises texts that both engines convert to the same HTML, so that the faster one can convert them.

These are texts of paragraphs, headings, lists, tables, quotations, code and definitions of links, with
emphasis, links, pictures and code in them, in the forms that the engines convert alike. No other text is
recognised. The proof is a comparison of both engines on random texts (`tests/markdown/random_texts.py`). The
time is linear in the length of the text.
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
CHARACTERS = r"\n\\`*_\[\]<&!~:@|\x00-\x1f\x7f\ufeff"
CODE = r"`(?![\s`])[^\n`]+(?<!\s)`(?!`)"
ADDRESS = r"(?!//)(?>(?:[A-Za-z0-9/.#?=_+,$:@~!-]+|%[0-9A-Fa-f]{2}|&(?!\#?[A-Za-z0-9]+;))+)"
TITLE = r'(?:[ ]"(?=[^\s"])[^"\n\\&<>`*_\[\]|]*(?<!\s)")?'
NAME = r"(?=[A-Za-z0-9])[A-Za-z0-9._-]+(?:[ ][A-Za-z0-9._-]+)*"
"""Name of a definition of a link."""
BLOCK = rf"""
    (?P<definitions>(?:\A|(?<=\n\n))(?>(?:\[{NAME}\]:[ ]{ADDRESS}{TITLE}\n)+){APART})
  | (?P<words>[ ]{{0,3}}{TEXT}{LINE}(?>(?:[ ]*{TEXT}{LINE})*)
        (?={APART}|\#{{1,6}}[ ]|```|[-+*][ ]|1[.)][ ]|\|(?![-:|\s]*\n)|>[ ])
      | \#{{1,6}}[ ]+(?=\S){LINE}(?<!\#\n))
  | (?P<plain>\n+ | (?:\A|(?<=\n\n))(?:---|\*\*\*|___)\n{APART})
  | (?P<code>(?P<fence>`{{3,}})[ ]?(?:[A-Za-z0-9_+-]+(?:[ ][^`\x00-\x1f\x7f]*)?)?\n
        (?>(?:(?![^\S\n]*(?P=fence))(?:[ ]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*)?\n)*)(?P=fence)[ ]*\n
      | (?:\A|(?<=\n\n))(?>(?:[ ]{{4,}}[^\x00-\x20\x7f\s][^\x00-\x1f\x7f]*(?<!\s)\n)+){APART}(?!\n+[ ]))
  | (?P<list>[ ]{{0,3}}{MARKER}[ ]{{1,4}}{TEXT}{LINE}
      (?>(?:\n?[ ]*{MARKER}[ ]{{1,4}}{TEXT}{LINE}|[ ]*{TEXT}{LINE})*)
      (?={APART}|\#{{1,6}}[ ])(?!\n+(?:[ ]|{MARKER}[ ])))
  | (?P<table>\|[^\n]*\|[ ]*\n\|(?>(?:[ ]*:?-+:?[ ]*\|)+)[ ]*\n
      (?>(?:\|(?![-:|\s]*\n)[^\n]*\|[ ]*\n)+){APART})
  | (?P<quotation>>[ ]\S[^\n]*\n(?>(?:>(?:[ ][^\n]*)?\n)*){APART}(?!\n+>))
"""
DEEPEST = 10
"""Limit on levels of lists; Python-Markdown cannot convert hundreds."""
DEFINED = re.compile(r"^\[([^\]]+)\]:", re.MULTILINE)
LABEL = re.compile(r"\[([^\[\]]*)\]")
REFERRED = re.compile(r"\]\[([^\]\n]+)\]")
ITEM = re.compile(rf"^(?P<indent>[ ]*)(?P<marker>{MARKER})[ ]+", re.MULTILINE)
QUOTE = re.compile(r"^>[ ]?", re.MULTILINE)

HOST = r"://[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)+"
BARE = rf"""(?:(?<=http)(?<![^\s(]http)|(?<=https)(?<![^\s(]https))
  {HOST}(?:/[A-Za-z0-9/.-]*)?(?<=[A-Za-z0-9/])(?=[.,;:!?)]*(?:[ \n]|\Z))"""
"""Rest of an address without brackets, after `http` or `https`."""
SHOWN = rf"(?:(?<=\[http)|(?<=\[https)){HOST}[A-Za-z0-9/.-]*(?=\]) | (?<=[A-Za-z0-9])@[A-Za-z0-9.-]+(?=\])"
"""Rest of an address that is the text of a link."""
WWW = re.compile(r"(?<!://)www\.", re.IGNORECASE)
PLAIN = rf"""[^{CHARACTERS}]+ | {CODE} | \n[ ]*{TEXT} | (?<=[^\W_])_(?=[^\W_]) | :(?!//) | !(?!\[)
  | &(?!\#?[A-Za-z0-9]+;) | &(?:[lr][ads]quo|amp|copy|deg|gt|hellip|lt|mdash|ndash|times);
  | <(?=[ \ue000]) | (?<=[ ])@"""
IMAGE = rf"!\[(?!\^)(?>(?:[^{CHARACTERS}]+ | :(?!//))*)\]\({ADDRESS}{TITLE}\)"


def is_alike(text: str) -> bool:
    """True if both engines convert a text to the same HTML; it must have no tabs."""
    definitions: list[str] = []
    if "www." in text.lower() and WWW.search(text):
        return False
    if not _is_plain(text if text.endswith("\n") else f"{text}\n", definitions):
        return False
    names = DEFINED.findall("".join(definitions).lower())
    known = frozenset(names)
    if len(known) < len(names) or not all(name.lower() in known for name in REFERRED.findall(text)):
        return False
    labels = LABEL.findall(text) if known else ()
    return all((label.lower() in known) == (" ".join(label.casefold().split()) in known) for label in labels)


def _is_plain(text: str, definitions: list[str], *, quoted: bool = False) -> bool:
    """True if all blocks of a text are in a form that the engines convert alike.

    The definitions of links are added to `definitions`.
    """
    position, block = 0, _block()
    while position < len(text):
        found = block.match(text, position)
        if found is None or not _is_plain_block(found, definitions, quoted):
            return False
        position = found.end()
    return True


def _is_plain_block(block: re.Match[str], definitions: list[str], quoted: bool) -> bool:
    kind = block.lastgroup
    if kind == "plain":
        return True
    if kind == "quotation":
        inner = QUOTE.sub("", block[0])
        return not quoted and inner.rstrip() == inner[:-1] and _is_plain(inner, definitions, quoted=True)
    if kind in ("code", "definitions"):
        definitions += [block[0]] if kind == "definitions" else ()
        return not quoted
    return bool(_words().fullmatch(block.string, *block.span())) and FORMS[kind](block[0])


def _is_even(table: str) -> bool:
    """True if the first row of a table has as many cells as the second, and no code has a bar."""
    first, second, _ = table.split("\n", 2)
    return first.count("|") == second.count("|") and not any("|" in code for code in table.split("`")[1::2])


def _is_regular(items: str) -> bool:
    """True if a list with the lists in it has one marker and one indentation for each level.

    A blank line is allowed between all of its items, or between none.
    """
    loose, levels, previous = "\n\n" in items, list[tuple[int, int, str]](), -1
    for item in ITEM.finditer(items):
        indent, sign = len(item["indent"]), item["marker"][-1]
        level = (indent, item.end() - item.start(), sign)
        depth = next(
            (number for number, outer in enumerate(levels) if outer[0] >= indent),
            len(levels),
        )
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

    def emphasis(inner: str, nested: str = "") -> str:
        sign = f"sign{next(numbers)}"
        other = f"| (?!(?P={sign})){nested}" if nested else ""
        return rf"""(?<![*_\\])(?P<{sign}>\*\*?|__?)
          (?:(?<![^\s*_][*_])(?<![^\s*_][*_]{{2}})(?=[^\s*_]) | (?<=\*)(?=[^\W_]))
          (?>(?:{inner} {other})+)
          (?:(?<=[^\s*_\\])(?=[*_]+[\s.,;:!?)]) | (?<=[^\W_])(?=\*))
          (?P={sign})(?![*_])"""

    def inline() -> str:
        link = rf"\[(?>(?:{PLAIN} | {SHOWN} | {IMAGE} | {emphasis(PLAIN)})+)\]\({ADDRESS}{TITLE}\)"
        return rf"{PLAIN} | {link} | {IMAGE} | \[(?!\^)(?>(?:{PLAIN})*)\](?:\[(?:{NAME})?\])?(?![\[(:])"

    return re.compile(
        rf"""(?:[ ]*(?:\#{{1,6}}|{MARKER})[ ])?(?>(?:{inline()} | {emphasis(inline(), emphasis(PLAIN))}
          | \\[!-/:-@\[-^`{{}}~](?![*_~`\n]) | \\\n | \](?![\[(:])
          | <https?{HOST}(?>(?:[A-Za-z0-9/.\#?=+,$_~-]+|%[0-9A-Fa-f]{{2}})*)>
          | {BARE} | \n[ ]*(?:{MARKER}[ ])? | \|)*)""",
        re.VERBOSE,
    )
