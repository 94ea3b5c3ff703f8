"""Values that are made when somebody asks for them: of what is remembered, most builds need little."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class Lazy(Mapping[str, V], Generic[V]):
    """A mapping whose keys are known; each value is made once."""

    def __init__(
        self, keys: Collection[str], make: Callable[[str], V], made: Mapping[str, V] | None = None
    ) -> None:
        """`made` are values that are there already."""
        self._keys = keys
        self._make = make
        self._made = dict(made or {})

    def __getitem__(self, key: str) -> V:
        if key not in self._made:
            if key not in self._keys:
                raise KeyError(key)
            self._made[key] = self._make(key)
        return self._made[key]

    def get(self, key: str, default: V | None = None) -> V | None:  # type: ignore[override]
        return self[key] if key in self._keys else default

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def having(self, others: Mapping[str, V]) -> Lazy[V]:
        """The same with other values for some of its keys."""
        return Lazy(self._keys, self._make, {**self._made, **others})


def having(values: Mapping[str, V], others: Mapping[str, V]) -> Mapping[str, V]:
    """A mapping with other values for some of its keys, as lazy as it was."""
    return values.having(others) if isinstance(values, Lazy) else {**values, **others}


def only(values: Mapping[str, V], keys: Iterable[str]) -> Mapping[str, V]:
    """A mapping with only some of its keys, its values still to be made."""
    return Lazy(dict.fromkeys(keys), values.__getitem__)
