"""Builds on a cluster: what they cost, and that they survive the loss of workers and of the driver.

    python3 -m benchmarks.cluster costs --entries 10000 --pictures 2000 --size 400x260
    python3 -m benchmarks.cluster costs --entries 80 --pictures 40 --size 4000x3000 --widths 800,1600 --sheets
    python3 -m benchmarks.cluster kills --rounds 20

The workers are processes in folders of their own, which share nothing with the build but a store.
"""

from __future__ import annotations

import argparse
import filecmp
import io
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
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from benchmarks.corpus import corpus
from benchmarks.generators.generator import REPOSITORY, Command
from benchmarks.generators.sitegen import write_site
from benchmarks.measure import family, measured

PICTURE = (1000, 600)
QUIET = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
}
"""Variables with which an idle worker takes a hundredth of a core, and not a twentieth."""
LIMIT = 7200.0
"""Seconds for a build."""
LOOKS = 0.25
"""Seconds between two looks at the memory of many processes."""
PORT = 18899


def environment(work: Path) -> dict[str, str]:
    """With a folder for the byte code of all modules, which every process uses."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**variables, "PYTHONPATH": str(REPOSITORY), "PYTHONPYCACHEPREFIX": str(work / "bytecode")}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a site has."""

    entries: int
    pictures: int
    """Number of entries with a picture, which are the first ones."""
    size: tuple[int, int] = PICTURE
    """Width and height of each picture."""
    widths: str = ""
    """Widths in which pictures are made; empty for the usual ones."""
    sheets: bool = False
    """A quarter of the entries, the reports, have a PDF."""


def make_site(root: Path, shape: Shape) -> None:
    """A site in the engine `gfm`."""
    made = tuple(corpus(shape.entries))
    write_site(root, made, "gfm")
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as file:
        file.write("limits: {page_seconds: 300}\n")  # other programs may use the machine
        if shape.widths:
            file.write(f"images: {{widths: [{shape.widths}]}}\n")
        if shape.sheets:
            file.write('sheets: {fonts: ["package:fontpkg_noto_sans"]}\n')
    if shape.sheets:
        with (root / "content" / "reports" / "_type.yaml").open("a", encoding="utf-8") as file:
            file.write("sheet: sheet.html\n")
    for number, entry in enumerate(made[: shape.pictures]):
        page = root / "content" / entry.section / f"{entry.name}.md"
        page.with_suffix(".jpg").write_bytes(view(shape.size, number))
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\n![A view]({entry.name}.jpg)\n")


def view(size: tuple[int, int], number: int) -> bytes:
    """A soft picture as JPEG; each number has its own."""
    small = (size[0] // 8, size[1] // 8)
    noise = random.Random(number).randbytes(small[0] * small[1] * 3)
    data = io.BytesIO()
    Image.frombytes("RGB", small, noise).resize(size, Image.Resampling.BICUBIC).save(data, "JPEG", quality=88)
    return data.getvalue()


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


def costs(work: Path, shape: Shape, clusters: Sequence[int]) -> None:
    """Prints processor time, memory and traffic of one process, a pool, and clusters of so many workers."""
    make_site(work / "small", Shape(300, 1))
    _run(build(work / "small", work / "small-out", "--cluster", "local:1"))  # compiles the modules
    make_site(work / "site", shape)
    _cost(work, "one process", ("--jobs", "1"))
    _cost(work, "pool of two", ("--jobs", "2"))
    for number in clusters:
        machines = Machines(work)
        with machines.running(number) as scheduler:
            others = [scheduler.pid, *(worker.pid for worker in machines.workers)]
            way = ("--cluster", f"tcp://127.0.0.1:{PORT}", "--store", str(work / f"store-{number}"))
            _cost(work, f"driver of {number} workers", way, others)
            seconds = [processor_seconds(process) for process in others]
        print(f"  scheduler: {seconds[0]:.0f} s; workers, together: {sum(seconds[1:]):.0f} s", flush=True)


def _cost(work: Path, name: str, way: Sequence[str], others: Sequence[int] = ()) -> None:
    """Prints what a build costs, and how many of its files differ from those of the first build."""
    first, log = work / "first", work / "log"
    output = work / "other" if first.exists() else first
    load = os.getloadavg()[0]
    found = measured(
        build(work / "site", output, *way), log, LIMIT, watched=True, others=others, interval=LOOKS
    )
    text = log.read_text(encoding="utf-8")
    print(f"{name}: {found.cpu:.0f} s of processors, {found.wall:.0f} s by the clock, load {load:.0f} before")
    print(f"  {found.memory / 1e6:.0f} MB in all processes; {len(differences(first, output))} files differ")
    print("  " + "\n  ".join(re.findall(r"cluster: .*|.* files written", text)), flush=True)
    if output != first:
        shutil.rmtree(output)


def processor_seconds(process: int) -> float:
    """Seconds, user and system, of a process and of all that came from it and have ended or run."""
    ticks = 0
    for number in family(process):
        with suppress(OSError):
            fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


# --- kills ------------------------------------------------------------------------------------


class Machines:
    """A scheduler and workers, each with a folder of its own."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.workers: list[subprocess.Popen[bytes]] = []

    @contextmanager
    def running(self, workers: int) -> Iterator[subprocess.Popen[bytes]]:
        """Starts them, yields the scheduler, and ends them."""
        scheduler = self._start(
            "distributed.cli.dask_scheduler", "--port", str(PORT), "--no-dashboard", "--no-show"
        )
        try:
            for _ in range(workers):
                self.add()
            yield scheduler
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
        folder = Path(tempfile.mkdtemp(prefix="machine-", dir=self.work))
        with (folder / "log").open("wb") as log:
            command, variables = [sys.executable, "-m", module, *options], environment(self.work) | QUIET
            return subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log)


def kills(work: Path, shape: Shape, rounds: int, store: str) -> bool:
    """Kills a worker, or the driver, at random moments of builds; True if each gives the same bytes."""
    site, alone, output = work / "site", work / "alone", work / "output"
    make_site(site, shape)
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


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("costs", "kills"))
    parser.add_argument("--entries", type=int, default=600)
    parser.add_argument("--pictures", type=int, default=30)
    parser.add_argument("--size", type=_size, default=PICTURE, help="of each picture, such as 4000x3000")
    parser.add_argument("--widths", default="", help="in which pictures are made, such as 800,1600")
    parser.add_argument("--sheets", action="store_true", help="a quarter of the entries have a PDF")
    parser.add_argument("--workers", type=int, nargs="*", default=(2, 4), help="of each cluster")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--store", default="", help="store for the kills; a folder if there is none")
    parser.add_argument("--work", type=Path, help="folder that is kept")
    given = parser.parse_args(arguments)
    shape = Shape(given.entries, given.pictures, given.size, given.widths, given.sheets)
    with ExitStack() as stack:
        work = given.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if given.what == "costs":
            costs(work, shape, given.workers)
        elif not kills(work, shape, given.rounds, given.store):
            sys.exit(1)


if __name__ == "__main__":
    main()
