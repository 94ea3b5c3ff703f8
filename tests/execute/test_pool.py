"""Work that takes too much is given up; everything else is done, in its order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from sitegen.execute import GivenUp, ItemLimits, executor_for
from sitegen.execute.pool import BATCH, Pool, _results

ENOUGH = ItemLimits(seconds=60, bytes=1 << 30)


def _double(number: int) -> int:
    return 2 * number


def _long_at_first(folder: Path, number: int) -> bool:
    """True if the first item takes until the third has begun; true for all others as well."""
    (folder / str(number)).touch()
    until = time.monotonic() + 10
    while number == 0 and not (folder / "2").exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _run_python(number: int) -> str:
    """What another program says, the first the latest."""
    said = f"import time; time.sleep({0.2 if number == 0 else 0}); print({number})"
    return subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout


def _slow_process(_: int) -> int:
    """By whom this was done."""
    time.sleep(0.001)
    return os.getpid()


def _some_end(number: int) -> int:
    """Ends its process at 5 and at 40, as a fault in a native library would."""
    if number in (5, 40):
        os.kill(os.getpid(), signal.SIGABRT)
    return number


def _one_hangs(number: int) -> int:
    if number == 7:
        time.sleep(600)
    return number


def _one_fills_memory(number: int) -> int:
    return len(bytearray(1 << 33)) if number == 3 else number


def _one_fails(number: int) -> int:
    if number == 2:
        raise ValueError("our own fault")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("items", [0, 1, BATCH, 10 * BATCH + 1])
def test_results_come_in_the_order_of_the_items(jobs: int, items: int) -> None:
    assert list(executor_for(jobs).guarded(_double, range(items), ENOUGH)) == [2 * n for n in range(items)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("items", [0, 1, BATCH, 10 * BATCH + 1])
def test_trusted_work_is_done_in_the_same_order(jobs: int, items: int) -> None:
    assert list(executor_for(jobs).map(_double, range(items))) == [2 * n for n in range(items)]


def test_the_first_items_are_not_sent_to_one_process_together(tmp_path: Path) -> None:
    long = partial(_long_at_first, tmp_path)

    assert all(executor_for(2).map(long, range(4 * BATCH)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_other_programs_do_comes_in_the_order_of_the_items(jobs: int) -> None:
    assert list(executor_for(jobs).waiting(_run_python, range(4))) == ["0\n", "1\n", "2\n", "3\n"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_where_another_program_fails_that_is_raised(jobs: int) -> None:
    with pytest.raises(ValueError, match="our own fault"):
        list(executor_for(jobs).waiting(_one_fails, range(4)))


@pytest.mark.parametrize("helps", [False, True])
def test_items_and_results_may_be_larger_than_what_fits_between_two_processes(helps: bool) -> None:
    items = [f"{number} {'x' * 40_000}" for number in range(8 * BATCH)]
    results = Pool(str.upper, 2, None if helps else ENOUGH, helps=helps).results(items)

    assert list(results) == [item.upper() for item in items]


def test_a_process_that_helps_is_one_of_those_that_were_asked_for() -> None:
    done_by = set(Pool(_slow_process, 2, helps=True).results(range(10 * BATCH)))

    assert len(done_by) == 2
    assert os.getpid() in done_by


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_item_that_ends_its_process_is_given_up_and_the_others_are_done(jobs: int) -> None:
    results = list(Pool(_some_end, jobs, ENOUGH).results(range(100)))

    assert [n for n, result in enumerate(results) if result == GivenUp("crash")] == [5, 40]
    assert [result for result in results if isinstance(result, int)] == [
        n for n in range(100) if n not in (5, 40)
    ]


def test_a_process_may_have_ended_before_it_is_sent_more() -> None:
    first, more = range(5, 5 + BATCH), range(50, 50 + BATCH)

    def items() -> Iterator[int]:
        yield from first
        time.sleep(0.5)
        yield from more

    assert list(Pool(_some_end, 1, ENOUGH).results(items())) == [GivenUp("crash"), *first[1:], *more]


def test_an_item_that_hangs_is_ended_and_the_others_are_done() -> None:
    results = list(Pool(_one_hangs, 2, ItemLimits(seconds=0.5, bytes=1 << 30)).results(range(40)))

    assert results[7] == GivenUp("time")
    assert results[:7] + results[8:] == [n for n in range(40) if n != 7]


class _Current:
    """The number of the current item; notes how long that item has taken when its number appears."""

    def __init__(self, started: SimpleNamespace) -> None:
        self.started = started
        self.ages: list[float] = []

    def __setattr__(self, name: str, value: object) -> None:
        super().__setattr__(name, value)
        if name == "value":
            self.ages.append(time.monotonic() - self.started.value)


def test_an_item_that_has_just_begun_is_not_taken_for_one_that_hangs() -> None:
    started = SimpleNamespace(value=time.monotonic() - 600)
    current = _Current(started)

    assert _results(_double, [(4, 2), (5, 3)], current, started) == [4, 6]
    assert len(current.ages) == 2
    assert max(current.ages) < 300
    assert started.value == 0.0


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is counted on Linux only")  # noqa: PTH110
def test_an_item_that_needs_too_much_memory_is_given_up() -> None:
    results = list(Pool(_one_fills_memory, 1, ENOUGH).results(range(6)))

    assert results == [0, 1, 2, GivenUp("memory"), 4, 5]


def test_a_fault_of_the_program_is_raised_and_not_taken_for_one_of_the_content() -> None:
    with pytest.raises(ValueError, match="our own fault"):
        list(Pool(_one_fails, 1, ENOUGH).results(range(5)))


def _leave_a_file(path: Path) -> None:
    path.write_text("done")


@pytest.mark.parametrize("jobs", [1, 2])
def test_guarded_work_begins_before_its_results_are_asked_for(jobs: int, tmp_path: Path) -> None:
    results = executor_for(jobs).guarded(_leave_a_file, [tmp_path / "file"], ENOUGH)
    patience = time.monotonic() + 60
    while not (tmp_path / "file").exists() and time.monotonic() < patience:
        time.sleep(0.01)

    assert (tmp_path / "file").exists()
    assert list(results) == [None]


def test_no_process_begins_where_there_is_nothing_to_do() -> None:
    pool = Pool(_double, 2, ENOUGH)

    assert list(pool.results([])) == []
    assert pool.workers == []


def test_work_whose_results_nobody_takes_ends_with_them() -> None:
    pool = Pool(_double, 2, ENOUGH)
    results = pool.results(range(1000))
    processes = [worker.process for worker in pool.workers]
    del results

    assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


@pytest.mark.parametrize("helps", [False, True])
def test_no_process_is_left_behind(helps: bool) -> None:
    pool = Pool(_double, 2, None if helps else ENOUGH, helps=helps)
    results = pool.results(range(1000))
    next(results)
    processes = [worker.process for worker in pool.workers]
    results.close()

    assert processes
    assert not any(process.is_alive() for process in processes)
