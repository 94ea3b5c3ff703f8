"""Joins the segments of words from all parts of a language.

The words are joined one span after the other. A span has as many words as fit into a little memory, and each
part is read from its file for each span. So memory does not grow with the number of pages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

from sitegen.features.search.pagefind_format import ARRAY, UNSIGNED, head, text
from sitegen.features.search.parts import PartFacts
from sitegen.features.search.postings import ALL_WORDS, Postings, Segment, Span, with_fields
from sitegen.types import Digest

LARGEST_SPAN = 64 * 2**20
"""Bytes of memory for the words of a span."""

Entry: TypeAlias = tuple[str, int, bytes]
"""A word with its size, and encoded with its pages."""


class Joiner:
    """Joins the segments of words of some parts, given by recipe in order."""

    def __init__(
        self,
        parts: Mapping[Digest, PartFacts],
        postings: Callable[[Digest], Postings],
        fields: Sequence[str],
    ) -> None:
        starts = accumulate((len(part.pages) for part in parts.values()), initial=0)
        self.parts = [
            (recipe, start, _renumbered(part.fields, fields))
            for (recipe, part), start in zip(parts.items(), starts, strict=False)
        ]
        self.postings = postings

    def all_entries(self, spans: Iterable[Span]) -> Iterator[Entry]:
        """Yields all words in order."""
        for span in spans:
            found = self._joined(span, None)
            for word in sorted(found):
                yield _entry(word, found.pop(word))

    def entries(self, words: Sequence[str], spans: Iterable[Span]) -> Iterator[Entry | None]:
        """Yields these words, which are in order; None for each that no part has."""
        for span in spans:
            end = len(words) if span.end is None else bisect_left(words, span.end)
            own = words[bisect_left(words, span.start) : end]
            found = self._joined(span, frozenset(own)) if own else {}
            for word in own:
                yield _entry(word, found.pop(word)) if word in found else None

    def _joined(self, span: Span, wanted: Collection[str] | None) -> dict[str, dict[str, _Pages]]:
        """The forms of the wanted words of a span, or of all its words."""
        found: dict[str, dict[str, _Pages]] = {}
        for recipe, start, fields in self.parts:
            for (word, form), segment in self.postings(recipe).within(span, wanted):
                if not segment.pages:
                    continue
                forms = found.setdefault(word, {})
                pages = forms.get(form)
                if pages is None:
                    pages = forms[form] = _Pages()
                pages.add(with_fields(segment, fields) if fields and segment.has_meta else segment, start)
        return found


class _Pages:
    """Joined segments of a form."""

    __slots__ = ("count", "data", "last", "size")

    def __init__(self) -> None:
        self.last = self.count = self.size = 0
        self.data = bytearray()

    def add(self, segment: Segment, start: int) -> None:
        """Adds the segment of a part whose first page has the number `start`."""
        self.data += _PAGE + head(UNSIGNED, start + segment.first - self.last) + segment.rest
        self.last = start + segment.last
        self.count += segment.pages
        self.size += segment.size

    def encoded(self) -> bytes:
        return head(ARRAY, self.count) + self.data


_NO_PAGES = _Pages()
_PAGE = head(ARRAY, 3)


def _entry(word: str, forms: Mapping[str, _Pages]) -> Entry:
    own = forms.get("", _NO_PAGES)
    others = [head(ARRAY, 2) + text(form) + pages.encoded() for form, pages in sorted(forms.items()) if form]
    encoded = (head(ARRAY, 3), text(word), own.encoded(), head(ARRAY, len(others)), *others)
    return word, own.size, b"".join(encoded)


def _renumbered(own: Sequence[str], fields: Sequence[str]) -> Mapping[int, int]:
    """Numbers in an index of the fields of a part; empty if they are equal to its own."""
    if own == list(fields[: len(own)]):
        return {}
    return {number: fields.index(name) for number, name in enumerate(own)}


def spans_of(weights: Iterable[tuple[str, int]]) -> Iterator[Span]:
    """Divides all words into spans, by the memory that some of them and those before them need."""
    start, size = ALL_WORDS.start, 0
    for word, weight in sorted(weights):
        if size + weight > LARGEST_SPAN and word > start:
            yield Span(start, word)
            start, size = word, 0
        size += weight
    yield Span(start, None)
