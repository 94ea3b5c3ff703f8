"""Executors: the protocol, and its implementations with one process and with several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Protocol, TypeVar

from sitegen.execute.pool import BATCH, GivenUp, ItemLimits, Pool

Item = TypeVar("Item")
Result = TypeVar("Result")

FEWEST = 4 * BATCH
"""Number of items below which a pool costs more than it saves."""


class Executor(Protocol):
    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yields the function's result for each item, in the order of the items."""

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        """Maps untrusted work: in other processes, which start immediately and enforce the limits."""

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Maps work that runs in external programs: in this process, which waits for several at once."""


class Serial:
    """Processes items one by one in this process; untrusted work in one other process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(function, items)

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        return Pool(function, 1, limits).results(items)

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(function, items)


class Processes:
    """Processes items in several processes if there are enough of them."""

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
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        source = iter(items)
        enough = 4 * limits.batch_size
        first = list(islice(source, enough))
        jobs = self.jobs if len(first) == enough else 1
        return Pool(function, jobs, limits).results(chain(first, source))

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(self.jobs) as threads:
            yield from threads.map(function, items)


def executor_for(jobs: int) -> Executor:
    """Returns an executor with `jobs` processes; with 1, trusted work runs in this process."""
    return Serial() if jobs <= 1 else Processes(jobs)
