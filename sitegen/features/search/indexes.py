"""The indexes of all languages, made from cached and new parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import asdict

from sitegen.digest import digest_of_parts
from sitegen.execute import Executor
from sitegen.features.search.merged import About, LanguageIndex, files_of
from sitegen.features.search.merging import merged_words
from sitegen.features.search.pagefind import COMMON, make_index, programs_in, programs_of
from sitegen.features.search.pagefind_format import as_json
from sitegen.features.search.pages import SearchPage, documents
from sitegen.features.search.part_store import PartStore
from sitegen.features.search.parts import ENTRY, IndexPart, part_from
from sitegen.types import Digest, Record
from sitegen.types.paths import INDEX

FIRST = f"{INDEX}/{ENTRY}"
"""File of an index that lists its languages."""

Parts = Mapping[Digest, Sequence[SearchPage]]
"""Pages of each part of a language, by recipe."""
Files = dict[str, bytes | None]
"""Files of an index by path; None for those that the last index has."""


class Indexes(Struct, frozen=True):
    store: PartStore
    last: Mapping[str, Record]
    """Files of the last index."""
    read: Callable[[str], bytes]
    """Returns the bytes of an output."""
    programs: dict[str, bytes]
    """Scripts that search, from parts that were made."""

    def files(self, found: Mapping[str, Parts], executor: Executor) -> Files:
        """Files of the indexes of languages. Raises OSError."""
        pages = {recipe: part for parts in found.values() for recipe, part in parts.items()}
        missing = [recipe for recipe in pages if not self.store.has(recipe)]
        made = executor.waiting(lambda recipe: self._part(pages[recipe]), missing)
        for recipe, part in zip(missing, made, strict=True):
            self.store.put_part(recipe, part)
        files: Files = {}
        abouts = [self._language(language, parts, files) for language, parts in found.items()]
        files |= self._programs(abouts)
        files[FIRST] = _first(abouts)
        self.store.sweep(set(pages), list(found))
        return files

    def _part(self, pages: Sequence[SearchPage]) -> IndexPart:
        files = make_index(documents(pages, self.read))
        self.programs.update(programs_in(files))
        return part_from(files)

    def _stored(self, recipe: Digest, pages: Sequence[SearchPage]) -> IndexPart:
        """A part from the store; made again if its file is damaged."""
        part = self.store.part(recipe)
        if part is None:
            part = self._part(pages)
            self.store.put_part(recipe, part)
        return part

    def _language(self, language: str, pages: Parts, files: Files) -> About:
        """Adds the files of a language; its description."""
        index = self.store.index(language)
        if index is not None and index.parts == list(pages) and self.last.keys() >= set(index.paths):
            files |= dict.fromkeys(index.paths)
            return index.about
        parts = {recipe: self._stored(recipe, part) for recipe, part in pages.items()}
        if len(parts) > 1 and any(part.sorts for part in parts.values()):
            # Parts do not have the values that pages are sorted by.
            parts = {digest_of_parts(*pages): self._part([page for part in pages.values() for page in part])}
        words = merged_words(parts, self.store.words(language), self.store.part)
        self.store.put_words(language, words)
        about, own = files_of(language, list(parts.values()), words, self.last)
        self.store.put_index(language, LanguageIndex(list(pages), about, list(own)))
        files |= own
        return about

    def _programs(self, abouts: Sequence[About]) -> Files:
        """The scripts that search, for each language."""
        names = {f"{INDEX}/{name}" for name in COMMON}
        described = {code: its.wasm for about in abouts for code, its in about.languages.items()}
        files: Files = {}
        for code, wasm in described.items():
            own = {*names, f"{INDEX}/wasm.{wasm}.pagefind"} if wasm else names
            if own <= self.last.keys() | files.keys():
                files |= dict.fromkeys(own - files.keys())
                continue
            if not own <= {f"{INDEX}/{path}" for path in self.programs}:
                self.programs.update(programs_of(code))
            files |= {path: self.programs[path.removeprefix(f"{INDEX}/")] for path in own}
        return files


def _first(abouts: Sequence[About]) -> bytes:
    languages = {code: asdict(its) for about in abouts for code, its in about.languages.items()}
    return as_json({**asdict(abouts[0]), "languages": languages})
