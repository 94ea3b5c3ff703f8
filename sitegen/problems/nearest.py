"""Finds the known name that is most similar to a misspelt word.

Content determines both how many words are misspelt and how many names exist. If there are many names, an
index finds those that share the word's rarest trigrams, and only these are compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from heapq import nsmallest

LIKENESS = 0.6
"""Lowest similarity of a suggested name by `difflib`, from 0 to 1."""
LONGEST = 200
"""Limit on characters of a word or name; longer ones get no suggestion."""
FEW = 24
"""Number of names up to which all are compared, without an index."""
MOST_POSTINGS = 2_000
"""Limit on index entries that are examined for a word."""
MOST_RANKED = 60
"""Limit on names whose share of common trigrams is computed for a word."""
MOST_COMPARED = 10
"""Limit on names that a word is compared with, if there are many names."""
MOST_OF_FILE = 100
"""Limit on suggestions for the words of one file."""


class Names:
    """Known names; the index is built for the first word."""

    def __init__(self, known: Iterable[str]) -> None:
        self._source = known
        self._numbers: Counter[str] = Counter()
        self._found: dict[str, str] = {}

    def nearest(self, word: str) -> str:
        """Returns the name most similar to a word; empty if none is similar."""
        if len(word) > LONGEST:
            return ""
        if word.casefold() in self._folded:
            return self._folded[word.casefold()]
        if word not in self._found:
            from difflib import get_close_matches

            names = self._names if len(self._names) <= FEW else self._candidates(word)
            self._found[word] = next(iter(get_close_matches(word, names, n=1, cutoff=LIKENESS)), "")
        return self._found[word]

    def suggested(self, word: str, path: str) -> str:
        """Returns `did you mean X?` for a word in a file, or an empty string; limited for each file."""
        near = self.nearest_in(word, path)
        return f"did you mean {near}?" if near else ""

    def nearest_in(self, word: str, path: str) -> str:
        """Returns the most similar name for a word in a file, or an empty string; limited for each file."""
        self._numbers[path] += 1
        return self.nearest(word) if self._numbers[path] <= MOST_OF_FILE else ""

    @cached_property
    def _names(self) -> list[str]:
        return sorted({name for name in self._source if len(name) <= LONGEST})

    @cached_property
    def _folded(self) -> dict[str, str]:
        """Case-folded name → name; of names that differ only in case, the first."""
        return {name.casefold(): name for name in reversed(self._names)}

    @cached_property
    def _postings(self) -> dict[str, list[int]]:
        """Trigram → indices of the names that contain it."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for triple in _triples(name):
                found[triple].append(number)
        return dict(found)

    def _candidates(self, word: str) -> list[str]:
        """Returns the names that share the most trigrams with a word, starting with its rarest trigrams."""
        triples = _triples(word)
        shared: Counter[int] = Counter()
        seen = 0
        for posting in sorted(filter(None, map(self._postings.get, triples)), key=len):
            if seen > MOST_POSTINGS:
                break
            seen += len(posting)
            shared.update(posting[: MOST_POSTINGS - seen + len(posting)])

        def distance(number: int) -> tuple[float, int]:
            return -shared[number] / (len(triples) + len(self._names[number])), number

        most = (number for number, _ in shared.most_common(MOST_RANKED))
        return [self._names[number] for number in nsmallest(MOST_COMPARED, most, key=distance)]


def names_by_folder(paths: Iterable[str]) -> dict[str, Names]:
    """Names of files by their folder."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        folder, _, name = path.rpartition("/")
        found[folder].append(name)
    return {folder: Names(names) for folder, names in found.items()}


def names_of(known: Iterable[str]) -> Names:
    """Returns `Names` for one comparison; the index of a frozenset is cached."""
    return _indexed(known) if isinstance(known, frozenset) else Names(known)


@lru_cache(maxsize=16)
def _indexed(known: frozenset[str]) -> Names:
    return Names(known)


def _triples(word: str) -> set[str]:
    """Trigrams of a word, including those with its beginning and its end."""
    framed = f"\n{word.casefold()}\n"
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
