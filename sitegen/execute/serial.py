"""One item after the other, in this process; what is not trusted, in one other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.execute.executor import Item, Result
from sitegen.execute.pool import Allowance, Pool, Stopped


class Serial:
    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(function, items)

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], allowance: Allowance
    ) -> Iterator[Result | Stopped]:
        return Pool(function, 1, allowance).results(items)

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(function, items)
