"""Merges the parts of a language into the index that Pagefind would make of all their pages.

So readers get the same results, in the same order, with as many requests as from one index: Pagefind ranks by
the number of all pages, and of those that have a word. Words are divided into chunks, which are the files of
an index, as Pagefind divides them. A chunk without changed words stays as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from msgspec import Raw, Struct, msgpack

from sitegen.digest import digest_of_bytes
from sitegen.features.search.pagefind_format import ARRAY, UNSIGNED, head, text
from sitegen.features.search.parts import NAMED, IndexPart
from sitegen.features.search.postings import Form, Postings, Segment, with_fields
from sitegen.types import Digest

CHUNK = 20_000
"""Size from which Pagefind begins a new chunk."""

Entry: TypeAlias = tuple[str, int, bytes]
"""A word with its size, and encoded with its pages."""


class Chunk(Struct, frozen=True, array_like=True):
    first: str
    last: str
    file: str
    """Name, a digest of the words."""
    entries: Raw

    def words(self) -> list[Entry]:
        return msgpack.decode(self.entries, type=list[Entry])

    def encoded(self) -> bytes:
        return _encoded(self.words())


class MergedWords(Struct, frozen=True, array_like=True):
    """Words of a language, and what they were merged from."""

    parts: list[Digest]
    """Recipes of the parts."""
    pages: list[int]
    """Number of pages of each part."""
    fields: list[str]
    chunks: list[Chunk]


NOTHING = MergedWords([], [], [], [])


def merged_words(
    parts: Mapping[Digest, IndexPart],
    previous: MergedWords,
    part_of_previous: Callable[[Digest], IndexPart | None],
) -> MergedWords:
    """Merges the words of parts, given by recipe in order; only changed words if the pages are the same."""
    numbers = [len(part.pages) for part in parts.values()]
    fields = sorted({name for part in parts.values() for name in part.fields})
    changed = None
    if (previous.pages, previous.fields) == (numbers, fields):
        changed = _changed(parts, previous, part_of_previous)
    places = _places(parts.values(), changed)
    merger = _Merger(list(parts.values()), fields)

    def entry(word: str) -> Entry | None:
        return merger.entry(word, places[word]) if word in places else None

    words = sorted(places if changed is None else changed)
    chunks = list(_chunks(previous.chunks if changed is not None else [], words, entry))
    return MergedWords(list(parts), numbers, fields, chunks)


def _changed(
    parts: Mapping[Digest, IndexPart],
    previous: MergedWords,
    part_of_previous: Callable[[Digest], IndexPart | None],
) -> set[str] | None:
    """Words that occur otherwise than before; None if that is unknown."""
    changed: set[str] = set()
    for old, (new, part) in zip(previous.parts, parts.items(), strict=True):
        if old != new:
            before = part_of_previous(old)
            if before is None or before.fields != part.fields:
                return None
            one, other = before.postings.segments(), part.postings.segments()
            changed |= {
                word for word, form in one.keys() | other.keys() if _differs(one, other, (word, form))
            }
    return changed


def _differs(one: Mapping[Form, Segment], other: Mapping[Form, Segment], form: Form) -> bool:
    return one.get(form) != other.get(form)


Places: TypeAlias = dict[str, list[tuple[int, int]]]
"""Segments of each form of a word: the number of the part, and of the segment in it."""


def _places(parts: Iterable[IndexPart], changed: set[str] | None) -> dict[str, Places]:
    found: dict[str, Places] = {}
    for number, part in enumerate(parts):
        for (word, form), place in part.postings.places(changed):
            found.setdefault(word, {}).setdefault(form, []).append((number, place))
    return found


class _Merger:
    """Joins the segments of words."""

    def __init__(self, parts: Sequence[IndexPart], fields: Sequence[str]) -> None:
        self.postings: list[Postings] = [part.postings for part in parts]
        self.starts = list(accumulate((len(part.pages) for part in parts), initial=0))
        self.fields = [
            {own: fields.index(name) for own, name in enumerate(part.fields)}
            if part.fields != list(fields[: len(part.fields)])
            else {}
            for part in parts
        ]

    def entry(self, word: str, places: Places) -> Entry:
        size, pages = self._joined(places.get("", ()))
        forms = [
            head(ARRAY, 2) + text(form) + self._joined(its)[1] for form, its in sorted(places.items()) if form
        ]
        encoded = (head(ARRAY, 3), text(word), pages, head(ARRAY, len(forms)), *forms)
        return word, size, b"".join(encoded)

    def _joined(self, places: Sequence[tuple[int, int]]) -> tuple[int, bytes]:
        """Size of some segments, and their pages as one array."""
        last = count = size = 0
        joined = [b""]
        for number, place in places:
            segment = self.postings[number].segment(place)
            if segment.pages:
                if segment.has_meta and self.fields[number]:
                    segment = with_fields(segment, self.fields[number])
                start = self.starts[number]
                joined += (_PAGE, head(UNSIGNED, start + segment.first - last), segment.rest)
                last = start + segment.last
                count += segment.pages
                size += segment.size
        joined[0] = head(ARRAY, count)
        return size, b"".join(joined)


_PAGE = head(ARRAY, 3)


def _chunks(
    previous: Sequence[Chunk], changed: Sequence[str], entry: Callable[[str], Entry | None]
) -> Iterator[Chunk]:
    """Divides words into chunks; takes over those of a previous division that have no changed word."""
    collected: list[Entry] = []
    size = done = 0
    for chunk in previous or [_NO_WORDS]:
        end = len(changed) if chunk is (previous or [chunk])[-1] else bisect_right(changed, chunk.last)
        own, done = changed[done:end], end
        if previous and not collected and not own:
            yield chunk
            continue
        for word, its, encoded in _updated(chunk, own, entry):
            collected.append((word, its, encoded))
            size += its
            if size >= CHUNK:
                yield _chunk(collected)
                collected, size = [], 0
    if collected:
        yield _chunk(collected)


def _updated(chunk: Chunk, changed: Sequence[str], entry: Callable[[str], Entry | None]) -> Iterator[Entry]:
    """Yields the words of a chunk in order, the changed ones as they are now."""
    words: dict[str, Entry | None] = {word[0]: word for word in chunk.words()}
    words |= dict.fromkeys(changed)
    for word in sorted(words) if chunk.first else changed:
        found = words[word] or entry(word)
        if found:
            yield found


def _chunk(words: Sequence[Entry]) -> Chunk:
    file = digest_of_bytes(_encoded(words))[:NAMED]
    return Chunk(words[0][0], words[-1][0], file, Raw(msgpack.encode(words)))


def _encoded(words: Sequence[Entry]) -> bytes:
    return head(ARRAY, 1) + head(ARRAY, len(words)) + b"".join(encoded for _, _, encoded in words)


_NO_WORDS = Chunk("", "", "", Raw(msgpack.encode([])))
