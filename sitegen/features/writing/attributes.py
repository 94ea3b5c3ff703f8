"""Classes and attributes of kramdown have no effect, and are named once for each file.

{: .note #prices}    →   markdown.attributes: note is left out
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.markdown.attribute_lists import lists_in
from sitegen.problems.formats import and_others
from sitegen.types import Problem

HINT = "remove them: the look of pages belongs into static/ and templates/"
CONTENTS = "remove it and the line above it: a template shows the table of contents"


def check(written: WrittenText) -> Iterator[Problem]:
    found = sorted((part.start, part) for part in lists_in(written.prose) if part.left_out)
    if not found:
        return
    names = dict.fromkeys(name for _, part in found for name in part.left_out)
    verb = "is" if len(names) == 1 else "are"
    message = f"{', '.join(names)} in braces {verb} left out{and_others(len(found))}"
    place = written.text.index("{", found[0][0])
    yield written.problem("markdown.attributes", message, place, CONTENTS if [*names] == ["toc"] else HINT)
