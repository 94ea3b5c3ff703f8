"""One build, measured: wall clock, processor time and memory of all its processes."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generators.generator import Command

INTERVAL = 0.05
"""Seconds between two looks at the memory."""


@dataclass(frozen=True, slots=True)
class Measurement:
    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, of all processes."""
    memory: int
    """Highest sum of the processes' proportional set sizes, in bytes; 0 if it was not watched."""


def can_watch() -> bool:
    """The kernel tells the children of a process, which not every Linux is built to."""
    return Path("/proc/thread-self/children").exists()


class BuildFailed(Exception):
    """The build said so, or did not end in time; the text tells which."""


def measured(
    command: Command,
    log: Path,
    limit: float,
    watched: bool,
    others: Sequence[int] = (),
    interval: float = INTERVAL,
) -> Measurement:
    """Runs the build with its output in `log`; one that takes longer than `limit` is stopped.

    Watching the memory can take more than a tenth of a core, so a build is either watched or timed with care.
    `others` are processes that run before and after the build; their memory is watched too. `interval` is in
    seconds, between two looks at the memory.
    """
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env={**variables, **command.variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        memory = _wait(process.pid, started + limit, interval if watched else 0, others)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if wall > limit:
        raise BuildFailed(f"stopped after {limit:g} s")
    if process.returncode:
        raise BuildFailed(f"failed with exit code {process.returncode}")
    return Measurement(round(wall, 4), round(used.ru_utime + used.ru_stime, 4), memory)


def _wait(process: int, deadline: float, interval: float, others: Sequence[int]) -> int:
    """The highest memory seen until the process ends, or is made to at the deadline."""
    highest = 0
    end = os.pidfd_open(process)
    try:
        while (left := deadline - time.perf_counter()) > 0:
            if select.select([end], [], [], min(left, interval) if interval else left)[0]:
                return highest
            if interval:
                watched = (number for first in (process, *others) for number in family(first))
                highest = max(highest, sum(map(_set_size, watched)))
        return highest
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)  # it is late, or this process is to stop
        os.close(end)


def family(process: int) -> Iterator[int]:
    """The process and all that came from it."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from family(int(child))
    except OSError:
        return  # it has just ended


def _set_size(process: int) -> int:
    """Bytes, where a page that several processes share counts as its part for each."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0  # it has just ended
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
