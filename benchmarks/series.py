"""The rounds of builds of one size, in which the generators take turns."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.compare import differences
from benchmarks.measure import BuildFailed, Measurement, measured
from benchmarks.scenarios import SCENARIOS, Scenario, WrongOutput, check
from benchmarks.site import Site, make_cold

COMPARED_WHOLE = 2000
"""Entries up to which every page is compared."""
SAMPLE = 500
"""Pages that are compared in larger sites."""
LAST_WORDS = 2000
"""Characters that are shown of what a build printed that went wrong."""
SHOWN = 5
"""Differences of a generator that are told."""


@dataclass(frozen=True, slots=True)
class Figure:
    size: int
    generator: str
    scenario: str
    wall: tuple[float, ...]
    """Seconds, of each timed round."""
    cpu: tuple[float, ...]
    memory: int
    """Bytes, of the round before those that are timed."""

    @property
    def median_wall(self) -> float:
        return median(self.wall)

    @property
    def median_cpu(self) -> float:
        return median(self.cpu)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A generator that was left out after this, or whose pages differ."""

    size: int
    generator: str
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    figures: tuple[Figure, ...]
    troubles: tuple[Trouble, ...]


def run_series(sites: Sequence[Site], rounds: int, limit: float) -> Series:
    """One round that compares the pages and watches the memory, then those that are timed."""
    running = list(sites)
    troubles: list[Trouble] = []
    taken: dict[tuple[str, str], list[Measurement]] = defaultdict(list)
    """By the names of generator and scenario."""
    for number in range(rounds + 1):
        for scenario in SCENARIOS:
            for site in [site for site in running if scenario.fits(site)]:
                try:
                    measurement = _build(site, scenario, number, limit)
                    taken[site.generator.name, scenario.name].append(measurement)
                except (BuildFailed, WrongOutput) as problem:
                    _tell(site, site.log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:])
                    troubles.append(_trouble(site, f"{scenario.name}: {problem}"))
                    running.remove(site)
            if number == 0 and scenario.cold:
                troubles.extend(_differences(running))
    sizes = {site.generator.name: site.survey.size for site in sites}
    timed = {names: found for names, found in taken.items() if len(found) > 1}
    figures = (_figure(sizes[names[0]], *names, found) for names, found in timed.items())
    return Series(tuple(figures), tuple(troubles))


def _build(site: Site, scenario: Scenario, number: int, limit: float) -> Measurement:
    """Prepares, builds and checks."""
    mark = f"edit{scenario.name}{number}"
    if scenario.cold:
        make_cold(site)
    edit = scenario.edit(site, mark) if scenario.edit else None
    if edit:
        (site.root / edit.path).write_text(edit.text, encoding="utf-8")
    measurement = measured(site.command, site.log, limit, watched=number == 0)
    check(site, edit, mark)
    _tell(site, f"round {number}, {scenario.name}: {measurement.wall:.2f} s")
    return measurement


def _differences(sites: Sequence[Site]) -> Iterator[Trouble]:
    """Where the pages of the others are not those of the first."""
    for site in sites[1:]:
        first = sites[0]
        sample = None if site.survey.size <= COMPARED_WHOLE else SAMPLE
        added = (first.generator.added, site.generator.added)
        found = list(differences(first.output, site.output, site.survey.corpus.files, sample, added))
        for line in found[:SHOWN]:
            yield _trouble(site, f"not the same as {first.generator.name}: {line}")
        if len(found) > SHOWN:
            yield _trouble(site, f"and {len(found) - SHOWN} more differences")
        if not found:
            _tell(site, f"the same pages as {first.generator.name}")


def _figure(size: int, generator: str, scenario: str, found: Sequence[Measurement]) -> Figure:
    watched, *timed = found
    wall, cpu = tuple(one.wall for one in timed), tuple(one.cpu for one in timed)
    return Figure(size, generator, scenario, wall, cpu, watched.memory)


def _trouble(site: Site, text: str) -> Trouble:
    _tell(site, text)
    return Trouble(site.survey.size, site.generator.name, text)


def _tell(site: Site, text: str) -> None:
    print(f"{site.survey.size:,} {site.generator.name}: {text}", file=sys.stderr, flush=True)
