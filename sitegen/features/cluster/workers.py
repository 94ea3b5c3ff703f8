"""Workers of a cluster: which of them may take part, and tasks that survive the loss of some."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from sitegen.features.cluster.errors import ClusterError
from sitegen.features.cluster.store import StoreError
from sitegen.features.cluster.tasks import Done, Task
from sitegen.features.cluster.worker import Refused, forget, identity, introduce, run

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 30.0
"""Seconds to wait for workers if all were lost."""
TICK = 2.0
"""Seconds between two looks at which workers there are."""
LOSSES = 3
"""Number of times that a task is sent again after all workers that had it were lost."""
DAEMON = "DASK_DISTRIBUTED__WORKER__DAEMON=False"
DIFFERENT = (
    "it has a different version of sitegen, of Python, of a library or of a theme; "
    "start workers and builds from one image"
)


class Lost(Exception):
    """Workers were lost again and again with a task."""


class Workers:
    """The workers of a scheduler that have the same program. Several threads may use them."""

    def __init__(self, client: Client, themes: tuple[str, ...], note: Callable[[str], None]) -> None:
        self.client = client
        self.themes = themes
        self.note = note
        """Called with a line for each worker that is refused."""
        self.tasks = self.sent = self.received = 0
        """Number of tasks, and of bytes that workers have sent to the store and received from it."""
        self._answers: dict[str, str] = {}
        """Why a worker is refused, by its address; empty if it may take part."""
        self._present: tuple[str, ...] = ()
        self._looked = 0.0
        self._lock = threading.Lock()

    def admitted(self) -> list[str]:
        """Addresses of the workers that may take part. Raises ClusterError if the scheduler is gone."""
        with self._lock:
            if time.monotonic() - self._looked > TICK:
                self._look()
            return [worker for worker in self._present if not self._answers[worker]]

    def wait(self, seconds: float = PATIENCE) -> list[str]:
        """Waits until there is a worker that may take part. Raises ClusterError if there is none in time."""
        until = time.monotonic() + seconds
        while not (found := self.admitted()):
            if time.monotonic() > until:
                refused = [f"{worker}: {why}" for worker, why in self._answers.items() if why]
                raise ClusterError("; ".join(refused) or "the cluster has no workers")
            time.sleep(0.1)
        return found

    def _look(self) -> None:
        if self.client.status != "running":
            raise ClusterError("the scheduler of the cluster cannot be reached any more")
        self._present = tuple(self.client.scheduler_info(n_workers=-1)["workers"])
        new = [worker for worker in self._present if worker not in self._answers]
        if new:
            answers = self.client.run(introduce, self.themes, workers=new, on_error="return")
            for worker, answer in answers.items():
                if isinstance(answer, OSError):  # it was lost meanwhile
                    continue
                self._answers[worker] = reason = _reason(answer, identity(self.themes))
                if reason:
                    self.note(f"{worker} is not used: {reason}")
        self._present = tuple(worker for worker in self._present if worker in self._answers)
        self._looked = time.monotonic() if self._present else 0.0

    def finish(self, build: str) -> None:
        """Removes what a build has left on workers, unless the scheduler is gone."""
        if self.client.status == "running":
            self.client.run(forget, build, workers=self.admitted(), on_error="ignore")

    def run(self, task: Task, stopped: threading.Event) -> Done:
        """Results of a task.

        Raises Lost, ClusterError, StoreError, CancelledError, and the exceptions of the task.
        """
        from distributed import KilledWorker

        for _ in range(LOSSES):
            workers = self.wait()
            future: Future[Done] = self.client.submit(run, task, workers=workers, pure=False)
            try:
                done = self._result(future, workers, stopped)
            except KilledWorker:
                raise Lost from None
            except Refused as error:
                raise ClusterError(f"a worker is not used any more: {error}") from error
            except StoreError as error:
                raise StoreError(f"on a worker: {error}") from error
            except CancelledError:
                if stopped.is_set():
                    raise
                continue
            with self._lock:
                self.tasks, self.sent, self.received = (
                    self.tasks + 1, self.sent + done.sent, self.received + done.received
                )  # fmt: skip
            return done
        raise Lost

    def _result(self, future: Future[Done], workers: list[str], stopped: threading.Event) -> Done:
        """Waits for a result. Raises CancelledError if it is not wanted, or all these workers are gone."""
        loop = self.client.loop.asyncio_loop  # type: ignore[union-attr]
        # Not future.result(timeout): https://github.com/dask/distributed/issues/8514
        waiting = asyncio.run_coroutine_threadsafe(self.client.gather(future, asynchronous=True), loop)
        while True:
            try:
                result: Done = waiting.result(timeout=TICK)
                return result
            except TimeoutError:
                if not future.done() and (stopped.is_set() or not set(workers) & set(self.admitted())):
                    future.cancel()
                    waiting.cancel()
                    raise CancelledError from None


def _reason(answer: object, own: str) -> str:
    """Why a worker cannot take part; empty if it can."""
    match answer:
        case BaseException():
            return f"it cannot run this version of sitegen: {answer}"
        case (str(theirs), _) if theirs != own:
            return DIFFERENT
        case (_, False):
            return (
                f"it may not start processes; start it with --no-nanny, or with {DAEMON} in its environment"
            )
    return ""
