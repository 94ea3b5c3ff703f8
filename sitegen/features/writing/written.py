"""Rules that compare a text as written with what readers see.

Most texts have no such problems, so a rule first tests whether the text contains a character that it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sitegen.features.writing import (
    alerts,
    anchors,
    attributes,
    block_marks,
    emphasis,
    fences,
    footnotes,
    links,
    list_numbers,
    merges,
    missing_blanks,
    other_languages,
    other_markup,
    scripts,
    tables,
)
from sitegen.features.writing.text import WrittenText
from sitegen.types import Config, Document, Problem, SourceText


class TextCheck(NamedTuple):
    """A rule, and the characters without which it finds nothing."""

    check: Callable[[WrittenText], Iterator[Problem]]
    written: str
    """The text contains one of these characters."""
    shown: str = ""
    """The HTML contains one of these characters; empty: not tested."""


RULES = (
    TextCheck(merges.check, "<>"),
    TextCheck(fences.check, "`~"),
    TextCheck(footnotes.check, "^"),
    TextCheck(links.check, "]", "[]"),
    TextCheck(links.check_definitions, "]"),
    TextCheck(tables.check, "|"),
    TextCheck(list_numbers.check, ".)"),
    TextCheck(block_marks.check_blanks, "".join(block_marks.BLANKS)),
    TextCheck(block_marks.check_bullets, block_marks.SIGNS),
    TextCheck(block_marks.check_wide, "＃＞｜"),
    TextCheck(block_marks.check_letters, "."),
    TextCheck(missing_blanks.check_headings, "#", "#"),
    TextCheck(missing_blanks.check_items, "-+*.)"),
    TextCheck(missing_blanks.check_tasks, "]", "]"),
    TextCheck(emphasis.check, "*_"),
    TextCheck(anchors.check, "{"),
    TextCheck(attributes.check, "{"),
    TextCheck(attributes.check_shown, "{", "{"),
    TextCheck(other_languages.check, "{<"),
    TextCheck(other_markup.check, "!?:[=%{｛［$\\<."),
    TextCheck(alerts.check, "!", "["),
    TextCheck(scripts.check, "~^"),
)


def check(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    due = [rule for rule in RULES if _is_due(rule, source)]
    if due:
        written = WrittenText(document.path, source, config.engine)
        for rule in due:
            yield from rule.check(written)


def _is_due(rule: TextCheck, source: SourceText) -> bool:
    for sign in rule.written:
        if sign in source.text:
            return not rule.shown or any(sign in source.html for sign in rule.shown)
    return False
