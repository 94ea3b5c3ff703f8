"""Several processes, each given batches of items; forked where that is safe, spawned elsewhere."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice

from sitegen.execute.executor import Item, Result

BATCH = 32
"""Items sent together, so that sending costs little against the work."""
FEWEST = 4 * BATCH
"""Below this a pool costs more than it saves."""

_function: Callable[..., object] | None = None


class Processes:
    """Batches go through a window of twice as many as there are processes, never all at once."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        source = iter(items)
        first = list(islice(source, FEWEST))
        if len(first) < FEWEST:
            yield from map(function, first)
            return
        yield from self._pooled(function, _chain(first, source))

    def _pooled(self, function: Callable[[Item], Result], items: Iterator[Item]) -> Iterator[Result]:
        method = "fork" if sys.platform == "linux" else "spawn"
        context = multiprocessing.get_context(method)
        with ProcessPoolExecutor(
            self.jobs, context, initializer=partial(_keep, function, os.getpid())
        ) as pool:
            window: deque[Future[list[Result]]] = deque()
            while batch := list(islice(items, BATCH)):
                window.append(pool.submit(_run, batch))
                if len(window) > 2 * self.jobs:
                    yield from window.popleft().result()
            while window:
                yield from window.popleft().result()


def _chain(first: list[Item], rest: Iterator[Item]) -> Iterator[Item]:
    yield from first
    yield from rest


def _keep(function: Callable[[Item], Result], parent: int) -> None:
    """Once in each worker: the function, which may hold much, is sent one time and not per item."""
    global _function  # noqa: PLW0603 - a worker process has no other place to keep it
    _function = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends the pool
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """A worker whose parent was killed would wait for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _run(batch: list[Item]) -> list[Result]:
    assert _function is not None
    return [_function(item) for item in batch]  # type: ignore[misc]
