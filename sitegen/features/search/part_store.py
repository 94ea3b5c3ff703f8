"""Stores parts and merged words between builds, in the build cache or, without one, in memory."""

from __future__ import annotations

from msgspec import Struct, msgpack

from sitegen.digest import digest_of_parts
from sitegen.features.search.merged import LanguageIndex
from sitegen.features.search.merging import NOTHING, MergedWords
from sitegen.features.search.parts import IndexPart
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest

_part_in = msgpack.Decoder(IndexPart).decode
_words_in = msgpack.Decoder(MergedWords).decode
_index_in = msgpack.Decoder(LanguageIndex).decode


class PartStore(Struct, frozen=True):
    cache: OutputCache | None
    memory: dict[Digest, bytes]
    """What was made in this build; with a cache, recipes alone."""

    def has(self, recipe: Digest) -> bool:
        return self.cache.has(recipe) if self.cache else recipe in self.memory

    def part(self, recipe: Digest) -> IndexPart | None:
        data = self._get(recipe)
        return None if data is None else _part_in(data)

    def words(self, language: str) -> MergedWords:
        data = self._get(_recipe("words", language))
        return NOTHING if data is None else _words_in(data)

    def index(self, language: str) -> LanguageIndex | None:
        data = self._get(_recipe("index", language))
        return None if data is None else _index_in(data)

    def put_part(self, recipe: Digest, part: IndexPart) -> None:
        """Stores a part, and so the other methods store words and indexes. Raises OSError."""
        self._put(recipe, msgpack.encode(part))

    def put_words(self, language: str, words: MergedWords) -> None:
        self._put(_recipe("words", language), msgpack.encode(words))

    def put_index(self, language: str, index: LanguageIndex) -> None:
        self._put(_recipe("index", language), msgpack.encode(index))

    def sweep(self, parts: set[Digest], languages: list[str]) -> None:
        """Removes everything except these parts and what belongs to these languages. Raises OSError."""
        if self.cache:
            own = {_recipe(kind, language) for kind in ("words", "index") for language in languages}
            self.cache.sweep(parts | own)

    def _get(self, recipe: Digest) -> bytes | None:
        return self.cache.get(recipe) if self.cache else self.memory.get(recipe)

    def _put(self, recipe: Digest, data: bytes) -> None:
        if self.cache:
            self.cache.put(recipe, data)
        else:
            self.memory[recipe] = data


def _recipe(kind: str, language: str) -> Digest:
    return digest_of_parts("search", kind, language)
