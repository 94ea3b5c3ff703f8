"""The name that is suggested for a misspelt word, among few names and among very many."""

from __future__ import annotations

import random
from difflib import SequenceMatcher, get_close_matches

import pytest

from sitegen.problems.nearest import Names

FOLDERS = ("news", "projects", "topics")
WORDS = "city climate food water energy waste housing culture health tourism data europe report"
CHANCE = random.Random(16)
ADDRESSES = sorted(
    {
        f"/{CHANCE.choice(FOLDERS)}/{'-'.join(CHANCE.sample(WORDS.split(), 3))}-{number % 90}/"
        for number in range(3_000)
    }
)


def misspelt(word: str) -> str:
    at = CHANCE.randrange(2, len(word) - 1)
    exchanged = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return CHANCE.choice((word[:at] + word[at + 1 :], f"{word[:at]}x{word[at:]}", exchanged))


@pytest.mark.parametrize("word", [misspelt(CHANCE.choice(ADDRESSES)) for _ in range(40)])
def test_among_thousands_the_index_finds_what_a_comparison_with_all_finds(word: str) -> None:
    best = get_close_matches(word, ADDRESSES, n=1, cutoff=0.6)

    assert [Names(ADDRESSES).nearest(word)] == best


def test_a_word_is_compared_with_few_of_many_names(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counting(word: str, names: list[str], n: int, cutoff: float) -> list[str]:
        compared.append(len(names))
        return get_close_matches(word, names, n, cutoff)

    monkeypatch.setattr("difflib.get_close_matches", counting)
    alike = Names(f"/{'a' * 150}{number:05}/" for number in range(20_000))
    for word in ("/news/citi-climate-food-1/", "a" * 100, "/" + "a" * 150 + "0x007/"):
        alike.nearest(word)

    assert max(compared) <= 24


@pytest.mark.parametrize("word", ["", "x", "é", "食品", "a" * 201, "a" * 100_000])
def test_a_word_like_no_name_gets_none(word: str) -> None:
    assert Names(ADDRESSES).nearest(word) == ""
    assert Names(["food", "water"]).nearest(word) == ""


def test_of_the_words_of_a_file_the_first_hundred_get_a_suggestion() -> None:
    names = Names(["food"])
    found = [names.suggested("fod", path) for path in ("a.md", "b.md") for _ in range(101)]

    assert found == 2 * [*100 * ["did you mean food?"], ""]


def test_the_likeness_of_a_suggestion_is_at_least_that_of_difflib() -> None:
    assert SequenceMatcher(None, "fd", "food").ratio() > 0.6
    assert Names(["food"]).nearest("fd") == "food"
    assert Names(["food"]).nearest("f") == ""
