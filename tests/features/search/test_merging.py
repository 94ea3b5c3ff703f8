"""The merged index: equal to Pagefind's index of all pages, and after an edit to a new one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import pytest

from sitegen.features.search import joining, merging
from sitegen.features.search.joining import spans_of
from sitegen.features.search.merged import files_of, fragment_path, words_path
from sitegen.features.search.merging import NOTHING, MergedWords, Previous, merged_words
from sitegen.features.search.pagefind import make_index
from sitegen.features.search.pagefind_format import compressed, head, unpacked, unpacked_bytes
from sitegen.features.search.parts import IndexPart, PartFacts, part_from
from sitegen.features.search.postings import Pages, Postings, Span, postings_of
from sitegen.types import Digest

Word: TypeAlias = tuple[str, Pages, list[tuple[str, Pages]]]

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


class Index(NamedTuple):
    """Merged words, the parts that they were merged from, and the content of the files."""

    words: MergedWords
    parts: Mapping[Digest, IndexPart]
    files: dict[str, bytes]


def merged(parts: Mapping[Digest, IndexPart], last: Index) -> tuple[MergedWords, dict[str, bytes]]:
    """The merged words, and the content of new files by name."""
    files: dict[str, bytes] = {}

    def part_before(recipe: Digest) -> tuple[PartFacts, Postings] | None:
        part = last.parts.get(recipe)
        return (part.facts, part.postings) if part else None

    previous = Previous(last.words, part_before, lambda chunk: last.files.get(chunk.file))
    facts = {recipe: part.facts for recipe, part in parts.items()}
    words = merged_words(facts, lambda recipe: parts[recipe].postings, previous, files.__setitem__)
    return words, files


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
    words, files = merged(parts, Index(NOTHING, {}, {}))
    about, others = files_of("fr", [part.facts for part in parts.values()], words)
    files = {words_path("fr", file): compressed(content) for file, content in files.items()} | others
    for part in parts.values():
        names = [fragment_path(name) for name, _ in part.facts.pages]
        files |= zip(names, part.fragments, strict=True)

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
    return part_with(found, [(f"{n}", 1) for n in range(pages)], fields)


def part_with(words: Iterable[Word], pages: list[tuple[str, int]], fields: Sequence[str]) -> IndexPart:
    postings = postings_of(words)
    facts = PartFacts("1", [], None, pages, list(fields), {}, {}, postings.points())
    return IndexPart(facts, [], postings)


def _pages(chance: random.Random, pages: int, fields: Sequence[str]) -> Pages:
    numbers = sorted(chance.sample(range(pages), chance.randint(1, pages)))
    gaps = [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]
    meta = [-chance.randint(1, len(fields)), chance.randrange(300)] if chance.random() < 0.3 else []
    return [(gap, [chance.randrange(70000)] * chance.randint(1, 3), list(meta)) for gap in gaps]


@pytest.mark.parametrize("memory", [1000, joining.LARGEST_SPAN], ids=["many spans", "one span"])
def test_a_merge_of_changed_words_is_that_of_all_words(memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "CHUNK", 40)
    monkeypatch.setattr(joining, "LARGEST_SPAN", memory)
    chance = random.Random(11)
    stored = {f"0.{n}": synthetic(chance, chance.randint(1, 6), ["b", "d"]) for n in range(6)}
    current: list[Digest] = list(stored)
    last = Index(NOTHING, {}, {})
    for turn in range(1, 120):
        at, part = chance.randrange(len(current)), f"{turn}"
        pages = len(stored[current[at]].facts.pages) if turn % 4 else chance.randint(1, 6)
        stored[part] = synthetic(chance, pages, ["b", "d"] if turn % 7 else ["a", "b"])
        current[at] = part
        parts = {recipe: stored[recipe] for recipe in current}
        kept = dict(last.files) if turn % 3 else dict(list(last.files.items())[::2])
        words, files = merged(parts, Index(last.words, stored if turn % 5 else {}, kept))
        whole, whole_files = merged(parts, Index(NOTHING, {}, {}))
        last = Index(words, parts, {chunk.file: whole_files[chunk.file] for chunk in words.chunks})

        assert _content(words) == _content(whole)
        assert files.items() <= whole_files.items()
        assert (
            whole_files.keys() == {chunk.file for chunk in words.chunks} <= files.keys() | last.files.keys()
        )


def _content(words: MergedWords) -> list[object]:
    return [
        words.parts,
        words.pages,
        words.fields,
        *((chunk.first, chunk.last, chunk.file) for chunk in words.chunks),
    ]


def test_chunks_without_changed_words_stay_and_their_words_are_not_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    joined: list[str] = []
    monkeypatch.setattr(merging, "CHUNK", 5)
    monkeypatch.setattr(joining, "_entry", _noting(joined))
    old, new = (part_with(_words(changed), [("a", 1)], []) for changed in ("", "w030"))
    before, files = merged({"old": old}, Index(NOTHING, {}, {}))
    after, new_files = merged({"new": new}, Index(before, {"old": old}, files))
    changed = [
        one.first for one, other in zip(before.chunks, after.chunks, strict=True) if one.file != other.file
    ]

    assert joined[100:] == ["w030"]
    assert len(before.chunks) == 34
    assert changed == ["w030"]
    assert len(new_files) == 1


def _words(changed: str) -> Iterator[Word]:
    for number in range(100):
        word = f"w{number:03}"
        yield word, [(0, [number + (word == changed)], [])], []


def _noting(joined: list[str]) -> object:
    whole = joining._entry

    def noting(word: str, forms: Any) -> joining.Entry:
        joined.append(word)
        return whole(word, forms)

    return noting


def test_words_are_divided_where_their_memory_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "LARGEST_SPAN", 100)
    weights = [("d", 60), ("a", 40), ("b", 40), ("b", 30), ("c", 300)]

    assert list(spans_of(weights)) == [Span("", "b"), Span("b", "c"), Span("c", "d"), Span("d", None)]
    assert list(spans_of([])) == [Span("", None)]


def test_a_part_names_the_words_at_which_it_can_be_divided() -> None:
    points = part_with(_words(""), [("a", 1)], []).postings.points()

    # A segment has two arrays and a number, which needs a second byte from 24.
    assert points[:3] == [("w006", 7 * (64 + 3)), ("w013", 7 * (64 + 3)), ("w020", 7 * (64 + 3))]
    assert points[3:] == [("w027", 7 * (64 + 3) + 4)] + [
        (f"w{number:03}", 7 * (64 + 4)) for number in range(34, 100, 7)
    ]


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1])
def test_heads_are_those_of_the_encoder(number: int) -> None:
    import cbor2

    assert head(0, number) == cbor2.dumps(number)
