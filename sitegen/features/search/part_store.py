"""Cache for parts and for the words merged from them, in files, so that a build has one part in memory."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, msgpack

from sitegen.digest import digest_of_parts
from sitegen.features.search.merged import LanguageIndex
from sitegen.features.search.merging import NOTHING, MergedWords
from sitegen.features.search.parts import IndexPart, PartFacts
from sitegen.features.search.postings import Postings
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest

_facts_in = msgpack.Decoder(PartFacts).decode
_fragments_in = msgpack.Decoder(list[bytes]).decode
_postings_in = msgpack.Decoder(Postings).decode
_words_in = msgpack.Decoder(MergedWords).decode
_index_in = msgpack.Decoder(LanguageIndex).decode

FACTS, FRAGMENTS, POSTINGS = "facts", "fragments", "postings"
WORDS, INDEX = "words", "index"


class PartStore(Struct, frozen=True):
    cache: OutputCache

    def has(self, recipe: Digest) -> bool:
        """True if there are the files of a part, which may be damaged."""
        return all(self.cache.has(_recipe(kind, recipe)) for kind in (POSTINGS, FRAGMENTS, FACTS))

    def facts(self, recipe: Digest) -> PartFacts | None:
        data = self._get(FACTS, recipe)
        return None if data is None else _facts_in(data)

    def fragments(self, recipe: Digest) -> list[bytes] | None:
        data = self._get(FRAGMENTS, recipe)
        return None if data is None else _fragments_in(data)

    def postings(self, recipe: Digest) -> Postings | None:
        data = self._get(POSTINGS, recipe)
        return None if data is None else _postings_in(data)

    def words(self, language: str) -> MergedWords:
        data = self._get(WORDS, language)
        return NOTHING if data is None else _words_in(data)

    def index(self, language: str) -> LanguageIndex | None:
        data = self._get(INDEX, language)
        return None if data is None else _index_in(data)

    def put_part(self, recipe: Digest, part: IndexPart) -> None:
        """Stores a part, and so the other methods store words and indexes. Raises OSError."""
        self._put(POSTINGS, recipe, part.postings)
        self._put(FRAGMENTS, recipe, part.fragments)
        self._put(FACTS, recipe, part.facts)

    def put_words(self, language: str, words: MergedWords) -> None:
        self._put(WORDS, language, words)

    def put_index(self, language: str, index: LanguageIndex) -> None:
        self._put(INDEX, language, index)

    def sweep(self, parts: Collection[Digest], languages: list[str]) -> None:
        """Removes everything except these parts and what belongs to these languages. Raises OSError."""
        own = {_recipe(kind, language) for kind in (WORDS, INDEX) for language in languages}
        own |= {_recipe(kind, part) for kind in (FACTS, FRAGMENTS, POSTINGS) for part in parts}
        self.cache.sweep(own)

    def _get(self, kind: str, name: str) -> bytes | None:
        return self.cache.get(_recipe(kind, name))

    def _put(self, kind: str, name: str, value: object) -> None:
        self.cache.put(_recipe(kind, name), msgpack.encode(value))


def _recipe(kind: str, name: str) -> Digest:
    return digest_of_parts("search", kind, name)
