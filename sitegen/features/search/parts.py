"""Parts of the index of a language: pages that Pagefind indexes together, and the result.

An edit of a text changes one part. A new or deleted page changes the part that it is in, or divides it or
joins two, because the borders of parts depend on the names of the pages beside them and on nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.features.search.pagefind_format import unpacked
from sitegen.features.search.pages import SearchPage
from sitegen.features.search.postings import Pages, Postings, postings_of

LARGEST = 128
"""Pages of the largest part."""
LEVELS = 24
NAMED = 12
"""Digits in the name of a file of the index."""
ENTRY = "pagefind-entry.json"


class PartFacts(Struct, frozen=True, array_like=True):
    """Facts about some pages of a language for the first file of an index; pages are counted from 0."""

    version: str
    characters: list[str]
    """Signs that are part of words."""
    wasm: str | None
    """Name of the program that searches in the language; None for the general one."""
    pages: list[tuple[str, int]]
    """Name of the fragment of each page, and the number of its words."""
    fields: list[str]
    """Names of the metadata, in alphabetical order."""
    filters: dict[str, dict[str, list[int]]]
    """Pages of each value of each filter."""
    sorts: dict[str, list[int]]
    """Pages in each order that templates define."""
    points: list[tuple[str, int]]
    """Words at which the postings can be divided, with their sizes (`Postings.points`)."""


class IndexPart(Struct, frozen=True):
    """Index of some pages of a language."""

    facts: PartFacts
    fragments: list[bytes]
    """Texts of pages, which results show."""
    postings: Postings


def parts_of(pages: Sequence[SearchPage]) -> list[Sequence[SearchPage]]:
    """Divides pages, in the order of their names, into parts.

    A page is a border of a level if the digest of its name begins with as many zeros. Parts that are too
    large are divided at the borders of the next lower level.
    """
    levels = {page.name: _level(page.name) for page in pages}
    parts: list[Sequence[SearchPage]] = [sorted(pages, key=lambda page: page.name)] if pages else []
    for level in range(LEVELS, 0, -1):
        parts = [
            piece
            for part in parts
            for piece in (_divided(part, levels, level) if len(part) > LARGEST else [part])
        ]
    return [part[at : at + LARGEST] for part in parts for at in range(0, len(part), LARGEST)]


def _level(name: str) -> int:
    return 64 - int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big").bit_length()


def _divided(
    part: Sequence[SearchPage], levels: Mapping[str, int], level: int
) -> Iterator[Sequence[SearchPage]]:
    borders = [at for at, page in enumerate(part) if at and levels[page.name] >= level]
    for start, end in zip([0, *borders], [*borders, len(part)], strict=True):
        yield part[start:end]


def part_from(files: Mapping[str, bytes]) -> IndexPart:
    """Converts an index made by Pagefind; pages without words are not in it.

    Raises ValueError if a file is not in the format of Pagefind 1.5.
    """
    entry = json.loads(files[ENTRY])
    version, characters = entry["version"], entry["include_characters"]
    if not entry["languages"]:
        return IndexPart(PartFacts(version, characters, None, [], [], {}, {}, []), [], postings_of(()))
    (described,) = entry["languages"].values()
    _, pages, chunks, filters, sorts, fields = unpacked(files[f"pagefind.{described['hash']}.pf_meta"])
    fragments = [files[f"fragment/{name}.pf_fragment"] for name, _ in pages]
    values = dict(unpacked(files[f"filter/{file}.pf_filter"]) for _, file in sorted(filters))
    postings = postings_of(word for _, _, file in chunks for word in _words(files[f"index/{file}.pf_index"]))
    facts = PartFacts(
        version,
        characters,
        described["wasm"],
        [(digest_of_bytes(data)[:NAMED], count) for data, (_, count) in zip(fragments, pages, strict=True)],
        fields,
        {name: dict(sorted(its)) for name, its in values.items()},
        dict(sorted(sorts)),
        postings.points(),
    )
    return IndexPart(facts, fragments, postings)


def _words(data: bytes) -> Iterator[tuple[str, Pages, list[tuple[str, Pages]]]]:
    (words,) = unpacked(data)
    for word, pages, forms in words:
        yield word, pages, [(form, its) for form, its in forms]
