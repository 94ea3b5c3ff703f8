"""An alert must have a kind that GitHub supports.

> [!INFO]         →   markdown.alert: there is no alert "INFO"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.fragment import ALERTS
from sitegen.problems.formats import suggest
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

ALERT = lazy_pattern(r"^[ \t>]*>[ \t]*(\[!([^\]\n]{1,40})\])", re.MULTILINE)


def check(written: WrittenText) -> Iterator[Problem]:
    if "[!" not in written.source.html:
        return
    for found in ALERT.finditer(written.prose):
        if written.is_shown(found[1]):
            known = [kind.upper() for kind in ALERTS]
            hint = suggest(found[2].upper(), known) or f"one of {', '.join(known)}"
            message = f'there is no alert "{found[2]}", so it is shown as text'
            yield written.problem("markdown.alert", message, found.start(1), hint)
