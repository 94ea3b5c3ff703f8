"""Cells of the tables for spreadsheets: no spreadsheet computes them, and nothing of their text is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.views.data_tables import cell

GUARDED = [
    ("=1+1", "'=1+1"),
    ("x;=HYPERLINK(0)", "x;'=HYPERLINK(0)"),
    ("x; =HYPERLINK(0)", "x; '=HYPERLINK(0)"),
    ("x;;=A1;@B1", "x;;'=A1;'@B1"),
    ("x\t=1", "x\t'=1"),
    ("x\n+1+1", "x\n'+1+1"),
    ("x\r\n-1-1", "x\r\n'-1-1"),
    ("x\u2028=1", "x\u2028'=1"),
    ("\uff1dHYPERLINK(0)", "'\uff1dHYPERLINK(0)"),
    ("\uff0b1", "'\uff0b1"),
    ("\uff0d1", "'\uff0d1"),
    ("\uff20SUM(1)", "'\uff20SUM(1)"),
    ("\ufe661", "'\ufe661"),
    ("x;\uff1d1", "x;'\uff1d1"),
    ("  =1", "  '=1"),
    ("\u3000=1", "\u3000'=1"),
    ("\u200b=1", "\u200b'=1"),
    ('"=1', "\"'=1"),
    ('x;"=1"', 'x;"\'=1"'),
    ("'=1", "''=1"),
    ("'-5", "''-5"),
    ("-5 + 3", "'-5 + 3"),
    ("@someone", "'@someone"),
]
PLAIN = [
    "",
    "-5",
    "+5",
    "-5.25",
    "-5; -7",
    "a = b",
    "5 - 3",
    "x, =1",
    "it's",
    "a;b",
    "mail@example.org",
    "a-b",
    "1;-2",
]


@pytest.mark.parametrize(("text", "shown"), GUARDED)
def test_an_apostrophe_stands_before_what_would_be_computed(text: str, shown: str) -> None:
    assert cell(text) == shown


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_lists_and_groups_are_guarded_as_well() -> None:
    assert cell(["a", "=1", "-3"]) == "a; '=1; -3"
    assert cell([{"a": "x;=1"}]) == '[{"a": "x;\'=1"}]'
    assert cell({"a": ["\t@1"]}) == '{"a": ["\\t@1"]}'


SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
SEPARATORS = ";\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"


@given(st.text(alphabet=f"{SIGNS}{SEPARATORS}'\" \u3000\u200bab1."))
def test_no_part_of_a_cell_is_a_formula_and_the_text_comes_back(text: str) -> None:
    shown = cell(text)
    parts = re.split(f"([{SEPARATORS}])", shown)

    for part in parts:
        start = re.sub(r'^[\s"\u200b]+', "", part)
        assert start[:1] not in SIGNS or not start or re.fullmatch(r"[+-]\d+(\.\d+)?\s*", start)
    plain = (re.sub(rf"^([\s\"\u200b]*)'('*[{re.escape(SIGNS)}])", r"\1\2", part) for part in parts)
    assert "".join(plain) == text


def test_a_very_long_cell_takes_no_longer_than_it_is_long() -> None:
    for text in (" " * 300_000, "\t" * 300_000, "'" * 300_000, "-" + "1" * 300_000 + "x", '"' * 300_000):
        assert cell(text).replace("'", "") == text.replace("'", "")
