"""The indexes of all languages, made from cached and new parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from sitegen.digest import digest_of_parts
from sitegen.execute import Executor
from sitegen.features.search.index_files import IndexFiles
from sitegen.features.search.merged import About, LanguageIndex, files_of, fragment_path, words_path
from sitegen.features.search.merging import NOTHING, Chunk, MergedWords, Previous, merged_words
from sitegen.features.search.pagefind import COMMON, make_index, programs_in, programs_of
from sitegen.features.search.pagefind_format import as_json, compressed, unpacked_bytes
from sitegen.features.search.pages import SearchPage
from sitegen.features.search.part_store import PartStore
from sitegen.features.search.parts import ENTRY, PartFacts, part_from
from sitegen.features.search.postings import Postings
from sitegen.types import Digest
from sitegen.types.paths import INDEX

FIRST = f"{INDEX}/{ENTRY}"
"""File of an index that lists its languages."""

Parts = Mapping[Digest, Sequence[SearchPage]]
"""Pages of each part of a language, by recipe."""
Value = TypeVar("Value")


class Indexes(Struct, frozen=True):
    store: PartStore
    files: IndexFiles
    documents: Callable[[Sequence[SearchPage]], Mapping[str, bytes]]
    """Returns the documents to index for some pages."""
    programs: dict[str, bytes]
    """Scripts that search, from parts that were made."""

    def make(self, found: Mapping[str, Parts], executor: Executor) -> None:
        """Makes the files of the indexes of languages. Raises OSError."""
        pages = {recipe: part for parts in found.values() for recipe, part in parts.items()}
        missing = [recipe for recipe in pages if not self.store.has(recipe)]
        for _ in executor.waiting(lambda recipe: self._make_part(recipe, pages[recipe]), missing):
            pass
        abouts = [self._language(language, parts) for language, parts in found.items()]
        self._add_programs(abouts)
        self.files.add(FIRST, _first(abouts))
        wholes = {_whole(parts) for parts in found.values()}
        self.store.sweep(pages.keys() | wholes, list(found))

    def _make_part(self, recipe: Digest, pages: Sequence[SearchPage]) -> None:
        files = make_index(self.documents(pages))
        self.programs.update(programs_in(files))
        self.store.put_part(recipe, part_from(files))

    def _stored(
        self, get: Callable[[Digest], Value | None], recipe: Digest, pages: Sequence[SearchPage]
    ) -> Value:
        """Gets what is stored of a part, which is made again if its file is damaged."""
        found = get(recipe)
        if found is None:
            self._make_part(recipe, pages)
            found = get(recipe)
        assert found is not None
        return found

    def _language(self, language: str, pages: Parts) -> About:
        """Makes the files of a language; its description."""
        last = self.store.index(language)
        if last is not None and last.parts == list(pages) and self.files.keep_all(last.paths):
            return last.about
        own = pages
        parts = self._facts(own)
        if len(parts) > 1 and any(part.sorts for part in parts.values()):
            # Parts do not have the values that pages are sorted by.
            own = {_whole(pages): [page for part in pages.values() for page in part]}
            parts = self._facts(own)
        words = self._words(language, own, parts)
        self.store.put_words(language, words)
        about, files = files_of(language, list(parts.values()), words)
        paths = [words_path(language, chunk.file) for chunk in words.chunks]
        paths += self._fragments(own, parts)
        for path, data in files.items():
            if not self.files.keep(path):
                self.files.add(path, data)
        self.store.put_index(language, LanguageIndex(list(pages), about, [*paths, *files]))
        return about

    def _facts(self, pages: Parts) -> dict[Digest, PartFacts]:
        return {recipe: self._stored(self.store.facts, recipe, part) for recipe, part in pages.items()}

    def _words(self, language: str, pages: Parts, parts: Mapping[Digest, PartFacts]) -> MergedWords:
        """Merges the words of a language, and writes their files."""

        def postings(recipe: Digest) -> Postings:
            return self._stored(self.store.postings, recipe, pages[recipe])

        def part_before(recipe: Digest) -> tuple[PartFacts, Postings] | None:
            facts, own = self.store.facts(recipe), self.store.postings(recipe)
            return (facts, own) if facts and own else None

        def content(chunk: Chunk) -> bytes | None:
            data = self.files.content(words_path(language, chunk.file))
            return None if data is None else unpacked_bytes(data)

        def put(file: str, data: bytes) -> None:
            path = words_path(language, file)
            if not self.files.keep(path):
                self.files.add(path, compressed(data))

        last = self.store.words(language)
        if not self.files.last.keys() >= {words_path(language, chunk.file) for chunk in last.chunks}:
            last = NOTHING
        previous = Previous(last, part_before, content)
        words = merged_words(parts, postings, previous, put)
        for chunk in words.chunks:
            self.files.keep(words_path(language, chunk.file))
        return words

    def _fragments(self, pages: Parts, parts: Mapping[Digest, PartFacts]) -> list[str]:
        """Writes the texts of the pages of parts; their paths."""
        found = []
        for recipe, part in parts.items():
            paths = [fragment_path(name) for name, _ in part.pages]
            if not self.files.keep_all(paths):
                texts = self._stored(self.store.fragments, recipe, pages[recipe])
                for path, data in zip(paths, texts, strict=True):
                    if not self.files.keep(path):
                        self.files.add(path, data)
            found += paths
        return found

    def _add_programs(self, abouts: Sequence[About]) -> None:
        """Adds the scripts that search, for each language."""
        names = {f"{INDEX}/{name}" for name in COMMON}
        described = {code: its.wasm for about in abouts for code, its in about.languages.items()}
        for code, wasm in described.items():
            own = {*names, f"{INDEX}/wasm.{wasm}.pagefind"} if wasm else names
            missing = {path.removeprefix(f"{INDEX}/") for path in own if not self.files.keep(path)}
            if not missing <= self.programs.keys():
                self.programs.update(programs_of(code))
            for name in missing:
                self.files.add(f"{INDEX}/{name}", self.programs[name])


def _whole(parts: Parts) -> Digest:
    """Recipe of a part with the pages of all parts."""
    return digest_of_parts(*parts)


def _first(abouts: Sequence[About]) -> bytes:
    languages = {code: asdict(its) for about in abouts for code, its in about.languages.items()}
    return as_json({**asdict(abouts[0]), "languages": languages})
