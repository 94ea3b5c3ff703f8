"""Postings: where words occur in some pages, in segments that can be joined without decoding them.

A segment has the pages of a word, or of a form of it with accents, as Pagefind encodes them: for each page,
its number minus that of the page before, the places in the text, and the places in the metadata. If the pages
of two parts follow each other, only the number of the first page of the second segment changes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Raw, Struct, msgpack

from sitegen.features.search.pagefind_format import ARRAY, UNSIGNED, head

Pages: TypeAlias = Sequence[tuple[int, Sequence[int], Sequence[int]]]
"""Decoded segment."""
Form: TypeAlias = tuple[str, str]
"""A word and a form of it with accents; the form is empty for the word itself."""
NUMBERS = 6
"""Numbers of each segment in `Postings.numbers`."""
BETWEEN = b"between two segments"
"""Separates encoded segments; they contain numbers and arrays, and no bytes."""
WEIGHT = 64
"""Bytes of memory that a segment needs besides its own."""
POINTS = 16
"""Words at which the postings of a part can be divided."""


class Segment(Struct, frozen=True, array_like=True, gc=False):
    first: int
    """Number of the first page; pages are counted from the first one of the part."""
    last: int
    pages: int
    size: int
    """Pagefind's measure of size, by which it divides an index into chunks."""
    has_meta: int
    """1 if a page has the word in its metadata."""
    rest: bytes
    """Encoded pages, without the head of the array and the number of the first page."""


class Span(Struct, frozen=True):
    """Words from the first one up to the last one, which is not included; None if there is no last one."""

    start: str
    end: str | None


ALL_WORDS = Span("", None)


class Postings(Struct, frozen=True, array_like=True):
    words: Raw
    """In alphabetical order, and so are the forms."""
    forms: Raw
    numbers: bytes
    """For the words, then for the forms: the numbers of the segment, and the end of its bytes."""
    data: bytes

    def within(self, span: Span, wanted: Collection[str] | None) -> Iterator[tuple[Form, Segment]]:
        """Yields the segments of the wanted words of a span, or of all its words, and of their forms."""
        words = msgpack.decode(self.words, type=list[str])
        forms = msgpack.decode(self.forms, type=list[Form])
        numbers = memoryview(self.numbers).cast("I")
        end = len(words) if span.end is None else bisect_left(words, span.end)
        for at in range(bisect_left(words, span.start), end):
            if wanted is None or words[at] in wanted:
                yield (words[at], ""), self._segment(numbers, at)
        end = len(forms) if span.end is None else bisect_left(forms, (span.end, ""))
        for at in range(bisect_left(forms, (span.start, "")), end):
            if wanted is None or forms[at][0] in wanted:
                yield forms[at], self._segment(numbers, len(words) + at)

    def _segment(self, numbers: memoryview, place: int) -> Segment:
        at = place * NUMBERS
        start = numbers[at - 1] if place else 0
        first, last, pages, size, has_meta, end = numbers[at : at + NUMBERS]
        return Segment(first, last, pages, size, has_meta, self.data[start:end])

    def segments(self) -> dict[Form, Segment]:
        return dict(self.within(ALL_WORDS, None))

    def points(self) -> list[tuple[str, int]]:
        """Some words, each with the memory that the segments from the word before up to it need."""
        sizes: dict[str, int] = {}
        for (word, _), segment in self.within(ALL_WORDS, None):
            sizes[word] = sizes.get(word, 0) + WEIGHT + len(segment.rest)
        found, size, least = list[tuple[str, int]](), 0, sum(sizes.values()) // POINTS
        for word, own in sorted(sizes.items()):
            size += own
            if size > least:
                found.append((word, size))
                size = 0
        return found


def postings_of(words: Iterable[tuple[str, Pages, Iterable[tuple[str, Pages]]]]) -> Postings:
    """Converts the words of an index, as Pagefind encodes them."""
    found: dict[str, Pages] = {}
    forms: dict[Form, Pages] = {}
    for word, pages, others in words:
        found[word] = pages
        forms |= {(word, form): its for form, its in others}
    found, forms = dict(sorted(found.items())), dict(sorted(forms.items()))
    numbers, data, end = array("I"), [], 0
    for segment in _segments((*found.values(), *forms.values())):
        end += len(segment.rest)
        numbers.extend((segment.first, segment.last, segment.pages, segment.size, segment.has_meta, end))
        data.append(segment.rest)
    encoded = Raw(msgpack.encode(list(found))), Raw(msgpack.encode(list(forms)))
    return Postings(*encoded, numbers.tobytes(), b"".join(data))


def _segments(lists: Sequence[Pages]) -> Iterable[Segment]:
    """Encodes lists of pages, all at once: a call of the encoder takes longer than a short list."""
    import cbor2

    encoded = cbor2.dumps([part for pages in lists for part in (pages, BETWEEN)])
    pieces = encoded[len(head(ARRAY, 2 * len(lists))) :].split(cbor2.dumps(BETWEEN))
    for pages, piece in zip(lists, pieces, strict=False):
        last = size = has_meta = 0
        for number, places, metas in pages:
            last += number
            size += len(places) + len(metas) + 1
            has_meta |= bool(metas)
        first = pages[0][0] if pages else 0
        yield Segment(first, last, len(pages), size, has_meta, piece[_start(len(pages), first) :])


def _start(pages: int, first: int) -> int:
    """Length of what precedes the rest of a segment: heads of two arrays, and a number."""
    return len(head(ARRAY, pages)) + 1 + len(head(UNSIGNED, first)) if pages else 1


def with_fields(segment: Segment, fields: Mapping[int, int]) -> Segment:
    """Replaces the numbers of fields of metadata; the order of the fields stays."""
    import cbor2

    begin = head(ARRAY, segment.pages) + head(ARRAY, 3) + head(UNSIGNED, segment.first)
    pages: Any = cbor2.loads(begin + segment.rest)
    for page in pages:
        page[2] = [number if number >= 0 else -1 - fields[-1 - number] for number in page[2]]
    (renumbered,) = _segments([pages])
    return renumbered
