"""An alert must have a kind that GitHub supports and begin a quotation.

> [!INFO]         →   markdown.alert: there is no alert "INFO"

> Some text,
> [!NOTE]         →   markdown.alert: "[!NOTE]" is within a quotation and begins none
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.fragment import ALERTS
from sitegen.problems.formats import suggest
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

ALERT = lazy_pattern(r"^[ \t>]*>[ \t]*(?P<mark>\[!(?P<kind>[^\]\n]{1,40})\])", re.MULTILINE)


def check(written: WrittenText) -> Iterator[Problem]:
    if "[!" not in written.source.html:
        return
    for found in ALERT.finditer(written.prose):
        mark, kind = found["mark"], found["kind"].upper()
        if written.is_shown(mark):
            known = [kind.upper() for kind in ALERTS]
            if kind not in known:
                message = f'there is no alert "{found["kind"]}", so it is shown as text'
                hint = suggest(kind, known) or f"one of {', '.join(known)}"
            else:
                message = f'"{mark}" is within a quotation and begins none, so it is shown as text'
                hint = "leave the line above it empty, also without >"
            yield written.problem("markdown.alert", message, found.start("mark"), hint)
