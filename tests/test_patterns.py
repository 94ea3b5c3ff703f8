"""Regular expressions work on every supported Python.

CPython before 3.11.5 matches too much where a possessive quantifier follows a group with alternatives
(`(?:a|b(?=c))*+`; issue 106052 of CPython), and Debian 12 has 3.11.2. An atomic group means the same there:
`(?>(?:a|b(?=c))*)`. Patterns that are compiled on their first use are sound as well.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import sitegen
from sitegen.types.patterns import lazy_pattern

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


# --- compiled on the first use ----------------------------------------------------------------


def test_a_lazy_pattern_is_compiled_when_it_is_first_used() -> None:
    wrong, words = lazy_pattern("("), lazy_pattern("[a-z]+", re.IGNORECASE)

    assert wrong.pattern == "("
    with pytest.raises(re.error):
        wrong.search("(")
    assert "search" not in vars(words)
    assert [found[0] for found in words.finditer("One, two")] == ["One", "two"]
    assert words.search("1") is None
    assert "search" in vars(words)


def test_a_lazy_pattern_of_bytes_finds_bytes() -> None:
    assert lazy_pattern(rb"\d+").sub(b"#", b"a12b3") == b"a#b#"


def test_every_lazy_pattern_can_be_compiled() -> None:
    for found in walk_packages(sitegen.__path__, "sitegen."):
        import_module(found.name)
    modules = [module for name, module in sys.modules.items() if name.startswith("sitegen.")]
    kind = type(lazy_pattern(""))
    patterns = [value for module in modules for value in vars(module).values() if isinstance(value, kind)]

    assert len(patterns) > 100
    assert all(pattern.groups >= 0 for pattern in patterns)
