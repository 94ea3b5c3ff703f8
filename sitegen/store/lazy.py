"""Mappings with values that are computed on demand: most builds need few of the cached values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Lazy(Mapping[K, V], Generic[K, V]):
    """Mapping with known keys, whose values are computed on first access."""

    def __init__(
        self, keys: Collection[K], make: Callable[[K], V], made: Mapping[K, V] | None = None
    ) -> None:
        """Creates the mapping; `made` contains values that are already computed."""
        self._keys = keys
        self._make = make
        self._values = dict(made or {})

    def __getitem__(self, key: K) -> V:
        if key not in self._values:
            if key not in self._keys:
                raise KeyError(key)
            self._values[key] = self._make(key)
        return self._values[key]

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]
        return self[key] if key in self._keys else default

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def with_values(self, changed: Mapping[K, V], keys: Collection[K] | None = None) -> Lazy[K, V]:
        """Returns a copy with different values for some of the keys; `keys` if those have changed as well."""
        if not changed and keys is None:
            return self
        if keys is None:
            return Lazy(self._keys, self._make, {**self._values, **changed})
        values = {key: value for key, value in self._values.items() if key in keys}
        return Lazy(keys, self._make, {**values, **changed})


class LazyWhole(Mapping[K, V], Generic[K, V]):
    """Mapping that is computed as a whole on first access."""

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = make

    @cached_property
    def _values(self) -> Mapping[K, V]:
        return self._make()

    def __getitem__(self, key: K) -> V:
        return self._values[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Made(Lazy[K, V]):
    """Mapping whose values are made at each access, since all of them would need too much memory."""

    def __getitem__(self, key: K) -> V:
        return self._make(key)


def with_values(
    values: Mapping[K, V], changed: Mapping[K, V], keys: Collection[K] | None = None
) -> Mapping[K, V]:
    """Returns the mapping with different values for some of the keys; a lazy mapping stays lazy.

    `keys` are the keys of the result, if those have changed as well.
    """
    if isinstance(values, Lazy):
        return values.with_values(changed, keys)
    if keys is None:
        return {**values, **changed} if changed else values
    return {key: changed[key] if key in changed else values[key] for key in keys}


def only(values: Mapping[K, V], keys: Iterable[K]) -> Mapping[K, V]:
    """Returns the mapping restricted to some of its keys; a lazy mapping stays lazy."""
    return with_values(values, {}, dict.fromkeys(keys))
