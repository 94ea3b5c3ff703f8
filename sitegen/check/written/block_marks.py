"""A heading or an item of a list begins with its mark and a blank of the keyboard.

##Results         →   markdown.mark: there is no blank after "##", so this is shown as text
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.check.written.text import Written
from sitegen.types import Problem

BLANKS = ("\u00a0", "\u2002", "\u2003", "\u2007", "\u2009", "\u202f", "\u3000")
"""Blanks that are none to Markdown: those that do not break, and those of other widths."""
WRONG_BLANK = re.compile(
    rf"^[ >]*(?P<mark>\#{{1,6}}|[-+*]|[0-9]{{1,9}}[.)])(?P<blank>[{''.join(BLANKS)}])", re.MULTILINE
)
NO_BLANK = re.compile(r"^ {0,3}(?P<mark>#{2,6})(?=[^\s#])", re.MULTILINE)


def check_blanks(written: Written) -> Iterator[Problem]:
    if WRONG_BLANK.search(written.text) is None:
        return
    for found in WRONG_BLANK.finditer(written.prose):
        mark, code = found["mark"], ord(found["blank"])
        message = f'the blank after "{mark}" is none to Markdown (U+{code:04X}), so this is shown as text'
        hint = "type the blank again, with the space bar alone"
        yield written.problem("markdown.mark", message, found.start("mark"), hint)


def check_hashes(written: Written) -> Iterator[Problem]:
    if "##" in written.source.html:
        for found in NO_BLANK.finditer(written.prose):
            if written.is_shown(written.text[found.start() : found.end() + 1]):
                message = f'there is no blank after "{found["mark"]}", so this is shown as text'
                yield written.problem(
                    "markdown.mark", message, found.start("mark"), f"write {found['mark']} and a blank"
                )
