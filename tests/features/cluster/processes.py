"""A scheduler and workers as processes of their own, in folders without the site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCHEDULER = "scheduler.json"
OLDER = """
import sitegen.build.program
sitegen.build.program.program = lambda: "an older version"
from distributed.cli.dask_worker import main
main()
"""


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass
class Machines:
    """Processes, each in a folder of its own."""

    work: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Address of the scheduler, which it writes into a file when it listens."""
        while not (self.work / "0" / SCHEDULER).exists():
            time.sleep(0.05)
        address: str = json.loads((self.work / "0" / SCHEDULER).read_text(encoding="utf-8"))["address"]
        return address

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        folder = self.work / str(len(self.processes))
        folder.mkdir(parents=True)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=folder, env=environment(), stdout=log, stderr=log
            )
        self.processes.append(process)
        return process

    def add_worker(self, code: str = "") -> subprocess.Popen[bytes]:
        start = ("-c", code) if code else ("-m", "distributed.cli.dask_worker")
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", ".")
        return self.start(*start, "--scheduler-file", str(self.work / "0" / SCHEDULER), *options)


@contextmanager
def machines(work: Path) -> Iterator[Machines]:
    """A scheduler; workers find it by the file that it writes."""
    found = Machines(work)
    options = ("--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--no-show")
    try:
        found.start("-m", "distributed.cli.dask_scheduler", *options, "--scheduler-file", SCHEDULER)
        yield found
    finally:
        for process in found.processes:
            process.kill()
            process.wait()


KILLED = """
import os, signal
from itertools import count
from sitegen.features.cluster import distribution

with_data, number = distribution._with_data, count(1)

def counted(*given):
    if next(number) == {last}:
        os.kill(os.getpid(), signal.SIGKILL)
    return with_data(*given)

distribution._with_data = counted
from sitegen.commands.cli import main
main()
"""
"""A command that is killed when it has the results of so many tasks."""


def build(root: Path, output: Path, *more: str, code: str = "", again: bool = False) -> subprocess.Popen[str]:
    """A build without any cache, which has been started; `again` keeps what an ended one has left."""
    if not again:
        shutil.rmtree(root / ".sitegen", ignore_errors=True)
    start = ["-c", code] if code else ["-m", "sitegen"]
    command = [sys.executable, *start, "build", "--root", str(root), "--output", str(output)]
    command += ["--clean", "--now", "2026-05-31", *more]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
    )


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
