"""Differences between two texts, as a reader would describe them."""

from __future__ import annotations

import pytest

from sitegen.review.diff.plain_report import marked
from sitegen.review.diff.text_differences import hunks_between


def shown(before: list[str], after: list[str]) -> list[str]:
    return [marked(hunk) for hunk in hunks_between(before, after)[0]]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It has 1,500 members.", "It has 2,500 members.", "It has [-1,500-]{+2,500+} members."),
        ("one two three", "one three", "one [-two -]three"),
        ("It isn't so.", "It wasn't so.", "It [-isn't-]{+wasn't+} so."),
        ("会议在五月举行。", "会议在九月举行。", "会议在[-五-]{+九+}月举行。"),
        ("会議は春に開かれます", "会議は秋に開かれます", "会議は[-春-]{+秋+}に開かれます"),
        ("회의는 봄에 열립니다", "회의는 가을에 열립니다", "회의는 [-봄에-]{+가을에+} 열립니다"),
        ("يجتمع الأعضاء في الربيع", "يجتمع الأعضاء في الخريف", "يجتمع الأعضاء في [-الربيع-]{+الخريف+}"),
        ("nothing the same", "words all new", "[-nothing the same-]{+words all new+}"),
    ],
)
def test_words_that_differ_stand_between_those_that_do_not(before: str, after: str, expected: str) -> None:
    assert shown([before], [after]) == [expected]


def test_a_long_text_is_shown_around_its_changes() -> None:
    words = [f"word{number}" for number in range(200)]
    before = " ".join(words)
    after = before.replace("word50 ", "new ").replace("word150 ", "")

    first, second = shown([before], [after])
    assert first.startswith("… word38 word39 ")
    assert "word49 [-word50-]{+new+} word51" in first
    assert first.endswith(" word61 word62 …")
    assert "word149[- word150-] word151" in second


def test_a_paragraph_put_in_stands_alone_and_the_one_after_it_is_still_compared() -> None:
    assert shown(
        ["Water comes from wells.", "The end."],
        ["A new beginning.", "Water comes from two wells.", "The end."],
    ) == ["{+A new beginning.+}", "Water comes from {+two +}wells."]


def test_paragraphs_that_changed_places_are_taken_out_and_put_in() -> None:
    assert shown(["a b c", "d e f"], ["d e f", "a b c"]) == ["{+d e f+}", "[-d e f-]"]


def test_texts_too_long_for_a_fine_comparison_are_shown_whole() -> None:
    before = [" ".join(f"a{number}" for number in range(3_000))]
    after = [" ".join(f"b{number}" for number in range(3_000))]
    hunks, coarse = hunks_between(before, after)

    assert coarse
    assert [(segment.op, segment.text) for segment in hunks[0]] == [
        ("delete", before[0]),
        ("insert", after[0]),
    ]
