"""An executor that sends batches of items to the workers of a Dask cluster."""

from __future__ import annotations

import os
import re
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from msgspec import Struct

from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.execute.pool import BATCH
from sitegen.features.cluster.bundles import Bundle, bundle_of
from sitegen.features.cluster.errors import ClusterError, lost_with
from sitegen.features.cluster.portable import Sent, packed
from sitegen.features.cluster.rendering import is_cached, stored, without_stores
from sitegen.features.cluster.worker import Job, Refused, identity, run
from sitegen.read.scan import FOLDERS
from sitegen.render.render import Renderer

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

PER_TASK = 4
"""Number of batches of the pool in a task."""
AHEAD = 4
"""Number of tasks for each worker that are under way."""
LOSSES = 3
"""Number of times that a batch is sent again after workers were lost with it."""
PATIENCE = 30
"""Seconds to wait for workers if all were lost."""
NAME = re.compile(r"[0-9a-f]{16}\.bodies")


class _Batch(Struct):
    items: list[Any]
    future: Future[Any]
    losses: int = 0


class _Work(Struct):
    """A function on the workers: what was sent to them for it."""

    job: Job
    function: bytes
    sources: Bundle
    bodies: Bundle | None
    folder: Path | None
    """Folder of the bodies of the driver."""
    sent: tuple[Any, ...] = ()


class ClusterExecutor:
    """Processes many items on workers, and few ones here."""

    def __init__(self, client: Client, root: Path, themes: tuple[str, ...], here: Executor) -> None:
        self.client = client
        self.root = root
        self.themes = themes
        self.here = here

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return self._results(function, items, None)

    def guarded(
        self, function: Callable[[Item], Result], items: Iterable[Item], limits: ItemLimits
    ) -> Iterator[Result | GivenUp]:
        return self._results(function, items, limits)

    def waiting(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        return self.here.waiting(function, items)

    def _results(
        self, function: Callable[[Any], Any], items: Iterable[Any], limits: ItemLimits | None
    ) -> Iterator[Any]:
        if isinstance(function, Renderer) and limits:
            return self._uncached(function, list(items), limits)
        return self._distributed(function, items, limits)

    def _uncached(self, renderer: Renderer, numbers: list[int], limits: ItemLimits) -> Iterator[Any]:
        """Takes the outputs in the cache of this machine from there; workers make the others."""
        cached = {number for number in numbers if is_cached(renderer, number)}
        made = self._distributed(renderer, [number for number in numbers if number not in cached], limits)
        for number in numbers:
            yield renderer(number) if number in cached else next(made)

    def _distributed(
        self, function: Callable[[Any], Any], items: Iterable[Any], limits: ItemLimits | None
    ) -> Iterator[Any]:
        source = iter(items)
        size = PER_TASK * (limits.batch_size if limits else BATCH)
        first = list(islice(source, size))
        if len(first) < size:
            here = self.here
            return here.guarded(function, first, limits) if limits else here.map(function, first)
        results = self._on_workers(function, _batches(chain(first, source), size), limits)
        next(results)
        return results

    def _on_workers(
        self, function: Callable[[Any], Any], batches: Iterator[list[Any]], limits: ItemLimits | None
    ) -> Generator[Any, None, None]:
        """Yields None when the first batches are under way, then the results in order."""
        work = self._work(function, limits)
        pending: deque[_Batch] = deque()
        try:
            self._fill(work, pending, batches)
            yield None
            while pending:
                batch = pending.popleft()
                results = self._finished(work, function, batch, pending)
                self._fill(work, pending, batches)
                for item, result in zip(batch.items, results, strict=True):
                    value = self._received(work, result)
                    yield stored(function, item, value) if isinstance(function, Renderer) else value
        finally:
            self.client.cancel([batch.future for batch in pending])

    def _work(self, function: Callable[[Any], Any], limits: ItemLimits | None) -> _Work:
        """Packs a function with the sources, and the bodies if they are read. Raises ClusterError."""
        is_renderer = isinstance(function, Renderer)
        sent = without_stores(function) if isinstance(function, Renderer) else function
        data, bodies = packed(sent, self.root)
        job = Job(uuid4().hex, identity(self.themes), self.themes, limits)
        texts = bundle_of(bodies.folder, [""]) if bodies and is_renderer else None
        work = _Work(job, data, bundle_of(self.root, FOLDERS), texts, bodies.folder if bodies else None)
        self._send(work)
        return work

    def _send(self, work: _Work) -> None:
        """Copies the function and the bundles to all workers."""
        values = [work.function, work.sources, work.bodies]
        work.sent = tuple(self.client.scatter(values, broadcast=True, hash=False))

    def _fill(self, work: _Work, pending: deque[_Batch], batches: Iterator[list[Any]]) -> None:
        most = AHEAD * max(1, len(self._workers()))
        for items in islice(batches, max(0, most - len(pending))):
            pending.append(_Batch(items, self._submit(work, items)))

    def _submit(self, work: _Work, items: list[Any]) -> Future[Any]:
        return self.client.submit(run, work.job, *work.sent, items, pure=False)

    def _finished(
        self, work: _Work, function: Callable[[Any], Any], batch: _Batch, pending: deque[_Batch]
    ) -> list[Any]:
        """Results of a batch; sends it again if the workers with the function were lost."""
        from distributed import KilledWorker

        while True:
            try:
                results: list[Any] = self._result(batch.future)
                return results
            except KilledWorker as error:
                raise lost_with([_name(function, item) for item in batch.items]) from error
            except Refused as error:
                raise ClusterError(str(error)) from error
            except CancelledError as error:
                batch.losses += 1
                if batch.losses > LOSSES:
                    raise lost_with([_name(function, item) for item in batch.items]) from error
                self._wait_for_workers()
                self._send(work)
                for lost in (batch, *(other for other in pending if other.future.cancelled())):
                    lost.future = self._submit(work, lost.items)

    def _result(self, future: Future[Any]) -> Any:
        """Waits for a result. Raises the exception of the task, and ClusterError if no worker is left."""
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except TimeoutError:
                if self.client.status != "running":
                    raise ClusterError("the scheduler of the cluster cannot be reached any more") from None
                if not future.done():
                    self._wait_for_workers()

    def _wait_for_workers(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._workers():
            if time.monotonic() > until or self.client.status != "running":
                raise ClusterError("all workers of the cluster are gone")
            time.sleep(1)

    def _workers(self) -> dict[str, Any]:
        workers: dict[str, Any] = self.client.scheduler_info(n_workers=-1)["workers"]
        return workers

    def _received(self, work: _Work, result: Any) -> Any:
        """The result of an item, after its bodies were stored."""
        if isinstance(result, GivenUp):
            return result
        value, sent = result
        for part in sent:
            _store(work.folder, part)
        return value


def _batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch


def _name(function: Callable[[Any], Any], item: Any) -> str:
    """An item as an editor knows it: the path of an output or of a file."""
    if isinstance(function, Renderer):
        return str(function.outputs[item].path)
    return str(item[0] if isinstance(item, tuple) else item)


def _store(folder: Path | None, part: Sent) -> None:
    """Writes a body at its place in a file of bodies. Raises OSError."""
    name, start, data = part
    if folder is None or not NAME.fullmatch(name):
        raise ClusterError(f"a worker sent a text for {name}, which is not a file of texts")
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(start)
        file.write(data)
