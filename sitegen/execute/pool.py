"""Processes that are given batches of items, watched while they work, and ended where one takes too much.

A library's pool breaks as a whole when one of its processes ends. This one puts another in its
place, gives the item up that was at hand, and goes on with the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
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

from sitegen.types import Limits

BATCH = 32
"""Items sent together, so that sending costs little against the work."""
MOST_WAITING = 4096
"""Bytes that may be sent to a process that is at work: with more than fits between two processes, each could
wait for the other to take what it sends."""
TICK = 0.1
"""Seconds between two looks at how long the items at hand have taken."""

Numbered = tuple[int, Any]
"""An item and where its result belongs."""


class Stopped(Struct, frozen=True):
    """In place of the result of an item that was given up."""

    reason: str
    """time, memory, or crash: the process ended by itself."""


class Allowance(Struct, frozen=True):
    """What one item may take."""

    seconds: float
    bytes: int
    together: int = BATCH
    """How many items are sent at a time."""

    @classmethod
    def of_page(cls, limits: Limits) -> Allowance:
        """What one file of the content may take."""
        return cls(limits.page_seconds, limits.page_memory)

    @classmethod
    def of_picture(cls, limits: Limits) -> Allowance:
        """The same for work that takes long, so that it is shared out one by one."""
        return cls(limits.page_seconds, limits.page_memory, together=1)


class _Worker(Struct):
    process: Any
    connection: Connection
    at: Any
    """The number of the item at hand, or -1."""
    since: Any
    """When that was begun, by the monotonic clock."""
    batches: deque[list[Numbered]] = field(default_factory=deque)
    """Those it was sent and has not answered, in their order."""


class _Work(Struct):
    """The items that nobody has begun yet, and the results for which others must come first."""

    source: Iterator[Numbered]
    window: int
    """How many items may be on their way."""
    again: deque[list[Numbered]] = field(default_factory=deque)
    done: dict[int, Any] = field(default_factory=dict)
    following: int = 0
    """The number of the result that comes next."""
    taken: int = 0

    def batch(self, together: int) -> list[Numbered]:
        """The next items to do; none where there are no more, or so many are on their way already."""
        if self.again:
            return self.again.popleft()
        if self.taken - self.following > self.window:
            return []
        batch = list(islice(self.source, together))
        self.taken = batch[-1][0] if batch else self.taken
        return batch

    def finish(self, batch: Iterable[Numbered], results: Iterable[Any]) -> None:
        self.done.update(zip((number for number, _ in batch), results, strict=True))

    def in_order(self) -> Iterator[Any]:
        while self.following in self.done:
            yield self.done.pop(self.following)
            self.following += 1


class Pool:
    """Some processes that all run one function; leave it to end them.

    One that `helps` runs it in this process, too: without an allowance nothing has to be ended, and a process
    less is a copy less of all that this one knows.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        jobs: int,
        allowance: Allowance | None = None,
        *,
        helps: bool = False,
    ) -> None:
        self.function = function
        self.jobs = jobs - 1 if helps else jobs
        self.allowance = allowance
        self.helps = helps
        self.together = allowance.together if allowance else BATCH
        self.ahead = 2 if self.together > 1 else 1
        """How many batches a process has at a time: with two it goes on while this one is at work itself."""
        # Forking is safe while no other thread runs; elsewhere the system's libraries start threads.
        self.context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.workers: list[_Worker] = []

    def results(self, items: Iterable[Any]) -> Generator[Any, None, None]:
        """The results in the order of the items; the processes begin at once, and none for nothing.

        Never more than a few batches are on their way.
        """
        results = self._results(_Work(enumerate(items), 4 * self.together * (self.jobs + self.helps)))
        next(results)
        return results

    def _results(self, work: _Work) -> Generator[Any, None, None]:
        """Nothing first, when the processes have begun; then the results."""
        try:
            self._hand_out(work)
            yield None
            while True:
                own = work.batch(self.together) if self.helps else []
                work.finish(own, [self.function(item) for _, item in own])
                if not own and not any(worker.batches for worker in self.workers):
                    return
                self._collect(work, 0 if own else TICK)
                yield from work.in_order()
                self._hand_out(work)
        finally:
            self._end()

    def _hand_out(self, work: _Work) -> None:
        """Each process gets its first batch before one gets a second; it begins when there is one for it."""
        while len(self.workers) < self.jobs and (batch := work.batch(self.together)):
            self.workers.append(self._start())
            self._send(self.workers[-1], batch, work)
        for most in range(1, self.ahead + 1):
            for worker in self.workers:
                if len(worker.batches) < most and (batch := work.batch(self.together)):
                    self._send(worker, batch, work)

    def _send(self, worker: _Worker, batch: list[Numbered], work: _Work) -> None:
        data = ForkingPickler.dumps(batch)
        if worker.batches and len(data) > MOST_WAITING:
            work.again.append(batch)
        else:
            worker.batches.append(batch)
            with suppress(ConnectionError):  # it has just ended, which is seen when results are collected
                worker.connection.send_bytes(data)

    def _start(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        at, since = self.context.RawValue("q", -1), self.context.RawValue("d", 0.0)
        memory = self.allowance.bytes if self.allowance else 0
        arguments = (self.function, theirs, at, since, memory, os.getpid())
        process = self.context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, at, since)

    def _collect(self, work: _Work, timeout: float) -> None:
        """Takes what has arrived; ends what has taken too long, and replaces what has ended."""
        busy = [worker for worker in self.workers if worker.batches]
        if not busy:
            return
        ready = wait([w.connection for w in busy] + [w.process.sentinel for w in busy], timeout)
        for worker in busy:
            if worker.connection in ready and self._receive(worker, work):
                continue
            if worker.process.sentinel in ready:
                self._give_up(worker, "crash", work)
            elif self._overdue(worker):
                worker.process.kill()
                self._give_up(worker, "time", work)

    def _receive(self, worker: _Worker, work: _Work) -> bool:
        """False where nothing whole came: the process is ending."""
        try:
            results = worker.connection.recv()
        except (EOFError, OSError):
            return False
        if isinstance(results, BaseException):
            raise results
        work.finish(worker.batches.popleft(), results)
        return True

    def _overdue(self, worker: _Worker) -> bool:
        if self.allowance is None or worker.at.value < 0:
            return False
        return bool(time.monotonic() - worker.since.value > self.allowance.seconds)

    def _give_up(self, worker: _Worker, reason: str, work: _Work) -> None:
        """The item at hand is lost; the others that were sent are done by another process."""
        worker.process.join()
        worker.connection.close()
        self.workers.remove(worker)
        at = worker.at.value if worker.at.value >= 0 else worker.batches[0][0][0]
        work.done[at] = Stopped(reason)
        for batch in worker.batches:
            rest = [pair for pair in batch if pair[0] != at]
            if rest:
                work.again.append(rest)

    def _end(self) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.process.join()
            worker.connection.close()
        self.workers.clear()


# --- in the process that works -------------------------------------------------------------


def _work(
    function: Callable[[Any], Any], connection: Connection, at: Any, since: Any, memory: int, parent: int
) -> None:
    os.environ.clear()  # what works on content knows no secrets
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends its processes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if memory:
        _limit_memory(memory)
    while True:
        try:
            batch = connection.recv()
        except EOFError:
            os._exit(0)
        connection.send(_results(function, batch, at, since))
        at.value = -1


def _results(function: Callable[[Any], Any], batch: list[Numbered], at: Any, since: Any) -> object:
    """The results of a batch, or what went wrong in a way that nobody expected."""
    results = []
    try:
        for number, item in batch:
            at.value, since.value = number, time.monotonic()
            results.append(_one(function, item))
    except Exception as error:
        from traceback import format_exc

        error.add_note(format_exc())
        return error
    since.value = time.monotonic()
    return results


def _one(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except MemoryError:
        return Stopped("memory")


def _limit_memory(more: int) -> None:
    """Lets this process have so many bytes more than it has now, where the system can count them."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - not a file of the site
        pages = int(file.read().split()[0])
    limit = pages * resource.getpagesize() + more
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _end_with(parent: int) -> None:
    """A process whose parent was killed would wait for ever."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
