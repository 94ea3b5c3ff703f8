"""The same made-up site for every generator: `corpus(1000)` is always the same thousand entries.

Each entry has a title, a date, a summary, one to three topics, one place, two entries to see also,
and a Markdown body of about 4 KB made of constructs that every dialect reads in the same way.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20261122
SECTIONS = ("articles", "guides", "reports", "stories")
PER_PAGE = 20
"""Entries on a page of an index or of a term."""
IN_FEED = 30
BODY_BYTES = 4096
FIRST_DAY = date(2010, 1, 1)

BEGINNINGS = (
    "ca", "de", "fo", "gra", "lo", "mi", "nu", "pra", "ri", "so",
    "ta", "ve", "wi", "zo", "bel", "cor", "dan", "fen", "gil", "har",
)  # fmt: skip
ENDINGS = (
    "bor", "ter", "nal", "sen", "ving", "ra", "dom", "ton",
    "lis", "mer", "ka", "ble", "dus", "ford", "gan", "hem",
)  # fmt: skip
WORDS = tuple(first + last for first in BEGINNINGS for last in ENDINGS)
TOPICS = tuple(f"topic-{word}" for word in WORDS[:50])
PLACES = tuple(f"place-{word}" for word in WORDS[100:200])


@dataclass(frozen=True, slots=True)
class Entry:
    section: str
    name: str
    title: str
    blocks: tuple[str, ...]
    """Markdown; `[[SECTION/NAME]]` stands for the address of an entry."""
    date: date = FIRST_DAY
    """Several have the same; lists are sorted by date, the newest first, and then by title."""
    summary: str = ""
    topics: tuple[str, ...] = ()
    place: str = ""
    see_also: tuple[tuple[str, str], ...] = ()
    """Section and name of two other entries."""


def corpus(size: int) -> Iterator[Entry]:
    """The entries, made one by one; the first thousand of ten thousand differ from those of a thousand."""
    chance = random.Random(f"{SEED}/{size}")
    places = [(SECTIONS[number % len(SECTIONS)], f"entry-{number:06}") for number in range(size)]
    for number, (section, name) in enumerate(places):
        others = tuple(places[chance.randrange(size)] for _ in range(2))
        yield Entry(
            section=section,
            name=name,
            title=f"{some_words(chance, 4).capitalize()} {number}",
            date=FIRST_DAY + timedelta(days=number % 5000),
            summary=f"{some_words(chance, 18).capitalize()}.",
            topics=tuple(sorted(chance.sample(TOPICS, chance.randint(1, 3)))),
            place=chance.choice(PLACES),
            see_also=others,
            blocks=tuple(_blocks(chance, others)),
        )


def some_words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _sentence(chance: random.Random) -> str:
    words = chance.choices(WORDS, k=chance.randint(8, 16))
    style = chance.random()
    at = chance.randrange(len(words))
    if style < 0.15:
        words[at] = f"**{words[at]}**"
    elif style < 0.3:
        words[at] = f"*{words[at]}*"
    elif style < 0.4:
        words[at] = f"`{words[at]}`"
    return f"{words[0][0].upper()}{' '.join(words)[1:]}."


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randint(3, 6)))


def _blocks(chance: random.Random, others: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Headings, paragraphs, a list, a table, a quotation, code and links, until the size is reached."""
    size, part = 0, 0
    kinds = (_list, _table, _quotation, _code)
    while size < BODY_BYTES:
        blocks = [f"## {some_words(chance, 3).capitalize()} {part}", _paragraph(chance), _paragraph(chance)]
        blocks.append(kinds[part % len(kinds)](chance))
        if part < len(others):
            section, name = others[part]
            blocks.append(
                f"See [{some_words(chance, 3)}]([[{section}/{name}]]) or "
                f"[{some_words(chance, 2)}](https://example.org/{chance.choice(WORDS)})."
            )
        yield from blocks
        size += sum(map(len, blocks))
        part += 1


def _list(chance: random.Random) -> str:
    return "\n".join(f"- {_sentence(chance)}" for _ in range(4))


def _table(chance: random.Random) -> str:
    rows = "\n".join(f"| {' | '.join(chance.choices(WORDS, k=3))} |" for _ in range(4))
    return f"| {' | '.join(chance.choices(WORDS, k=3))} |\n| --- | --- | --- |\n{rows}"


def _quotation(chance: random.Random) -> str:
    return f"> {_sentence(chance)} {_sentence(chance)}"


def _code(chance: random.Random) -> str:
    return "```text\n" + "\n".join(some_words(chance, 5) for _ in range(4)) + "\n```"
