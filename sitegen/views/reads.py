"""What a recipe reads of a site: the documents and pages that are looked up while it is made.

If a build finds the site as it was but for some documents, an output whose recipe read none of them has the
recipe that it had. `watched` gives a site whose look-ups are noted. A value that several recipes use is made
once (`Kept`), and notes again what was read for it each time it is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, ParamSpec, TypeAlias, TypeVar

from msgspec.structs import replace

from sitegen.types import DocumentKey, Site

K = TypeVar("K")
V = TypeVar("V")
P = ParamSpec("P")
Names: TypeAlias = tuple[str, ...]


class Reads:
    """Notes the names of what is read: keys of documents and of their pages, and values of pages."""

    __slots__ = ("noted",)

    def __init__(self) -> None:
        self.noted: list[Names] = []

    def of(self, make: Callable[P, V], *arguments: P.args, **named: P.kwargs) -> tuple[V, Names]:
        """A value and the names that were read for it, which are not noted."""
        outer, self.noted = self.noted, []
        try:
            value = make(*arguments, **named)
            return value, self.noted[0] if len(self.noted) == 1 else tuple(set().union(*self.noted))
        finally:
            self.noted = outer

    def as_values(
        self,
        types: Iterable[str],
        fields: Iterable[str],
        make: Callable[P, V],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> V:
        """A value that is made of these fields of all pages of these types, and of nothing else of them."""
        value, _ = self.of(make, *arguments, **named)
        fields = tuple(fields)
        self.noted.append(tuple(values_name(kind, field) for kind in types for field in fields))
        return value


ADDRESS = "address"
"""Stands for the addresses of pages among their fields."""
ANY_FIELD = "*"
"""Stands for all fields of pages."""


def values_name(type_name: str, field: str) -> str:
    """Name of a field of all pages of a type."""
    return f"values:{type_name}:{field}"


def order_name(type_name: str, language: str, sort: Iterable[str]) -> str:
    """Name of the order of entries of a type, alone or with those of others, in a language."""
    return f"order:{type_name}:{language}:{' '.join(sort)}"


class Kept(Generic[K, V]):
    """Values made once by key; each look-up notes what was read to make the value."""

    __slots__ = ("_earlier", "_most", "_reads", "_values")

    def __init__(self, reads: Reads, most: int = sys.maxsize) -> None:
        """Keeps the `most` values that were used last, and at most as many that were used before them."""
        self._reads = reads
        self._most = most
        self._values: dict[K, tuple[V, Names]] = {}
        self._earlier: dict[K, tuple[V, Names]] = {}

    def get(self, key: K, make: Callable[P, V], *arguments: P.args, **named: P.kwargs) -> V:
        """The value of a key, made by this function if it is not known."""
        known = self._values.get(key)
        if known is None:
            found = self._earlier.pop(key, None) or self._reads.of(make, *arguments, **named)
            if len(self._values) >= self._most:
                self._earlier, self._values = self._values, {}
            known = self._values[key] = found
        value, names = known
        if names:
            self._reads.noted.append(names)
        return value

    def drop(self, key: K) -> None:
        """Forgets a value, if it is known."""
        self._values.pop(key, None)
        self._earlier.pop(key, None)


class _Watched(Mapping[DocumentKey, V]):
    """A mapping whose look-ups are noted."""

    __slots__ = ("_reads", "_values")

    def __init__(self, values: Mapping[DocumentKey, V], reads: Reads) -> None:
        self._values = values
        self._reads = reads

    def __getitem__(self, key: DocumentKey) -> V:
        self._reads.noted.append((key,))
        return self._values[key]

    def get(self, key: DocumentKey, default: V | None = None) -> V | None:  # type: ignore[override]
        self._reads.noted.append((key,))
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[DocumentKey]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def watched(site: Site, reads: Reads) -> Site:
    """The site, with each look-up of a document or page noted."""
    return replace(site, documents=_Watched(site.documents, reads), pages=_Watched(site.pages, reads))
