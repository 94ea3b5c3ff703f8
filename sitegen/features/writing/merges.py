"""A file must not contain the marks of an unfinished git merge.

<<<<<<< HEAD      →   merge.unfinished: the merge of two versions of this file is not finished
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.features.writing.text import WrittenText
from sitegen.types import Problem, Severity
from sitegen.types.patterns import lazy_pattern
from sitegen.yaml.merges import KEEP_ONE, MESSAGE

MARK = lazy_pattern(r"^(?:<{7}|>{7}|\|{7})(?: [^\n]*)?$", re.MULTILINE)


def check(written: WrittenText) -> Iterator[Problem]:
    text = written.text
    marked = ("<" in text and "<<<<<<<" in text) or (">" in text and ">>>>>>>" in text)
    if marked and (found := MARK.search(written.prose)):
        yield written.problem("merge.unfinished", MESSAGE, found.start(), KEEP_ONE, Severity.ERROR)
