"""The mark of a heading, a list item or a task must be followed by a blank.

##Results         →   markdown.mark: there is no blank after "##", so this is shown as text
-First point      →   markdown.mark: there is no blank after "-", so this is shown as text
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.problems.formats import and_others
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

HASHES = lazy_pattern(r"^ {0,3}(?P<mark>#{2,6})(?=[^\s#])", re.MULTILINE)
HASH = lazy_pattern(
    r"(?:\A|\n[ \t]*\n) {0,3}(?P<mark>#)(?=[^\W\d_])[^\n#]{1,80}?[^\s.!?…:;,#](?=[ \t]*(?:\n[ \t]*\n|\s*\Z))"
)
"""A paragraph of one line, which may be a heading; a sentence that begins with a hashtag is none."""
WORD = r"""(?:[^\W\d_]|\*\*|[\["“„«(])"""
GLUED = rf"(?P<mark>(?P<bullet>[-+](?={WORD})|\*(?=[^\W\d_][^*\n]*$))|[0-9]{{1,3}}[.)](?={WORD}))"
ITEM = lazy_pattern(rf"^[ >]*{GLUED}", re.MULTILINE)
SEEN = lazy_pattern(rf"\n[ >]*{GLUED}", re.MULTILINE)
SEEN_HASH = lazy_pattern(r"\n {0,3}#[^\W\d_]")
"""Lines that may begin with such marks. They begin with a literal, so searching is several times as fast."""
TASK = lazy_pattern(r"^[ >]*(?P<mark>\[[ xX]\])(?=[ \t]+\S)", re.MULTILINE)


def check_headings(written: WrittenText) -> Iterator[Problem]:
    for found in HASHES.finditer(written.prose) if "##" in written.source.html else ():
        if written.is_shown(written.text[found.start() : found.end() + 1]):
            yield _problem(written, [found])
    may_be_one = written.text.startswith("#") or SEEN_HASH.search(written.text)
    for found in HASH.finditer(written.prose) if may_be_one else ():
        words = written.text[found.start("mark") : found.end()]
        if " " in words and written.is_shown(words):
            yield _problem(written, [found])


def check_items(written: WrittenText) -> Iterator[Problem]:
    """One problem for each mark without a blank, at the beginning of a line beside other items."""
    glued: dict[str | None, list[re.Match[str]]] = {}
    for found in ITEM.finditer(written.prose) if SEEN.search(written.text) else ():
        if _is_item(written, found):
            glued.setdefault(found["bullet"], []).append(found)
    for places in glued.values():
        yield _problem(written, places)


def check_tasks(written: WrittenText) -> Iterator[Problem]:
    shown = [found for found in TASK.finditer(written.prose) if written.is_shown(found["mark"])]
    if shown:
        message = f'"{shown[0]["mark"]}" begins no task, so readers see it{and_others(len(shown))}'
        yield written.problem(
            "markdown.mark", message, shown[0].start("mark"), f"write - {shown[0]['mark']} and a blank"
        )


def _is_item(written: WrittenText, found: re.Match[str]) -> bool:
    """True if readers see the mark, and the line before or after it has one of the same kind."""
    text, kind = written.prose, re.escape(found["bullet"]) if found["bullet"] else r"[0-9]{1,3}[.)]"
    beside = rf"[ >]*{kind}[ \t]*(?!{kind})\S"
    before = text.rfind("\n", 0, max(found.start() - 1, 0)) + 1
    after = text.find("\n", found.end()) + 1
    is_beside = (found.start() and re.match(beside, text[before : found.start()])) or (
        after and re.match(beside, text[after : after + 200])
    )
    return bool(is_beside) and written.is_shown(written.text[found.start("mark") : found.end() + 1])


def _problem(written: WrittenText, found: list[re.Match[str]]) -> Problem:
    mark = found[0]["mark"]
    message = f'there is no blank after "{mark}", so this is shown as text{and_others(len(found))}'
    return written.problem("markdown.mark", message, found[0].start("mark"), f"write {mark} and a blank")
