"""Signals to a whole group of processes are answered by the parent alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

HELD = """
import multiprocessing, os, signal, sys
from sitegen.execute.signals import leave_signals_to_parent, signals_held

def interrupt(*_):
    raise KeyboardInterrupt

def child():
    os.kill(os.getpid(), number)  # arrives before the child has set its own answer
    leave_signals_to_parent(terminated=False)
    sys.exit(7)

number = int(sys.argv[1])
signal.signal(number, interrupt)
process = multiprocessing.get_context("fork").Process(target=child)
try:
    with signals_held():
        os.kill(os.getpid(), number)
        process.start()
        print("started")
except KeyboardInterrupt:
    print("interrupted")
process.join()
print(process.exitcode)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_during_the_start_of_a_child_waits(number: signal.Signals) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELD, str(number.value)], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("started\ninterrupted\n7\n", "")


EARLY = """
import sys

class Interrupted:
    def find_spec(self, name, *_):
        if name == "sitegen.commands.cli":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
from sitegen.__main__ import start
start()
"""


def test_ctrl_c_during_imports_ends_without_a_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


WORKERS = """
import os, signal, sys
from sitegen.execute import ItemLimits
from sitegen.execute.pool import Pool

def interrupt(*_):
    raise KeyboardInterrupt

def item(number):
    if number == 3:
        os.killpg(0, int(sys.argv[1]))
    return number

signal.signal(signal.SIGTERM, interrupt)
pool = Pool(item, 3, ItemLimits(seconds=60, bytes=1 << 30, batch_size=1))
try:
    print(list(pool.results(range(1000000))))
except KeyboardInterrupt:
    print("interrupted", pool.workers)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_processes_of_a_pool_say_nothing_and_are_ended(number: signal.Signals) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WORKERS, str(number.value)],
        capture_output=True, text=True, check=False, start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip

    assert (done.stdout, done.stderr) == ("interrupted []\n", "")
