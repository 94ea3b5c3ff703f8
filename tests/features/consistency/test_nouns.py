"""Nouns of figures in a text: the longest at each place, and each place looked at once."""

from __future__ import annotations

import random
import re

import pytest

from sitegen.features.consistency.nouns import NounFinder, is_spaceless

NOUNS = ["members", "member cities", "cities", "C++ users", "会員", "会員都市", "회원", "é"]


def by_pattern(text: str, nouns: list[str]) -> list[tuple[str, int, int]]:
    """The same by one regular expression of all nouns."""

    def pattern(noun: str) -> str:
        spaced = r"\s+".join(map(re.escape, noun.split()))
        return spaced if is_spaceless(noun[0]) else rf"(?<!\w){spaced}(?!\w)"

    every = re.compile("|".join(map(pattern, sorted(nouns, key=len, reverse=True))), re.IGNORECASE)
    names = {" ".join(noun.split()).lower(): noun for noun in nouns}
    return [(names[" ".join(m[0].split()).lower()], m.start(), m.end()) for m in every.finditer(text)]


@pytest.mark.parametrize("seed", range(20))
def test_the_nouns_are_those_of_a_regular_expression(seed: int) -> None:
    chance = random.Random(seed)
    pieces = [*NOUNS, "member", "Members", "CITIES", " ", " ", "\n", "  ", "x", "_", "7", "都", "+", "会"]
    for _ in range(300):
        text = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 12)))
        found = [(noun.noun, noun.start, noun.end) for noun in NounFinder(NOUNS).over(text)]

        assert found == by_pattern(text, NOUNS), text


def test_a_place_is_compared_with_one_branch_of_the_tree_however_many_nouns_there_are() -> None:
    finder = NounFinder(f"noun {number}" for number in range(20_000))
    text = "noun 1999x noun 19999 " * 50_000

    assert sum(1 for _ in finder.over(text)) == 50_000


def test_what_is_too_long_for_a_noun_is_not_looked_for() -> None:
    assert list(NounFinder(["x" * 81, ""]).over("x" * 81)) == []
