"""Several processes, where there is enough to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from sitegen.execute.executor import Item, Result
from sitegen.execute.pool import BATCH, Allowance, Pool, Stopped

FEWEST = 4 * BATCH
"""Below this a pool costs more than it saves."""


class Processes:
    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        source = iter(items)
        first = list(islice(source, FEWEST))
        if len(first) < FEWEST:
            yield from map(function, first)
            return
        yield from Pool(function, self.jobs, helps=True).results(chain(first, source))

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], allowance: Allowance
    ) -> Iterator[Result | Stopped]:
        source = iter(items)
        enough = 4 * allowance.together
        first = list(islice(source, enough))
        jobs = self.jobs if len(first) == enough else 1
        return Pool(function, jobs, allowance).results(chain(first, source))

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self.jobs) as threads:
            yield from threads.map(function, items)
