"""A heading must have something under it, and levels must not be skipped on the way down.

## Results
## Partners        →   heading.empty: there is nothing under "Results"
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.types import Config, Document, Location, Problem


def check(document: Document, _: Config) -> Iterator[Problem]:
    level = 1
    for heading in document.headings:
        place = Location(document.path, heading.line, 1 if heading.line else None)
        if not heading.text:
            yield Problem("heading.text", "this heading has no words", place, "write it, or remove the #")
        elif heading.empty:
            hint = "write a text under it, or remove it"
            yield Problem("heading.empty", f'there is nothing under "{heading.text}"', place, hint)
        if heading.level > level + 1:
            message = f'"{heading.text}" skips from level {level} to level {heading.level}'
            hint = f"use {'#' * (level + 1)} here"
            yield Problem("heading.level", message, place, hint)
        level = heading.level
