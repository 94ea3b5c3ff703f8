"""Classes and attributes of kramdown have no effect, and are named once for each file.

{: .note #prices}    →   markdown.attributes: note is left out
Prices {#prices}     →   markdown.attributes: "{#prices}" does nothing here, and readers see it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.anchors import BRACES
from sitegen.features.writing.text import WrittenText
from sitegen.markdown.attribute_lists import LIST, PAIR, lists_in
from sitegen.problems.formats import and_others
from sitegen.types import Problem
from sitegen.types.patterns import lazy_pattern

HINT = "remove them: the look of pages belongs into static/ and templates/"
CONTENTS = "remove it and the line above it: a template shows the table of contents"


SIZES = r"(?:width|height|align|class|id|lang|loading|rel|style|target)="
ANY_LIST = lazy_pattern(rf"{LIST}|(?P<pairs>\{{[ \t]*(?={SIZES})(?:{PAIR}[ \t]*)+\}})")
BELOW = "write it on a line of its own, directly below the text, or as `{}` if readers should see it"
BEHIND = "write it directly behind words with a mark: **words**{}"
NO_LINE = re.compile(r"[ ]{0,9}>|[^\n]*\|")
"""A line of a quotation or a table, in which a list has no line of its own."""


def check(written: WrittenText) -> Iterator[Problem]:
    found = sorted((part.start, part) for part in lists_in(written.prose) if part.left_out)
    if not found:
        return
    names = dict.fromkeys(name for _, part in found for name in part.left_out)
    verb = "is" if len(names) == 1 else "are"
    message = f"{', '.join(names)} in braces {verb} left out{and_others(len(found))}"
    place = written.text.index("{", found[0][0])
    yield written.problem("markdown.attributes", message, place, CONTENTS if [*names] == ["toc"] else HINT)


def check_shown(written: WrittenText) -> Iterator[Problem]:
    """A problem for the lists that readers see, at the first."""
    read = {part.end for part in lists_in(written.prose)}
    read.update(found.end("braces") for found in BRACES.finditer(written.prose))  # a rule of its own
    shown = [
        found
        for found in ANY_LIST.finditer(written.prose)
        if found.end() not in read and written.is_shown(found[0])
    ]
    if not shown:
        return
    first = shown[0]
    message = f'"{first[0]}" does nothing here, and readers see it as it is written{and_others(len(shown))}'
    line = written.text[written.text.rfind("\n", 0, first.start()) + 1 :]
    better = BEHIND if NO_LINE.match(line) else BELOW
    hint = better.format(first[0]) if "#" in first[0] else HINT
    yield written.problem("markdown.attributes", message, first.start(), hint)
