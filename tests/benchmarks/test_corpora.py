"""The corpora of the benchmarks."""

from __future__ import annotations

from statistics import mean

import pytest

from benchmarks.corpora import CORPORA, FULL, PLAIN, Corpus
from benchmarks.corpus import Entry
from benchmarks.generators.generator import plain_text
from benchmarks.plain_corpus import plain_corpus
from benchmarks.scenarios import SCENARIOS


def test_plain_entries_are_a_title_and_three_paragraphs_of_words() -> None:
    entries = list(plain_corpus(250))

    assert len({entry.name for entry in entries}) == 250
    assert {(entry.section, len(entry.title.split()), len(entry.blocks)) for entry in entries} == {
        ("posts", 5, 3)
    }
    assert all(entry.name == entry.title.replace(" ", "-") for entry in entries)
    words = (block.replace(".", "").replace(" ", "") for entry in entries for block in entry.blocks)
    assert all(word.isalpha() for word in words)


def test_plain_texts_are_as_long_as_those_of_the_list() -> None:
    """Its samples have 533 to 1,644 bytes, 1,052 on average."""
    sizes = [len(plain_text(entry).encode("utf-8")) for entry in plain_corpus(1000)]

    assert 1000 < mean(sizes) < 1100
    assert min(sizes) > 400
    assert max(sizes) < 2000


def test_a_plain_text_has_only_a_title_as_front_matter() -> None:
    entry = Entry("posts", "cator-mimer", "cator mimer", blocks=("Delis gilka.", "Wiving."))

    assert plain_text(entry) == "---\ntitle: cator mimer\n---\n\nDelis gilka.\n\nWiving.\n"


@pytest.mark.parametrize("corpus", CORPORA.values(), ids=CORPORA)
def test_a_corpus_is_the_same_each_time(corpus: Corpus) -> None:
    assert list(corpus.entries(30)) == list(corpus.entries(30))
    assert len(list(corpus.entries(30))) == 30


def test_the_pages_of_the_full_corpus_are_counted() -> None:
    """Home, 404 and the lists of topics and of places; of 21 articles two pages, also of their place."""
    entries = [_article(number, "air") for number in range(20)]

    assert FULL.other_pages([*entries, _article(20, "sea")]) == 4 + (2 + 1 + 1 + 1) + (1 + 1) + 2


def _article(number: int, topic: str) -> Entry:
    return Entry("articles", f"n{number}", "A title", blocks=(), topics=(topic,), place="here")


def test_each_scenario_of_a_corpus_exists() -> None:
    known = {scenario.name for scenario in SCENARIOS}

    assert set(FULL.scenarios) == known
    assert set(PLAIN.scenarios) < known
