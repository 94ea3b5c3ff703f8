"""The known name that is nearest to a misspelt word.

Content decides how many words are misspelt and how many names there are, so no word is compared with all of
many names: those that share its rarest triples of letters are found by an index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property, lru_cache
from heapq import nsmallest

LIKENESS = 0.6
"""Lowest similarity of a suggested name by `difflib`, from 0 to 1."""
LONGEST = 200
"""Characters of a word or name; for longer ones nothing is suggested."""
FEW = 24
"""Most names that are all compared, without an index."""
MOST_POSTINGS = 10_000
"""Entries of the index that are looked at for a word."""
MOST_COMPARED = 10
"""Most names that a word is compared with, if there are many."""
MOST_OF_FILE = 100
"""Suggestions for the words of one file; nobody reads more of them."""


class Names:
    """Known names, indexed when the first word is compared with them."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._asked: Counter[str] = Counter()

    def nearest(self, word: str) -> str:
        """The name that is most like a word; empty if none is."""
        if len(word) > LONGEST:
            return ""
        if word.casefold() in self._folded:
            return self._folded[word.casefold()]
        names = self._names if len(self._names) <= FEW else self._candidates(word)
        return next(iter(get_close_matches(word, names, n=1, cutoff=LIKENESS)), "")

    def suggested(self, word: str, path: str) -> str:
        """`did you mean X?` for a word in a file, or nothing; only the first words of a file are compared."""
        near = self.nearest_in(word, path)
        return f"did you mean {near}?" if near else ""

    def nearest_in(self, word: str, path: str) -> str:
        """The nearest name for a word in a file; only the first words of a file are compared."""
        self._asked[path] += 1
        return self.nearest(word) if self._asked[path] <= MOST_OF_FILE else ""

    @cached_property
    def _names(self) -> list[str]:
        return sorted({name for name in self._known if len(name) <= LONGEST})

    @cached_property
    def _folded(self) -> dict[str, str]:
        """The first name of those that differ in upper and lower case alone."""
        return {name.casefold(): name for name in reversed(self._names)}

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        """The names that have a triple of letters, by their numbers."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for triple in _triples(name):
                found[triple].append(number)
        return dict(found)

    def _candidates(self, word: str) -> list[str]:
        """The names that share most triples of letters with a word, by its rarest triples."""
        triples = _triples(word)
        shared: Counter[int] = Counter()
        seen = 0
        for posting in sorted((self._postings.get(triple, []) for triple in triples), key=len):
            if seen > MOST_POSTINGS:
                break
            seen += len(posting)
            shared.update(posting[:MOST_POSTINGS])

        def distance(number: int) -> tuple[float, int]:
            return -shared[number] / (len(triples) + len(self._names[number])), number

        return [self._names[number] for number in nsmallest(MOST_COMPARED, shared, key=distance)]


def names_by_folder(paths: Iterable[str]) -> dict[str, Names]:
    """The names of files by the folder that they lie in."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        found[folder].append(name)
    return {folder: Names(names) for folder, names in found.items()}


def names_of(known: Iterable[str]) -> Names:
    """Names for one comparison; an index of a frozen set is kept for the next."""
    return _indexed(known) if isinstance(known, frozenset) else Names(known)


@lru_cache(maxsize=16)
def _indexed(known: frozenset[str]) -> Names:
    return Names(known)


def _triples(word: str) -> set[str]:
    """Each three letters beside each other, also with the beginning and the end."""
    framed = f"\n{word.casefold()}\n"
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
