"""The figures as a JSON file and as Markdown tables."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import Machine
from benchmarks.scenarios import SCENARIOS
from benchmarks.series import Figure, Series, Trouble

BASELINE = "hugo"
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Quantity:
    name: str
    of: Callable[[Figure], float]
    digits: str


QUANTITIES = (
    Quantity("wall clock, seconds", lambda figure: figure.median_wall, ",.2f"),
    Quantity("processor time, seconds", lambda figure: figure.median_cpu, ",.2f"),
    Quantity("peak memory, MiB", lambda figure: figure.memory / MIB, ",.0f"),
)


@dataclass(frozen=True, slots=True)
class Run:
    day: str
    corpus: str
    command: str
    rounds: int
    machine: Machine
    versions: dict[str, str]
    """By the names of the generators, in the order of the tables."""
    series: tuple[Series, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for series in self.series for figure in series.figures)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(trouble for series in self.series for trouble in series.troubles)


def as_json(run: Run) -> str:
    kept = dataclasses.asdict(run)
    del kept["series"]
    kept["figures"] = [dataclasses.asdict(figure) for figure in run.figures]
    kept["troubles"] = [dataclasses.asdict(trouble) for trouble in run.troubles]
    return json.dumps(kept, indent=1, default=str) + "\n"


def as_markdown(run: Run) -> str:
    return "\n".join(_markdown(run))


def put_into(path: Path, name: str, text: str) -> None:
    """Replaces the text between the two markers of this name in a file."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(start)
    after = rest.partition(end)[2]
    path.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", encoding="utf-8")


def _markdown(run: Run) -> Iterator[str]:
    yield f"`{run.command}` on {run.day}: medians of {run.rounds} rounds. {run.machine}."
    yield ""
    yield ", ".join(f"{name} {version}" for name, version in run.versions.items()) + "."
    for size in dict.fromkeys(figure.size for figure in run.figures):
        figures = [figure for figure in run.figures if figure.size == size]
        for quantity in QUANTITIES:
            yield f"\n### {size:,} entries: {quantity.name}\n"
            yield from _table(quantity, run.versions, figures)
    if run.troubles:
        yield "\n### What went wrong\n"
    for trouble in run.troubles:
        yield f"- {trouble.size:,}, {trouble.generator}: {trouble.text}"


def _table(quantity: Quantity, generators: Iterable[str], figures: Sequence[Figure]) -> Iterator[str]:
    """A row for each generator and a column for each scenario; beside each value its ratio to Hugo's."""
    values = {(figure.generator, figure.scenario): quantity.of(figure) for figure in figures}
    built = {figure.scenario for figure in figures}
    names = [scenario.name for scenario in SCENARIOS if scenario.name in built]
    yield f"| | {' | '.join(names)} |"
    yield f"| --- |{' ---: |' * len(names)}"
    for generator in generators:
        pairs = ((values.get((generator, name)), values.get((BASELINE, name))) for name in names)
        yield f"| {generator} | {' | '.join(_cell(quantity, *pair) for pair in pairs)} |"


def _cell(quantity: Quantity, value: float | None, baseline: float | None) -> str:
    if value is None:
        return "–"
    shown = format(value, quantity.digits)
    return f"{shown} (×{value / baseline:.2f})" if baseline else shown
