"""How long `sitegen diff` takes over the made-up site: `python -m benchmarks.diff --size 10000`.

With the Python that runs this, which needs what sitegen needs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.corpus import corpus
from benchmarks.generators.generator import REPOSITORY, Command, path_of
from benchmarks.generators.sitegen import write_site
from benchmarks.measure import Measurement, measured
from benchmarks.scenarios import FOOTER

LIMIT = 600.0
BASE = "templates/base.html"


def main() -> None:
    given = _arguments()
    with tempfile.TemporaryDirectory(dir=given.work) as work:
        place = Path(work)
        site = place / "site"
        write_site(site, corpus(given.size), "gfm")
        first = path_of(next(iter(corpus(given.size))))
        before = _built(site, place / "before")
        edits: dict[str, Callable[[], None]] = {
            "nothing changed": lambda: None,
            "body": lambda: _edit(site / first, lambda text: f"{text}\nA last sentence.\n"),
            "template": lambda: _edit(site / BASE, lambda text: text.replace(FOOTER, f"{FOOTER} well")),
        }
        print(f"{given.size:,} entries, median of {given.rounds} rounds: wall clock, processor, memory")
        for name, edit in edits.items():
            edit()
            after = _built(site, place / "after")
            found = [_compared(before, after, place / "log", watched=False) for _ in range(given.rounds)]
            memory = _compared(before, after, place / "log", watched=True).memory
            wall, cpu = median(m.wall for m in found), median(m.cpu for m in found)
            said = (place / "log").read_text(encoding="utf-8").partition("\n")[0]
            print(f"{name}: {wall:.1f} s, {cpu:.1f} s, {memory / 2**20:.0f} MiB; it says: {said}")


def _built(site: Path, copy: Path) -> Path:
    """A copy of the built site, which shares no file with the output."""
    command = Command((sys.executable, "-m", "sitegen", "build", "-q", "--root", str(site)), REPOSITORY)
    measured(command, site.parent / "log", LIMIT, watched=False)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site / "public", copy)
    return copy


def _compared(before: Path, after: Path, log: Path, watched: bool) -> Measurement:
    command = Command((sys.executable, "-m", "sitegen", "diff", str(before), str(after)), REPOSITORY)
    return measured(command, log, LIMIT, watched)


def _edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    memory = Path("/dev/shm")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help="entries (10000)")
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds (3)")
    parser.add_argument("--work", type=Path, default=memory if memory.is_dir() else None, help="where")
    return parser.parse_args()


if __name__ == "__main__":
    main()
