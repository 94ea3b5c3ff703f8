"""A pool of processes that run a function over batches of items, with limits on each item.

A pool of the standard library breaks as a whole when one of its processes dies. This one starts a new
process, gives up the item that was being processed, and continues with the others.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from typing import Any

from msgspec import Struct, field

from sitegen.execute.signals import leave_signals_to_parent, signals_held
from sitegen.types import Limits
from sitegen.types.registers import active_set

BATCH = 32
"""Number of items sent together, so that sending them takes little time compared to processing."""
MOST_WAITING = 4096
"""Limit on bytes sent to a busy process. With more than fits into the pipe, each side could wait for the
other to receive.
"""
TICK = 0.1
"""Seconds between two checks of how long the current items have taken."""

Numbered = tuple[int, Any]
"""An item and the index of its result."""


class GivenUp(Struct, frozen=True):
    """Replacement for the result of an item that exceeded its limits."""

    reason: str
    """`time`, `memory`, or `crash` if the process ended by itself."""


class ItemLimits(Struct, frozen=True):
    """Limits for processing one item."""

    seconds: float
    bytes: int
    batch_size: int = BATCH
    """Number of items to send at a time."""

    @classmethod
    def for_page(cls, limits: Limits) -> ItemLimits:
        """Limits for reading one file of the content."""
        return cls(limits.page_seconds, limits.page_memory)

    @classmethod
    def for_slow_file(cls, limits: Limits) -> ItemLimits:
        """Limits for slow work on one file, distributed item by item."""
        return cls(limits.page_seconds, limits.page_memory, batch_size=1)


class _Worker(Struct):
    process: Any
    connection: Connection
    current: Any
    """Index of the current item, or -1."""
    started: Any
    """Time at which the current item was started, by the monotonic clock; 0 if the process waits."""
    batches: deque[list[Numbered]] = field(default_factory=deque)
    """Batches that were sent and whose results have not arrived, in order."""


class _Queue(Struct):
    """Items that are not started yet, and results that have to wait for earlier ones."""

    source: Iterator[Numbered]
    window: int
    """Limit on items that are started while earlier results are missing."""
    resend: deque[list[Numbered]] = field(default_factory=deque)
    done: dict[int, Any] = field(default_factory=dict)
    next_result: int = 0
    """Index of the next result."""
    last_started: int = 0

    def batch(self, batch_size: int) -> list[Numbered]:
        """Returns the next items, the first ones singly; empty at the end, or if too many are in progress."""
        if self.resend:
            return self.resend.popleft()
        if self.last_started - self.next_result > self.window:
            return []
        batch = list(islice(self.source, batch_size if self.last_started > BATCH else 1))
        self.last_started = batch[-1][0] if batch else self.last_started
        return batch

    def finish(self, batch: Iterable[Numbered], results: Iterable[Any]) -> None:
        self.done.update(zip((number for number, _ in batch), results, strict=True))

    def in_order(self) -> Iterator[Any]:
        while self.next_result in self.done:
            yield self.done.pop(self.next_result)
            self.next_result += 1


class Pool:
    """Processes that all run one function; closing the generator of results ends them.

    With `helps`, this process runs the function as well. That is possible without limits, since no item has
    to be interrupted, and saves the memory of one process. With `stays`, processes wait for the next call of
    `results`, until `end` is called.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        jobs: int,
        limits: ItemLimits | None = None,
        *,
        helps: bool = False,
        stays: bool = False,
        start: str = "fork" if sys.platform == "linux" else "spawn",
    ) -> None:
        self.function = function
        self.jobs = jobs - 1 if helps else jobs
        self.limits = limits
        self.helps = helps
        self.stays = stays
        self.batch_size = limits.batch_size if limits else BATCH
        self.batches_ahead = 2 if self.batch_size > 1 else 1
        """Batches that a process is sent in advance; with two it stays busy while this process works."""
        # Forking is safe while no other thread runs; on other systems, libraries start threads.
        self.context: Any = multiprocessing.get_context(start)
        self.workers: list[_Worker] = []

    def results(self, items: Iterable[Any]) -> Generator[Any, None, None]:
        """Yields the results in the order of the items.

        Processes start immediately if there are items. Only a few batches are in progress at any time.
        """
        results = self._results(_Queue(enumerate(items), 4 * self.batch_size * (self.jobs + self.helps)))
        next(results)
        return results

    def _results(self, queue: _Queue) -> Generator[Any, None, None]:
        """Yields None when the processes are started, then the results."""
        try:
            self._distribute(queue)
            yield None
            while True:
                own = queue.batch(self.batch_size) if self.helps else []
                queue.finish(own, [self.function(item) for _, item in own])
                if not own and not any(worker.batches for worker in self.workers):
                    return
                self._collect(queue, 0 if own else TICK)
                yield from queue.in_order()
                self._distribute(queue)
        finally:
            if not self.stays or any(worker.batches for worker in self.workers):
                self.end()

    def _distribute(self, queue: _Queue) -> None:
        """Starts processes on demand and sends batches; no process gets a second before all have one."""
        while len(self.workers) < self.jobs and (batch := queue.batch(self.batch_size)):
            self._start()
            self._send(self.workers[-1], batch, queue)
        for most in range(1, self.batches_ahead + 1):
            for worker in self.workers:
                if len(worker.batches) < most and (batch := queue.batch(self.batch_size)):
                    self._send(worker, batch, queue)

    def _send(self, worker: _Worker, batch: list[Numbered], queue: _Queue) -> None:
        data = ForkingPickler.dumps(batch)
        if worker.batches and len(data) > MOST_WAITING:
            queue.resend.append(batch)
        else:
            worker.batches.append(batch)
            with suppress(ConnectionError):  # the process has just ended; `_collect` notices that
                worker.connection.send_bytes(data)

    def _start(self) -> None:
        ours, theirs = self.context.Pipe()
        current, started = self.context.RawValue("q", -1), self.context.RawValue("d", 0.0)
        memory = self.limits.bytes if self.limits else 0
        active = active_set()  # first, since unpickling the function may need what extensions define
        arguments = (active, self.function, theirs, current, started, memory, os.getpid())
        process = self.context.Process(target=_run_worker, args=arguments, daemon=True)
        with signals_held():
            process.start()
            self.workers.append(_Worker(process, ours, current, started))
        theirs.close()

    def _collect(self, queue: _Queue, timeout: float) -> None:
        """Receives results, ends processes that take too long, and replaces those that have ended."""
        busy = [worker for worker in self.workers if worker.batches]
        if not busy:
            return
        ready = wait([w.connection for w in busy] + [w.process.sentinel for w in busy], timeout)
        for worker in busy:
            if worker.connection in ready and self._receive(worker, queue):
                continue
            if worker.process.sentinel in ready:
                self._give_up(worker, "crash", queue)
            elif self._overdue(worker):
                worker.process.kill()
                self._give_up(worker, "time", queue)

    def _receive(self, worker: _Worker, queue: _Queue) -> bool:
        """Returns False if no complete result arrived because the process is ending."""
        try:
            results = worker.connection.recv()
        except (EOFError, OSError):
            return False
        if isinstance(results, BaseException):
            raise results
        queue.finish(worker.batches.popleft(), results)
        return True

    def _overdue(self, worker: _Worker) -> bool:
        started = worker.started.value
        return self.limits is not None and 0 < started < time.monotonic() - self.limits.seconds

    def _give_up(self, worker: _Worker, reason: str, queue: _Queue) -> None:
        """Gives up the current item of a process; its other items are sent to other processes."""
        worker.process.join()
        worker.connection.close()
        self.workers.remove(worker)
        current = worker.current.value if worker.current.value >= 0 else worker.batches[0][0][0]
        queue.done[current] = GivenUp(reason)
        for batch in worker.batches:
            rest = [pair for pair in batch if pair[0] != current]
            if rest:
                queue.resend.append(rest)

    def end(self) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.connection.close()
        self.workers.clear()


# --- in the worker processes -------------------------------------------------------------


def _run_worker(
    _: object,
    function: Callable[[Any], Any],
    connection: Connection,
    current: Any,
    started: Any,
    memory: int,
    parent: int,
) -> None:
    leave_signals_to_parent(terminated=True)
    os.environ.clear()  # code that processes content has no access to secrets
    threading.Thread(target=_exit_with_parent, args=(parent,), daemon=True).start()
    if memory:
        _limit_memory(memory)
    while True:
        try:
            batch = connection.recv()
        except EOFError:
            os._exit(0)
        connection.send(_results(function, batch, current, started))
        current.value = -1


def _results(function: Callable[[Any], Any], batch: list[Numbered], current: Any, started: Any) -> object:
    """Returns the results of a batch, or an unexpected exception."""
    results = []
    try:
        for number, item in batch:
            started.value = time.monotonic()  # first, or the item seems as old as the one before
            current.value = number
            results.append(_apply(function, item))
    except Exception as error:
        from traceback import format_exc

        error.add_note(format_exc())
        return error
    started.value = 0.0
    return results


def _apply(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except MemoryError:
        return GivenUp("memory")


def _limit_memory(more: int) -> None:
    """Limits the additional memory of this process in bytes, on systems that support it."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - not a file of the site
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + more
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _exit_with_parent(parent: int) -> None:
    """Ends this process when its parent is gone; otherwise it would wait forever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
