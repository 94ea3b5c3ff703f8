"""Postings: where words occur in some pages, in segments that can be joined without decoding them.

A segment has the pages of a word, or of a form of it with accents, as Pagefind encodes them: for each page,
its number minus that of the page before, the places in the text, and the places in the metadata. If the pages
of two parts follow each other, only the number of the first page of the second segment changes.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
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


class Postings(Struct, frozen=True, array_like=True):
    words: Raw
    forms: Raw
    numbers: bytes
    """For the words, then for the forms: the numbers of the segment, and the end of its bytes."""
    data: bytes

    def places(self, wanted: Collection[str] | None) -> Iterable[tuple[Form, int]]:
        """Yields the forms of the wanted words, or of all, with the number of their segments."""
        words = msgpack.decode(self.words, type=list[str])
        forms = msgpack.decode(self.forms, type=list[Form])
        yield from (((word, ""), i) for i, word in enumerate(words) if wanted is None or word in wanted)
        start = len(words)
        yield from ((form, start + i) for i, form in enumerate(forms) if wanted is None or form[0] in wanted)

    def segment(self, place: int) -> Segment:
        numbers = memoryview(self.numbers).cast("I")[max(0, place * NUMBERS - 1) : (place + 1) * NUMBERS]
        start, (first, last, pages, size, has_meta, end) = numbers[0] if place else 0, numbers[-NUMBERS:]
        return Segment(first, last, pages, size, has_meta, self.data[start:end])

    def segments(self) -> dict[Form, Segment]:
        return {form: self.segment(place) for form, place in self.places(None)}


def postings_of(words: Iterable[tuple[str, Pages, Iterable[tuple[str, Pages]]]]) -> Postings:
    """Converts the words of an index, as Pagefind encodes them, in their order."""
    found: dict[str, Pages] = {}
    forms: dict[Form, Pages] = {}
    for word, pages, others in words:
        found[word] = pages
        forms |= {(word, form): its for form, its in others}
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
