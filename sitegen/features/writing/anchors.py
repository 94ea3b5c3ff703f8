"""A custom anchor at the end of a heading must be valid and unique: `## What it costs {#cost}`.

## Costs {#what it costs}    →   anchor.form: "{#what it costs}" is not an anchor, and is shown as text
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.attribute_lists import lists_in
from sitegen.types import Problem, Severity
from sitegen.types.patterns import lazy_pattern

BRACES = lazy_pattern(
    r"^[ >]{0,9}(?:[-+*] |[0-9]{1,9}[.)] )?#{1,6}[ \t][^\n]*?(?P<braces>\{[:#.][^{}\n]*\})[ \t]*#*[ \t]*$",
    re.MULTILINE,
)
FORM = lazy_pattern(r"\{#([^\W_][\w.:-]*)\}")


def check(written: WrittenText) -> Iterator[Problem]:
    if not any(sign in written.text for sign in ("{#", "{:", "{.")):
        return
    taken: dict[str, int] = {}
    lists = {found.end: found for found in lists_in(written.prose)}
    for found in BRACES.finditer(written.prose):
        place, braces = found.start("braces"), found["braces"]
        known, own = lists.get(found.end("braces")), FORM.fullmatch(braces)
        anchor = own[1] if own else known.anchor if known else ""
        if own is None and known is None:
            written_braces = written.text[place : found.end("braces")]
            message = f'"{written_braces}" is not an anchor, and is shown as text'
            hint = "an anchor is one word of letters, digits, hyphens and underscores: {#cost}"
            yield written.problem("anchor.form", message, place, hint)
        elif anchor in taken:
            line = written.text.count("\n", 0, taken[anchor]) + written.source.line
            message = f'another heading has the anchor "{anchor}", on line {line}'
            yield written.problem(
                "anchor.twice", message, place, "give one of them another anchor", Severity.ERROR
            )
        elif anchor:
            taken[anchor] = place
