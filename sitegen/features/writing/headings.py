"""A heading must have content below it, and levels must not be skipped.

## Results
## Partners        →   heading.empty: there is nothing under "Results"
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sitegen.markdown.places import heading_lines
from sitegen.types import Config, Document, Location, Problem, SourceText


def check(document: Document, _: Config, source: SourceText) -> Iterator[Problem]:
    lines: list[int | None] = []
    for number, problem in _problems(document):
        lines = lines or heading_lines(document.headings, source)  # computed only if there is a problem
        line = lines[number]
        found = replace(problem, location=Location(document.path, line, 1 if line else None))
        called = line and problem.code == "heading.text" and "{{" in _row(source, line)
        yield replace(found, message=ONLY_A_SHORTCODE, hint=WORDS_BESIDE) if called else found


ONLY_A_SHORTCODE = "this heading has no words but those of a shortcode"
WORDS_BESIDE = "write a word beside it: the anchor and the table of contents have no others"


def _row(source: SourceText, line: int) -> str:
    return source.text.split("\n")[line - source.line]


def _problems(document: Document) -> Iterator[tuple[int, Problem]]:
    """Problems of headings, each with the index of its heading, without lines."""
    level, place = 1, Location(document.path)
    for number, heading in enumerate(document.headings):
        if not heading.text:
            hint = "write it, or remove the #"
            yield number, Problem("heading.text", "this heading has no words", place, hint)
        elif heading.empty:
            hint = "write a text under it, or remove it"
            yield number, Problem("heading.empty", f'there is nothing under "{heading.text}"', place, hint)
        if heading.level > level + 1:
            message = f'"{heading.text}" skips from level {level} to level {heading.level}'
            hint = f"use {'#' * (level + 1)} here"
            yield number, Problem("heading.level", message, place, hint)
        level = heading.level
