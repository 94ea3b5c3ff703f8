"""The files of the index of a language, merged from its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.features.search.merging import Chunk, MergedWords
from sitegen.features.search.pagefind_format import packed
from sitegen.features.search.parts import NAMED, PartFacts
from sitegen.types import Digest
from sitegen.types.paths import INDEX


class LanguageIndex(Struct, frozen=True, array_like=True):
    """Index of a language, without its bytes."""

    parts: list[Digest]
    """Recipes of the parts that it was made from."""
    about: About
    paths: list[str]
    """Its files."""


class About(Struct, frozen=True):
    """Content of the first file of an index."""

    version: str
    languages: dict[str, AboutLanguage]
    include_characters: list[str]


class AboutLanguage(Struct, frozen=True):
    hash: str
    page_count: int
    wasm: str | None


def fragment_path(name: str) -> str:
    return f"{INDEX}/fragment/{name}.pf_fragment"


def words_path(code: str, file: str) -> str:
    return f"{INDEX}/index/{code}_{file}.pf_index"


def files_of(code: str, parts: Sequence[PartFacts], words: MergedWords) -> tuple[About, dict[str, bytes]]:
    """Makes the files of an index besides those of pages and words."""
    about = About(parts[0].version, {}, parts[0].characters)
    if not words.chunks:
        return about, {}
    files = {}
    filters = []
    for name, values in _filters(parts):
        data = packed([name, values])
        file = f"{code}_{digest_of_bytes(data)[:NAMED]}"
        filters.append([name, file])
        files[f"{INDEX}/filter/{file}.pf_filter"] = data
    pages = [[name, count] for part in parts for name, count in part.pages]
    sorts = [[name, order] for part in parts for name, order in part.sorts.items()]
    chunks = list(_ranges(code, words.chunks))
    meta = packed([parts[0].version, pages, chunks, filters, sorts, words.fields])
    hashed = f"{code}_{digest_of_bytes(meta)[:NAMED]}"
    files[f"{INDEX}/pagefind.{hashed}.pf_meta"] = meta
    wasm = next(part.wasm for part in parts if part.pages)
    about.languages[code] = AboutLanguage(hashed, len(pages), wasm)
    return about, files


def _filters(parts: Sequence[PartFacts]) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    """Filters and their values in alphabetical order, with the pages that have them."""
    found: dict[str, dict[str, list[int]]] = {}
    start = 0
    for part in parts:
        for name, values in part.filters.items():
            for value, pages in values.items():
                found.setdefault(name, {}).setdefault(value, []).extend(start + page for page in pages)
        start += len(part.pages)
    return [(name, sorted(values.items())) for name, values in sorted(found.items())]


def _ranges(code: str, chunks: Sequence[Chunk]) -> Iterator[tuple[str, str, str]]:
    """First and last word of each chunk and its file; words at a border are shortened, as Pagefind does."""
    start = chunks[0].first if chunks else ""
    for chunk, following in zip(chunks, [*chunks[1:], None], strict=True):
        end, next_start = chunk.last, ""
        if following is not None:
            common = _common(chunk.last, following.first) + 1
            next_start = following.first[:common]
            end = chunk.last[:common] if chunk.last[:common] >= start else chunk.last
        yield start, end, f"{code}_{chunk.file}"
        start = next_start


def _common(one: str, other: str) -> int:
    """Number of equal characters at the beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
