"""A text must have the same lists, tables, quotations, code and headings as in GitHub's preview.

1. One
- Two        →   markdown.github: GitHub shows a list of points here
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import zip_longest
from typing import TYPE_CHECKING

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.definition.config import SITE
from sitegen.problems.extras import install_command
from sitegen.read.decoding import decode
from sitegen.read.front_matter import split
from sitegen.types import PYTHON_MARKDOWN, Config, Document, Location, Problem, Severity

if TYPE_CHECKING:
    from sitegen.features.writing.skeleton import Block

NAMES = {
    "ul": "a list of points", "ol": "a numbered list", "li": "an item of a list", "blockquote": "a quotation",
    "pre": "a block of code", "table": "a table", "hr": "a rule",
    **{f"h{level}": f"a heading of level {level}" for level in range(1, 7)},
}  # fmt: skip


def report(checked: Checked) -> Report:
    """Returns the comparison of texts, or a note if comrak is not installed."""
    config = checked.site.config
    if config.engine != PYTHON_MARKDOWN:
        return Report()
    if find_spec("comrak") is None:
        message = "texts were not compared with what GitHub shows"
        hint = f"install what is needed for that: {install_command('gfm')}"
        return Report([Problem("markdown.uncompared", message, Location(SITE), hint, Severity.NOTE)])
    return Report(look=partial(_compare, read=checked.read, config=config))


def _compare(document: Document, read: Callable[[str], bytes], config: Config) -> Iterator[Problem]:
    """Problem at the first difference; later ones are consequences."""
    if not document.path.endswith(".md"):
        return
    from sitegen.features.writing.skeleton import (  # imported here because builds do not need both engines
        blocks_of,
        blocks_on_github,
    )

    text, _ = decode(read(document.path), document.path, config.limits.page_bytes)
    parts = split(text, document.path, config.limits.front_matter_bytes)
    here, there = blocks_of(parts.body), blocks_on_github(parts.body)
    for own, other in zip_longest(here, there):
        if own is None or other is None or own != other.name:
            line = (other or there[-1]).line if there else 1
            place = Location(document.path, parts.body_line + line - 1, 1)
            yield Problem("markdown.github", _message(own, other), place, HINT, Severity.WARNING)
            return


HINT = "close what is open, put blank lines around the block, and indent what belongs to an item"


def _message(own: str | None, other: Block | None) -> str:
    if other is None:
        return f"GitHub does not show {NAMES[own or 'li']} at the end of this text, and this site does"
    if own is None:
        return f"GitHub shows {NAMES[other.name]} here, and this site does not"
    return f"GitHub shows {NAMES[other.name]} here, and this site {NAMES[own]}"
