"""Rules over a text as its editor wrote it: what readers see in another way than it was meant, or not at all.

Most texts have nothing to find, so a rule looks for its signs before it looks closer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sitegen.check.written import (
    alerts,
    anchors,
    block_marks,
    emphasis,
    fences,
    footnotes,
    links,
    list_numbers,
    merges,
    scripts,
    tables,
)
from sitegen.check.written.text import Written
from sitegen.types import Config, Document, Problem, SourceText


class Rule(NamedTuple):
    """A rule, and its signs: characters without which it finds nothing. One is found faster than two."""

    check: Callable[[Written], Iterator[Problem]]
    written: str
    """One of these is in the text."""
    shown: str = ""
    """And one of these in the HTML, unless there are none."""


RULES = (
    Rule(merges.check, "<>"),
    Rule(fences.check, "`~"),
    Rule(footnotes.check, "^"),
    Rule(links.check, "]", "[]"),
    Rule(links.check_definitions, "]"),
    Rule(tables.check, "|"),
    Rule(list_numbers.check, ".)"),
    Rule(block_marks.check_blanks, "".join(block_marks.BLANKS)),
    Rule(block_marks.check_bullets, block_marks.SIGNS),
    Rule(block_marks.check_letters, "."),
    Rule(block_marks.check_hashes, "#", "#"),
    Rule(emphasis.check, "*_"),
    Rule(anchors.check, "{"),
    Rule(alerts.check, "!", "["),
    Rule(scripts.check, "~^"),
)


def check(document: Document, config: Config, source: SourceText) -> Iterator[Problem]:
    due = [rule for rule in RULES if _is_due(rule, source)]
    if due:
        written = Written(document.path, source, config.engine)
        for rule in due:
            yield from rule.check(written)


def _is_due(rule: Rule, source: SourceText) -> bool:
    for sign in rule.written:
        if sign in source.text:
            return not rule.shown or any(sign in source.html for sign in rule.shown)
    return False
