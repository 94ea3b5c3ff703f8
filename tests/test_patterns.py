"""Regular expressions work on every supported Python.

CPython before 3.11.5 matches too much where a possessive quantifier follows a group with alternatives
(`(?:a|b(?=c))*+`; issue 106052 of CPython), and Debian 12 has 3.11.2. An atomic group means the same there:
`(?>(?:a|b(?=c))*)`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sitegen"
AFTER_A_GROUP = re.compile(r"[^(\\]\)(?:[*+?]|\{+[0-9,]+\}+)\+")


@pytest.mark.parametrize(
    "pattern", ["(?:a|b)*+", "(?:[^%]|%(?!x)){0,2000}+%", "(a|b)++", "(?:x)?+", "(x){{2,}}+"]
)
def test_a_possessive_group_is_found(pattern: str) -> None:
    assert AFTER_A_GROUP.search(pattern)


@pytest.mark.parametrize("pattern", ["[^a]*+", r"\s++x", "(?>(?:a|b)*)", r"\(a\)*+", "'()*+,;=", "(?:a)+"])
def test_other_patterns_are_not(pattern: str) -> None:
    assert not AFTER_A_GROUP.search(pattern)


def test_no_pattern_has_a_possessive_group() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if AFTER_A_GROUP.search(line)
    ]

    assert found == []
