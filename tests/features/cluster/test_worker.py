"""Tasks on a worker: limits, no environment, and files that it does not have."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import distributed
import pytest

from sitegen.execute import GivenUp, ItemLimits
from sitegen.features.cluster.portable import packed
from sitegen.features.cluster.store import SharedStore, open_store, write
from sitegen.features.cluster.supplies import Supplies
from sitegen.features.cluster.tasks import Job, Needs, Task
from sitegen.features.cluster.worker import Refused, forget, identity, run
from tests.features.cluster.functions import Probe
from tests.sites import write_files

LIMITS = ItemLimits(seconds=0.5, bytes=200_000_000)


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Task:
    monkeypatch.setattr(distributed, "get_worker", lambda: SimpleNamespace(local_directory=str(tmp_path)))
    store = SharedStore(open_store(str(tmp_path / "store")))
    data, _ = packed(Probe(tmp_path / "site"), tmp_path / "site")
    function = write(store, "builds/1", data)
    return Task(Job("builds/1", store.name, function, identity(()), (), (), LIMITS), ())


def test_limits_hold_and_nothing_of_the_environment_is_there(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    items = (("variable", "AWS_SECRET_ACCESS_KEY"), ("fill", ""), ("sleep", ""), ("variable", "HOME"))

    done = run(Task(task.job, items))
    forget("builds/1")

    assert done.results == ("None", GivenUp("memory"), GivenUp("time"), "None")


def test_a_file_that_is_not_there_is_asked_for(task: Task, tmp_path: Path) -> None:
    write_files(tmp_path / "site", {"content/a.md": "one"})
    store = SharedStore(open_store(str(tmp_path / "store")))
    items = (("read", "content/a.md"),)

    first = run(Task(task.job, items))
    files = Supplies(store, tmp_path / "site", "builds/1", None).files(["content/a.md"])
    second = run(Task(task.job, items, files))
    forget("builds/1")

    assert first.results == (Needs(files=("content/a.md",)),)
    assert second.results == ("one",)
    assert not list(tmp_path.glob("sitegen-*"))


def test_a_worker_of_another_version_refuses_the_task(task: Task) -> None:
    job = Job("builds/1", task.job.store, task.job.function, "another", (), (), None)

    with pytest.raises(Refused):
        run(Task(job, ()))
