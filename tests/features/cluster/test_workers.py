"""Which workers take part, and what happens if they are lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from sitegen.execute import executor_for
from sitegen.features.cluster import workers as module
from sitegen.features.cluster.distribution import Cluster, Distribution
from sitegen.features.cluster.errors import ClusterError
from sitegen.features.cluster.store import Range, SharedStore, StoreError, open_store
from sitegen.features.cluster.tasks import Done, Job, Task
from sitegen.features.cluster.worker import identity
from sitegen.features.cluster.workers import DIFFERENT, Lost, Workers

TASK = Task(Job("builds/1", "", Range("", 0, 0, ""), "", (), (), None), ())


class Client:
    """A client of a scheduler, with answers of workers to `introduce`."""

    status = "running"
    loop = SimpleNamespace(asyncio_loop=asyncio.new_event_loop())

    def __init__(self, answers: dict[str, object], work: Callable[[Task], object] = lambda _: None) -> None:
        self.answers = answers
        self.work = work
        self.given: list[list[str]] = []

    def scheduler_info(self, n_workers: int) -> dict[str, object]:
        return {"workers": self.answers}

    def run(self, _: object, __: object, workers: list[str], on_error: str) -> dict[str, object]:
        return {worker: self.answers[worker] for worker in workers}

    def submit(self, _: object, task: Task, workers: list[str], pure: bool) -> Future[Any]:
        self.given.append(workers)
        future: Future[Any] = Future()
        result = self.work(task)
        if isinstance(result, BaseException):
            future.set_exception(result)
        elif result is not None:
            future.set_result(result)
        return future

    async def gather(self, future: Future[Any], asynchronous: bool) -> Any:
        return await asyncio.wrap_future(future)


def killed(_: object = None) -> KilledWorker:
    return KilledWorker("run", None, 3)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="module")
def loop() -> Iterator[None]:
    loop = Client.loop.asyncio_loop
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK", 0.01)
    monkeypatch.setattr(module, "PATIENCE", 0.05)


def test_workers_that_differ_get_no_work() -> None:
    own = identity(())
    others = {"old": ("old", True), "bound": (own, False), "bare": ImportError("no module")}
    client = Client({"good": (own, True), **others}, lambda _: Done(()))
    notes: list[str] = []
    found = Workers(client, (), notes.append)  # type: ignore[arg-type]

    found.run(TASK, threading.Event())
    found.run(TASK, threading.Event())

    assert client.given == [["good"], ["good"]]
    assert notes == [
        f"old is not used: {DIFFERENT}",
        "bound is not used: it may not start processes; start it with --no-nanny, or "
        "with DASK_DISTRIBUTED__WORKER__DAEMON=False in its environment",
        "bare is not used: it cannot run this version of sitegen: no module",
    ]


def test_without_a_worker_that_can_be_used_the_reasons_are_given() -> None:
    with pytest.raises(ClusterError) as error:
        Workers(Client({"old": ("old", True)}), (), len).wait(0.05)  # type: ignore[arg-type]
    assert str(error.value) == f"old: {DIFFERENT}"

    with pytest.raises(ClusterError) as error:
        Workers(Client({}), (), len).wait(0.05)  # type: ignore[arg-type]
    assert str(error.value) == "the cluster has no workers"


def test_a_worker_that_is_lost_while_it_is_asked_is_not_refused() -> None:
    own = (identity(()), True)
    client, notes = Client({"one": own, "lost": ConnectionResetError()}), list[str]()
    found = Workers(client, (), notes.append)  # type: ignore[arg-type]

    assert found.wait(0.05) == ["one"]
    client.answers["lost"] = own
    time.sleep(0.02)
    assert found.wait(0.05) == ["one", "lost"]
    assert notes == []


def test_a_task_is_sent_again_if_its_workers_are_gone() -> None:
    own = (identity(()), True)
    client = Client({"one": own})

    def work(_: object) -> object:
        if client.answers == {"two": own}:
            return Done(("made",))
        client.answers = {"two": own}
        return None

    client.work = work

    done = Workers(client, (), len).run(TASK, threading.Event())  # type: ignore[arg-type]

    assert done.results == ("made",)
    assert client.given == [["one"], ["two"]]


def test_a_task_is_sent_again_if_the_client_loses_its_result() -> None:
    """As a client does while it connects to a worker that is removed: with asyncio's CancelledError."""
    client = Client({"one": (identity(()), True)}, lambda _: Done(("made",)))
    gather, lost = client.gather, [asyncio.CancelledError()]

    async def gather_at_last(future: Future[Any], asynchronous: bool) -> Any:
        if lost:
            raise lost.pop()
        return await gather(future, asynchronous)

    client.gather = gather_at_last  # type: ignore[method-assign]

    assert Workers(client, (), len).run(TASK, threading.Event()).results == ("made",)  # type: ignore[arg-type]
    assert client.given == [["one"], ["one"]]


def test_an_error_of_the_store_says_that_a_worker_had_it() -> None:
    client = Client({"one": (identity(()), True)}, lambda _: StoreError("s3://bucket/b: no permission"))

    with pytest.raises(StoreError, match=r"^on a worker: s3://bucket/b: no permission$"):
        Workers(client, (), len).run(TASK, threading.Event())  # type: ignore[arg-type]


def test_a_task_with_which_workers_are_lost_is_given_up() -> None:
    client = Client({"one": (identity(()), True)}, killed)

    with pytest.raises(Lost):
        Workers(client, (), len).run(TASK, threading.Event())  # type: ignore[arg-type]


def test_the_item_at_fault_is_named(tmp_path: Path) -> None:
    def work(task: Task) -> object:
        return (
            killed()
            if "c.md" in task.items
            else Done(tuple(map(str.upper, task.items)), lengths=(0,) * len(task.items))
        )

    client = Client({"one": (identity(()), True)}, work)
    found = Workers(client, (), len)  # type: ignore[arg-type]
    store = SharedStore(open_store(str(tmp_path / "store")))
    cluster = Cluster(found, store, "builds/1", tmp_path, executor_for(1))

    results = Distribution(cluster, len, None).results(iter([["a.md", "b.md"], ["c.md", "d.md"]]))
    next(results)

    assert [next(results), next(results)] == ["A.MD", "B.MD"]
    with pytest.raises(ClusterError) as error:
        next(results)
    assert str(error.value) == (
        "workers were lost again and again while they worked on c.md; see their logs, and give them more "
        "memory or build without --cluster"
    )
