"""An executor that sends batches of items to the workers of a cluster, and processes few items here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any, TypeVar

from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.execute.pool import BATCH, Pool
from sitegen.features.cluster.distribution import Cluster, Distribution, path_of
from sitegen.features.cluster.rendering import stays_here
from sitegen.read.scan import is_media
from sitegen.render.render import Renderer

Item = TypeVar("Item")
Result = TypeVar("Result")

PER_TASK = 4
"""Number of batches of the pool in a task."""


class Beside:
    """Processes items beside the threads of Dask, with which a process cannot fork."""

    def __init__(self, here: Executor) -> None:
        self.here = here

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return map(function, items)

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        return Pool(function, 1, limits, start="spawn").results(items)

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return self.here.waiting(function, items)


class ClusterExecutor:
    """Processes many items on workers, and few ones here."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return self._results(function, items, None)

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        return self._results(function, items, limits)

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return self.cluster.here.waiting(function, items)

    def _results(
        self, function: Callable[[Any], Any], items: Iterable[Any], limits: ItemLimits | None
    ) -> Iterator[Any]:
        if isinstance(function, Renderer):
            return self._rendered(function, list(items), limits)
        return self._distributed(function, items, limits)

    def _rendered(self, renderer: Renderer, numbers: list[int], limits: ItemLimits | None) -> Iterator[Any]:
        """Copies files, and takes outputs from the cache, on this machine; workers make the others."""
        here = {number for number in numbers if stays_here(renderer, number)}
        made = self._distributed(renderer, [number for number in numbers if number not in here], limits)
        for number in numbers:
            yield renderer(number) if number in here else next(made)

    def _distributed(
        self, function: Callable[[Any], Any], items: Iterable[Any], limits: ItemLimits | None
    ) -> Iterator[Any]:
        source = iter(items)
        size = PER_TASK * (limits.batch_size if limits else BATCH)
        first = list(islice(source, size))
        # The header of a picture takes less time to read than to send.
        of_media = bool(first) and not isinstance(function, Renderer) and is_media(path_of(first[0]))
        if len(first) < size or of_media:
            here, rest = self.cluster.here, chain(first, source)
            return here.guarded(function, rest, limits) if limits else here.map(function, rest)
        results = Distribution(self.cluster, function, limits).results(_batches(chain(first, source), size))
        next(results)
        return results


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
