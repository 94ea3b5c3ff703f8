"""One function over many items on the workers of a cluster."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from sitegen.execute import Executor, ItemLimits
from sitegen.features.cluster.errors import ClusterError, lost_with
from sitegen.features.cluster.portable import packed
from sitegen.features.cluster.rendering import bodies_of, picture_of, stored, without_stores
from sitegen.features.cluster.store import SharedStore, read, write
from sitegen.features.cluster.supplies import Supplies, files_of_native_code
from sitegen.features.cluster.tasks import Done, Job, Needs, Task
from sitegen.features.cluster.worker import identity
from sitegen.features.cluster.workers import Lost, Workers
from sitegen.render.render import Renderer
from sitegen.store.own_files import write_new
from sitegen.types import BodyPlace

AHEAD = 3
"""Number of tasks for each worker that are under way."""
MOST_AHEAD = 96
"""Number of tasks under way, each of which has a thread."""
NAME = re.compile(r"[0-9a-f]{16}\.bodies")


class Cluster(Struct, frozen=True):
    """Values that all functions of one build share."""

    workers: Workers
    store: SharedStore
    build: str
    """Folder of the store for what only this build uses."""
    root: Path
    here: Executor
    """Processes items that cannot be sent."""


class Left(Struct, frozen=True):
    """Replacement for the result of an item that needs what cannot be sent: it is processed here."""


class Batch(Struct):
    """Items with what they are known to need, which may be too little."""

    items: Sequence[Any]
    files: set[str]
    bodies: set[BodyPlace]

    def alone(self, number: int) -> Batch:
        return Batch([self.items[number]], self.files, self.bodies)


class Distribution:
    """A function on workers."""

    def __init__(self, cluster: Cluster, function: Callable[[Any], Any], limits: ItemLimits | None) -> None:
        self.cluster = cluster
        self.function = function
        self.limits = limits
        self.renderer = function if isinstance(function, Renderer) else None
        data, bodies = packed(without_stores(self.renderer) if self.renderer else function, cluster.root)
        self.folder = bodies.folder if bodies else None
        """Folder of the bodies on this machine."""
        self.supplies = Supplies(cluster.store, cluster.root, cluster.build, self.folder)
        self.stopped = threading.Event()
        self.job = Job(
            build=cluster.build,
            store=cluster.store.name,
            function=write(cluster.store, cluster.build, data),
            identity=identity(cluster.workers.themes),
            themes=cluster.workers.themes,
            files=self.supplies.files(files_of_native_code(cluster.root)),
            limits=limits,
        )

    def results(self, batches: Iterator[list[Any]]) -> Generator[Any, None, None]:
        """Yields None when the first batches are under way, then the results in order.

        Raises ClusterError, StoreError, and the exceptions of the function.
        """
        threads = ThreadPoolExecutor(MOST_AHEAD)
        pending: deque[tuple[list[Any], Future[list[Any]]]] = deque()

        def fill() -> None:
            most = min(MOST_AHEAD, AHEAD * len(self.cluster.workers.wait()))
            for items in islice(batches, max(0, most - len(pending))):
                pending.append((items, threads.submit(self._finished, self._batch(items))))

        try:
            fill()
            yield None
            while pending:
                items, future = pending.popleft()
                found = future.result()
                fill()
                for item, result in zip(items, found, strict=True):
                    value = self._here(item) if isinstance(result, Left) else result
                    yield stored(self.renderer, item, value) if self.renderer else value
        finally:
            self.stopped.set()
            threads.shutdown(cancel_futures=True)

    def _batch(self, items: Sequence[Any]) -> Batch:
        if self.renderer is None:
            return Batch(items, {path_of(item) for item in items}, set())
        pictures = {path for item in items if (path := picture_of(self.renderer, item))}
        return Batch(items, pictures, {it for item in items for it in bodies_of(self.renderer, item)})

    def _here(self, item: Any) -> Any:
        here, limits = self.cluster.here, self.limits
        found = here.guarded(self.function, [item], limits) if limits else here.map(self.function, [item])
        return next(iter(found))

    # --- in threads -------------------------------------------------------------------------

    def _finished(self, batch: Batch) -> list[Any]:
        """Results of a batch; if workers are lost with it, each item is tried alone to find the cause."""
        try:
            return self._complete(batch)
        except Lost:
            if len(batch.items) == 1:
                raise lost_with(self._name(batch.items[0])) from None
            return [self._finished(batch.alone(number))[0] for number in range(len(batch.items))]

    def _complete(self, batch: Batch) -> list[Any]:
        """Results of items, which are sent again with what they turn out to need."""
        found: dict[int, Any] = {}
        while missing := [number for number in range(len(batch.items)) if number not in found]:
            results = self._results(batch, [batch.items[number] for number in missing])
            needs = [result for result in results if isinstance(result, Needs)]
            for number, result in zip(missing, results, strict=True):
                if not isinstance(result, Needs):
                    found[number] = result
                elif batch.files.issuperset(result.files) and batch.bodies.issuperset(result.bodies):
                    found[number] = Left()
            batch.files.update(path for result in needs for path in result.files)
            batch.bodies.update(body for result in needs for body in result.bodies)
        return [found[number] for number in range(len(batch.items))]

    def _results(self, batch: Batch, items: Sequence[Any]) -> list[Any]:
        """Results of a worker for items; artifacts have their data."""
        files, bodies = self.supplies.files(batch.files), self.supplies.bodies(batch.bodies)
        done = self.cluster.workers.run(Task(self.job, tuple(items), files, bodies), self.stopped)
        for new in done.bodies:
            if self.folder is None or not NAME.fullmatch(new.name):
                raise ClusterError(f"a worker wrote {new.name}, which is not a file of texts")
            self.folder.mkdir(parents=True, exist_ok=True)
            write_new(self.folder / new.name, read(self.cluster.store, [new.place])[0])
            self.cluster.store.texts[new.name] = new.place.object
        return list(_with_data(done, self.cluster.store))

    def _name(self, item: Any) -> str:
        """An item as an editor knows it: the path of an output or of a file."""
        return self.renderer.outputs[item].path if self.renderer else path_of(item)


def _with_data(done: Done, store: SharedStore) -> Iterator[Any]:
    data = read(store, [done.outputs])[0] if done.outputs else b""
    start = 0
    for result, length in zip(done.results, done.lengths, strict=True):
        yield replace(result, data=data[start : start + length]) if length else result
        start += length


def path_of(item: Any) -> str:
    """Path of the file that an item stands for."""
    return str(item[0] if isinstance(item, tuple) else item)
