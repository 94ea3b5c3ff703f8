"""The merged index: equal to Pagefind's index of all pages, and after an edit to a new one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence

import pytest

from sitegen.features.search import merging
from sitegen.features.search.merged import files_of
from sitegen.features.search.merging import NOTHING, MergedWords, merged_words
from sitegen.features.search.pagefind import make_index
from sitegen.features.search.pagefind_format import head, unpacked, unpacked_bytes
from sitegen.features.search.parts import IndexPart, part_from
from sitegen.features.search.postings import Pages, postings_of
from sitegen.types import Digest

WORDS = [
    f"{first}{middle}{last}" for first in "bcdfg" for middle in ("a", "é", "io") for last in ("l", "nt", "s")
]
WORDS += [
    "Nature",
    "nature",
    "naïve",
    "naive",
    "café",
    "cafe",
    "l’eau",
    "Côte-d’Or",
    "IPv6",
    "C++",
    "水",
    "도시",
]


def documents(count: int, words: int) -> dict[str, bytes]:
    """Pages with random texts, of which some have a summary and a term, and some another name."""
    chance = random.Random(3)

    def text(length: int) -> str:
        return " ".join(chance.choices(WORDS, k=length))

    found = {}
    for number in range(count):
        parts = [f"<span data-pagefind-meta='title[data-v]' data-v='{text(3)}'></span><h1>{text(3)}</h1>"]
        if number % 3 == 0:
            parts.append(f"<span data-pagefind-meta='summary[data-v]' data-v='{text(5)}'></span>")
        if number % 4 == 0:
            parts.append(f"<span data-pagefind-filter='type[data-v]' data-v='{chance.choice(WORDS)}'></span>")
        if number % 5 == 0:
            parts.append(f"<p data-pagefind-weight='7' data-pagefind-meta='facts'>{text(2)}</p>")
        body = "".join(parts) + f"<p>{text(words)}</p>"
        html = f'<!doctype html><html lang="fr"><body data-pagefind-body>{body}</body></html>'
        found[f"p/{number:04}/index.html"] = html.encode()
    return found


def part_of(pages: dict[str, bytes]) -> IndexPart:
    return part_from(make_index(pages))


@pytest.mark.parametrize("size", [1, 7, 20])
def test_merged_parts_are_the_index_that_pagefind_makes_of_all_pages(size: int) -> None:
    pages = documents(60, 700)
    whole = make_index(pages)
    names = list(pages)
    parts = {
        f"{at}": part_of({name: pages[name] for name in names[at : at + size]})
        for at in range(0, len(names), size)
    }
    about, files = files_of("fr", list(parts.values()), merged_words(parts, NOTHING, parts.get), ())

    assert _decoded(files, about.languages["fr"].hash) == _decoded(
        whole, json.loads(whole["pagefind-entry.json"])["languages"]["fr"]["hash"]
    )


def _decoded(files: object, meta: str) -> dict[str, object]:
    """What an index says, without the names of its files."""
    assert isinstance(files, dict)
    named = {path.removeprefix("pagefind/"): data for path, data in files.items()}
    version, pages, chunks, filters, sorts, fields = unpacked(named[f"pagefind.{meta}.pf_meta"])
    assert len(chunks) > 1
    words = [unpacked(named[f"index/{file}.pf_index"])[0] for _, _, file in chunks]
    return {
        "version": version,
        "pages": [(unpacked_bytes(named[f"fragment/{file}.pf_fragment"]), count) for file, count in pages],
        "borders": [(first, last) for first, last, _ in chunks],
        "words": [[[word, its, sorted(forms)] for word, its, forms in chunk] for chunk in words],
        "filters": sorted(_sorted(unpacked(named[f"filter/{file}.pf_filter"])) for _, file in filters),
        "sorts": sorts,
        "fields": fields,
    }


def _sorted(found: Sequence[object]) -> list[object]:
    name, values = found
    assert isinstance(values, list)
    return [name, sorted(values)]


# --- after edits -----------------------------------------------------------------------------


def synthetic(chance: random.Random, pages: int, fields: Sequence[str]) -> IndexPart:
    """A part with random words; some have forms with accents, and some are in the metadata."""
    words = {f"w{chance.randrange(60):02}": None for _ in range(20)}
    found = []
    for word in sorted(words):
        forms = [(f"{word}é{number}", _pages(chance, pages, fields)) for number in range(chance.randrange(3))]
        found.append(
            (word, _pages(chance, pages, fields) if chance.random() < 0.9 or not forms else [], forms)
        )
    return IndexPart(
        "1", [], None, [(f"{n}", 1) for n in range(pages)], list(fields), {}, {}, [], postings_of(found)
    )


def _pages(chance: random.Random, pages: int, fields: Sequence[str]) -> Pages:
    numbers = sorted(chance.sample(range(pages), chance.randint(1, pages)))
    gaps = [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
    meta = [-chance.randint(1, len(fields)), chance.randrange(300)] if chance.random() < 0.3 else []
    return [(gap, [chance.randrange(70000)] * chance.randint(1, 3), list(meta)) for gap in gaps]


def test_a_merge_of_changed_words_is_that_of_all_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "CHUNK", 40)
    chance = random.Random(11)
    stored = {f"0.{n}": synthetic(chance, chance.randint(1, 6), ["b", "d"]) for n in range(6)}
    current: list[Digest] = list(stored)
    words = NOTHING
    for turn in range(1, 120):
        at, part = chance.randrange(len(current)), f"{turn}"
        pages = len(stored[current[at]].pages) if turn % 4 else chance.randint(1, 6)
        stored[part] = synthetic(chance, pages, ["b", "d"] if turn % 7 else ["a", "b"])
        current[at] = part
        parts = {recipe: stored[recipe] for recipe in current}
        words = merged_words(parts, words, stored.get if turn % 5 else lambda _: None)

        assert _content(words) == _content(merged_words(parts, NOTHING, stored.get))


def _content(words: MergedWords) -> list[object]:
    return [
        words.parts,
        words.pages,
        words.fields,
        *((chunk.first, chunk.last, chunk.file) for chunk in words.chunks),
    ]


def test_chunks_without_changed_words_stay_and_parts_are_not_decoded_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "CHUNK", 5)
    old, new = (
        IndexPart("1", [], None, [("a", 1)], [], {}, {}, [], postings_of(_words(changed)))
        for changed in ("", "w030")
    )
    before = merged_words({"old": old}, NOTHING, lambda _: None)
    joined: list[str] = []
    monkeypatch.setattr(merging._Merger, "entry", _noting(joined))
    after = merged_words({"new": new}, before, {"old": old}.get)
    changed = [one.first for one, other in zip(before.chunks, after.chunks, strict=True) if one != other]

    assert joined == ["w030"]
    assert len(before.chunks) == 34
    assert changed == ["w030"]


def _words(changed: str) -> Iterator[tuple[str, Pages, list[tuple[str, Pages]]]]:
    for number in range(100):
        word = f"w{number:03}"
        yield word, [(0, [number + (word == changed)], [])], []


def _noting(joined: list[str]) -> object:
    whole = merging._Merger.entry

    def noting(self: merging._Merger, word: str, places: merging.Places) -> merging.Entry:
        joined.append(word)
        return whole(self, word, places)

    return noting


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1])
def test_heads_are_those_of_the_encoder(number: int) -> None:
    import cbor2

    assert head(0, number) == cbor2.dumps(number)
