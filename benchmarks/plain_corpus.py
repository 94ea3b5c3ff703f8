"""Entries with a title and three paragraphs, like the samples of Zach Leatherman's list of generators.

His samples (https://github.com/zachleat/bench-framework-markdown) have about 155 words of placeholder text in
sentences of 5 to 15 words, a title of five words and no Markdown but paragraphs: 1,052 bytes on average.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.corpus import SEED, Entry, some_words

SECTION = "posts"
PARAGRAPHS = 3


def plain_corpus(size: int) -> Iterator[Entry]:
    """The entries, made one by one; always the same ones for the same size."""
    chance = random.Random(f"{SEED}/plain/{size}")
    taken: set[str] = set()
    while len(taken) < size:
        title = some_words(chance, 5)
        blocks = tuple(_paragraph(chance) for _ in range(PARAGRAPHS))
        if title not in taken:
            taken.add(title)
            yield Entry(section=SECTION, name=title.replace(" ", "-"), title=title, blocks=blocks)


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(3, 7)))


def _sentence(chance: random.Random) -> str:
    return f"{some_words(chance, chance.randint(5, 15)).capitalize()}."
