"""Builds on a cluster: what they cost, and that they survive the loss of workers and of the driver.

    python3 -m benchmarks.cluster costs --entries 10000 --pictures 2000
    python3 -m benchmarks.cluster kills --rounds 20

The workers are processes in folders of their own, which share nothing with the build but a store.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.corpus import corpus
from benchmarks.generators.generator import REPOSITORY, Command
from benchmarks.generators.sitegen import write_site
from benchmarks.measure import measured
from tests.photos import photo

PICTURE = (1000, 600)
LIMIT = 7200.0
"""Seconds for a build."""
PORT = 18899


def environment(work: Path) -> dict[str, str]:
    """With a folder for the byte code of all modules, which every process uses."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**variables, "PYTHONPATH": str(REPOSITORY), "PYTHONPYCACHEPREFIX": str(work / "bytecode")}


def make_site(root: Path, number: int, pictures: int) -> None:
    """A site of so many entries, of which the first ones show a picture each."""
    made = tuple(corpus(number))
    write_site(root, made, "gfm")
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as file:
        file.write("limits: {page_seconds: 300}\n")  # other programs may use the machine
    for place, entry in enumerate(made[:pictures]):
        page = root / "content" / entry.section / f"{entry.name}.md"
        size = (PICTURE[0], PICTURE[1] + place % 97)
        page.with_suffix(".jpg").write_bytes(photo(size=size))
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\n![A view]({entry.name}.jpg)\n")


def build(root: Path, output: Path, *more: str) -> Command:
    """A build without a cache; the folder of its byte code is beside the site."""
    shutil.rmtree(root / ".sitegen", ignore_errors=True)
    given = ("--root", str(root), "--output", str(output), "--now", "2026-05-31", "--clean", "--verbose")
    return Command(
        (sys.executable, "-m", "sitegen", "build", *given, *more), REPOSITORY, environment(root.parent)
    )


def differences(one: Path, other: Path) -> list[str]:
    """Paths of files that differ, or that only one folder has."""
    paths = [{p.relative_to(it).as_posix() for p in it.rglob("*") if p.is_file()} for it in (one, other)]
    _, changed, wrong = filecmp.cmpfiles(one, other, paths[0] & paths[1], shallow=False)
    return sorted({*(paths[0] ^ paths[1]), *changed, *wrong})


# --- costs ------------------------------------------------------------------------------------


def costs(work: Path, number: int, pictures: int) -> None:
    """Prints processor time, memory and traffic of one process, a pool and clusters."""
    make_site(work / "small", 300, 1)
    _run(build(work / "small", work / "small-out", "--cluster", "local:1"))  # compiles the modules
    make_site(work / "site", number, pictures)
    ways = {
        "one process": ("--jobs", "1"),
        "pool of two": ("--jobs", "2"),
        "cluster of two": ("--cluster", "local:2"),
        "cluster of four": ("--cluster", "local:4"),
    }
    for name, way in ways.items():
        output, log = work / f"out-{len(way[1])}-{way[1][-1]}", work / "log"
        found = measured(build(work / "site", output, *way), log, LIMIT, watched=True)
        text = log.read_text(encoding="utf-8")
        print(f"{name}: {found.cpu:.0f} s of processors, {found.wall:.0f} s, {found.memory / 1e6:.0f} MB")
        print("  " + "\n  ".join(re.findall(r"cluster: .*", text)), flush=True)
        first = work / "out-1-1"
        if output != first:
            print(f"  {len(differences(first, output))} files differ", flush=True)
            shutil.rmtree(output)


# --- kills ------------------------------------------------------------------------------------


class Machines:
    """A scheduler and workers, each with a folder of its own."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.number = 0
        self.workers: list[subprocess.Popen[bytes]] = []

    @contextmanager
    def running(self, workers: int) -> Iterator[None]:
        scheduler = self._start(
            "distributed.cli.dask_scheduler", "--port", str(PORT), "--no-dashboard", "--no-show"
        )
        try:
            for _ in range(workers):
                self.add()
            yield
        finally:
            for process in (*self.workers, scheduler):
                process.kill()
                process.wait()

    def add(self) -> None:
        address = f"tcp://127.0.0.1:{PORT}"
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", ".")
        self.workers.append(self._start("distributed.cli.dask_worker", address, *options))

    def kill_one(self) -> None:
        process = self.workers.pop(random.randrange(len(self.workers)))
        process.kill()
        process.wait()

    def _start(self, module: str, *options: str) -> subprocess.Popen[bytes]:
        self.number += 1
        folder = self.work / f"machine-{self.number}"
        folder.mkdir()
        with (folder / "log").open("wb") as log:
            command = [sys.executable, "-m", module, *options]
            return subprocess.Popen(command, cwd=folder, env=environment(self.work), stdout=log, stderr=log)


def kills(work: Path, number: int, pictures: int, rounds: int, store: str) -> bool:
    """Kills a worker, or the driver, at random moments of builds; True if each gives the same bytes."""
    site, alone, output = work / "site", work / "alone", work / "output"
    make_site(site, number, pictures)
    _run(build(site, alone, "--jobs", "2"))
    machines, good = Machines(work), True
    with machines.running(3):
        cluster = ("--cluster", f"tcp://127.0.0.1:{PORT}", "--store", store or str(work / "store"))
        started = time.monotonic()
        _run(build(site, output, *cluster))
        usual = time.monotonic() - started
        print(f"without a loss: {usual:.0f} s, {len(differences(alone, output))} files differ", flush=True)
        for turn in range(rounds):
            whom = "driver" if turn % 5 == 4 else "worker"
            after = random.uniform(0.05, 0.95) * usual
            shutil.rmtree(output, ignore_errors=True)
            status, text = _killed(build(site, output, *cluster), machines, whom, after)
            wrong = differences(alone, output) if output.exists() else ["everything"]
            good = good and not wrong and status == 0
            print(
                f"{turn + 1}: {whom} killed after {after:.1f} s: status {status}, {len(wrong)} differ",
                flush=True,
            )
            if wrong or status:
                print(text[-2000:])
    return good


def _killed(command: Command, machines: Machines, whom: str, after: float) -> tuple[int, str]:
    """Status and output of a build during which a process was killed. A killed driver is started again."""
    process = _started(command)
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=after)
    if whom == "driver":
        process.kill()
        process.communicate()
        process = _started(command)
    else:
        machines.kill_one()
        machines.add()
    text, _ = process.communicate()
    return process.returncode, text


def _started(command: Command) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command.arguments, cwd=command.folder, env=command.variables, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _run(command: Command) -> None:
    process = _started(command)
    text, _ = process.communicate()
    if process.returncode:
        sys.exit(text)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("costs", "kills"))
    parser.add_argument("--entries", type=int, default=600)
    parser.add_argument("--pictures", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--store", default="", help="store for the kills; a folder if there is none")
    parser.add_argument("--work", type=Path, help="folder that is kept")
    given = parser.parse_args(arguments)
    with ExitStack() as stack:
        work = given.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if given.what == "costs":
            costs(work, given.entries, given.pictures)
        elif not kills(work, given.entries, given.pictures, given.rounds, given.store):
            sys.exit(1)


if __name__ == "__main__":
    main()
