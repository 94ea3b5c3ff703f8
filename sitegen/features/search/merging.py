"""Merges the parts of a language into the index that Pagefind would make of all their pages.

So readers get the same results, in the same order, with as many requests as from one index: Pagefind ranks by
the number of all pages, and of those that have a word. Words are divided into chunks, which are the files of
an index, as Pagefind divides them. A chunk without changed words stays as it is. A chunk is written as soon
as it is complete, and the words of a large site are joined one span after the other (`joining.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import Raw, Struct, msgpack

from sitegen.digest import digest_of_bytes
from sitegen.features.search.joining import Entry, Joiner, spans_of
from sitegen.features.search.pagefind_format import ARRAY, head
from sitegen.features.search.parts import NAMED, PartFacts
from sitegen.features.search.postings import WEIGHT, Form, Postings, Segment
from sitegen.types import Digest

CHUNK = 20_000
"""Size from which Pagefind begins a new chunk."""


class Chunk(Struct, frozen=True, array_like=True):
    first: str
    last: str
    file: str
    """Name, a digest of the words."""
    words: Raw
    """Each word with its size, and the length of its entry in the file."""

    def lengths(self) -> list[tuple[str, int, int]]:
        return msgpack.decode(self.words, type=list[tuple[str, int, int]])

    def entries(self, encoded: bytes) -> Iterator[Entry]:
        """Yields the words of the chunk from the content of its file."""
        words = self.lengths()
        at = len(_head(len(words)))
        for word, size, length in words:
            yield word, size, encoded[at : at + length]
            at += length


class MergedWords(Struct, frozen=True, array_like=True):
    """Words of a language, and what they were merged from; their entries are in the files of the index."""

    parts: list[Digest]
    """Recipes of the parts."""
    pages: list[int]
    """Number of pages of each part."""
    fields: list[str]
    chunks: list[Chunk]


NOTHING = MergedWords([], [], [], [])


class Previous(Struct, frozen=True):
    """The last index of a language."""

    words: MergedWords
    part: Callable[[Digest], tuple[PartFacts, Postings] | None]
    """Returns a part that it was merged from; None if it is missing."""
    content: Callable[[Chunk], bytes | None]
    """Returns the content of the file of a chunk; None if it is missing or damaged."""


def merged_words(
    parts: Mapping[Digest, PartFacts],
    postings: Callable[[Digest], Postings],
    previous: Previous,
    put: Callable[[str, bytes], None],
) -> MergedWords:
    """Merges the words of parts, given by recipe in order; only changed words if the pages are the same.

    `put` receives the name and the content of each new chunk.
    """
    numbers = [len(part.pages) for part in parts.values()]
    fields = sorted({name for part in parts.values() for name in part.fields})
    changed = None
    if (previous.words.pages, previous.words.fields) == (numbers, fields):
        changed = _changed(parts, postings, previous)
    joiner = Joiner(parts, postings, fields)

    def entries(chunk: Chunk) -> Iterable[Entry]:
        content = previous.content(chunk)
        if content is not None:
            return chunk.entries(content)
        lengths = chunk.lengths()
        words = [word for word, _, _ in lengths]
        return filter(None, joiner.entries(words, spans_of(_weights(lengths))))

    if changed is None or not previous.words.chunks:
        points = chain.from_iterable(part.points for part in parts.values())
        items: Iterable[Chunk | Entry] = joiner.all_entries(spans_of(points))
    else:
        items = _updated(previous.words.chunks, sorted(changed), joiner, entries)
    return MergedWords(list(parts), numbers, fields, list(_chunks(items, entries, put)))


def _changed(
    parts: Mapping[Digest, PartFacts], postings: Callable[[Digest], Postings], previous: Previous
) -> set[str] | None:
    """Words that occur otherwise than before; None if that is unknown."""
    changed: set[str] = set()
    for old, (new, part) in zip(previous.words.parts, parts.items(), strict=True):
        if old != new:
            before = previous.part(old)
            if before is None or before[0].fields != part.fields:
                return None
            one, other = before[1].segments(), postings(new).segments()
            changed |= {
                word for word, form in one.keys() | other.keys() if _differs(one, other, (word, form))
            }
    return changed


def _differs(one: Mapping[Form, Segment], other: Mapping[Form, Segment], form: Form) -> bool:
    return one.get(form) != other.get(form)


def _updated(
    chunks: Sequence[Chunk],
    changed: Sequence[str],
    joiner: Joiner,
    entries: Callable[[Chunk], Iterable[Entry]],
) -> Iterator[Chunk | Entry]:
    """Yields the chunks without changed words, and the words of the others in order, as they are now."""
    wanted = frozenset(changed)
    lengths = (it for chunk in chunks for it in chunk.lengths() if it[0] in wanted)
    new, done = joiner.entries(changed, spans_of(_weights(lengths))), 0
    for chunk in chunks:
        end = len(changed) if chunk is chunks[-1] else bisect_right(changed, chunk.last)
        if end == done:
            yield chunk
            continue
        words: dict[str, Entry | None] = {word[0]: word for word in entries(chunk)}
        words |= zip(changed[done:end], islice(new, end - done), strict=True)
        yield from (entry for _, entry in sorted(words.items()) if entry)
        done = end


def _weights(lengths: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int]]:
    """Memory that words need while their entries are joined."""
    return ((word, WEIGHT + length) for word, _, length in lengths)


def _chunks(
    items: Iterable[Chunk | Entry],
    entries: Callable[[Chunk], Iterable[Entry]],
    put: Callable[[str, bytes], None],
) -> Iterator[Chunk]:
    """Divides words into chunks; a chunk that begins where a new one would begin stays as it is."""
    collected: list[Entry] = []
    size = 0
    for item in items:
        if isinstance(item, Chunk) and not collected:
            yield item
            continue
        for entry in entries(item) if isinstance(item, Chunk) else (item,):
            collected.append(entry)
            size += entry[1]
            if size >= CHUNK:
                yield _chunk(collected, put)
                collected, size = [], 0
    if collected:
        yield _chunk(collected, put)


def _chunk(words: Sequence[Entry], put: Callable[[str, bytes], None]) -> Chunk:
    content = _head(len(words)) + b"".join(encoded for _, _, encoded in words)
    file = digest_of_bytes(content)[:NAMED]
    put(file, content)
    lengths = [(word, size, len(encoded)) for word, size, encoded in words]
    return Chunk(words[0][0], words[-1][0], file, Raw(msgpack.encode(lengths)))


def _head(words: int) -> bytes:
    """Beginning of the content of a chunk."""
    return head(ARRAY, 1) + head(ARRAY, words)
