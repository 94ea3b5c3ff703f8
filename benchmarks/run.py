"""Builds the same made-up site with several generators and measures: `python -m benchmarks.run`.

`--corpus plain` builds one plain page for each file, as in Zach Leatherman's list of generators.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.corpora import CORPORA, FULL, Corpus
from benchmarks.generators.astro import ASTRO
from benchmarks.generators.eleventy import ELEVENTY
from benchmarks.generators.generator import Generator
from benchmarks.generators.hugo import HUGO
from benchmarks.generators.next import NEXT
from benchmarks.generators.pelican import CACHED_PELICAN, PELICAN
from benchmarks.generators.sitegen import SITEGEN, SITEGEN_GFM
from benchmarks.generators.zola import ZOLA
from benchmarks.machine import this_machine
from benchmarks.measure import can_watch
from benchmarks.report import Run, as_json, as_markdown, put_into
from benchmarks.series import Series, Trouble, run_series
from benchmarks.site import remove, survey, written_site

HERE = Path(__file__).parent
GENERATORS = {
    generator.name: generator
    for generator in (SITEGEN_GFM, SITEGEN, HUGO, ZOLA, ELEVENTY, ASTRO, NEXT, PELICAN, CACHED_PELICAN)
}
MEMORY = Path("/dev/shm")
"""The file system in memory that Linux has."""


def main() -> None:
    if not can_watch():
        sys.exit("The memory of a build can only be watched on Linux, with /proc/PID/task/TID/children.")
    given = _arguments()
    corpus: Corpus = given.corpus
    generators = [GENERATORS[name] for name in given.generators]
    machine = this_machine()
    run = Run(
        day=datetime.now(UTC).date().isoformat(),
        corpus=corpus.name,
        command=f"python -m benchmarks.run {' '.join(sys.argv[1:])}".strip(),
        rounds=given.rounds,
        machine=machine,
        versions={generator.name: generator.version() for generator in generators},
        series=tuple(_series(generators, size, given) for size in given.sizes or corpus.sizes),
    )
    print(as_markdown(run))
    if not given.try_out:
        results = HERE / "results" / f"{run.day}-{run.corpus}.json"
        results.parent.mkdir(exist_ok=True)
        results.write_text(as_json(run), encoding="utf-8")
        put_into(HERE / "README.md", f"results: {run.corpus}", as_markdown(run))
    sys.exit(bool(run.troubles))


def _series(generators: list[Generator], size: int, given: argparse.Namespace) -> Series:
    """The sites are written before and removed after; what cannot be installed is left out."""
    found = survey(given.corpus, size)
    sites, missing = [], []
    try:
        for generator in generators:
            try:
                sites.append(written_site(generator, given.work, found))
            except (OSError, subprocess.CalledProcessError) as problem:
                print(problem, file=sys.stderr)
                missing.append(Trouble(size, generator.name, "could not be installed"))
        series = run_series(sites, given.rounds, given.limit)
    finally:
        for site in () if given.keep else sites:
            remove(site.root)
    return Series(series.figures, (*missing, *series.troubles))


def _arguments() -> argparse.Namespace:
    place = MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", choices=CORPORA, default=FULL.name, help="what is built (full)")
    parser.add_argument("--sizes", type=_numbers, help="entries: 1000,10000")
    parser.add_argument("--generators", type=_names, help=",".join(GENERATORS))
    parser.add_argument("--rounds", type=int, default=3, help="timed rounds, after one that is not (3)")
    parser.add_argument("--limit", type=float, default=600, help="seconds that a build may take (600)")
    parser.add_argument("--work", type=Path, default=place / "sitegen-benchmarks", help="working folder")
    parser.add_argument("--keep", action="store_true", help="leave the sites in the working folder")
    parser.add_argument("--try", dest="try_out", action="store_true", help="print, do not write the results")
    given = parser.parse_args()
    given.corpus = CORPORA[given.corpus]
    able = [name for name, generator in GENERATORS.items() if given.corpus.name in generator.setups]
    given.generators = given.generators or able
    if unable := set(given.generators) - set(able):
        parser.error(f"no site of the corpus {given.corpus.name} for {', '.join(sorted(unable))}")
    return given


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := sorted(set(names) - set(GENERATORS)):
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; known: {', '.join(GENERATORS)}")
    return names


if __name__ == "__main__":
    main()
