"""Measures how long the local server of each generator takes from a saved file to the page over HTTP:
`python -m benchmarks.latency`."""

from __future__ import annotations

import argparse
import dataclasses
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.corpora import FULL
from benchmarks.generators.eleventy import ELEVENTY
from benchmarks.generators.generator import Generator
from benchmarks.generators.hugo import HUGO
from benchmarks.generators.sitegen import SITEGEN, SITEGEN_GFM
from benchmarks.machine import this_machine
from benchmarks.report import put_into
from benchmarks.run import MEMORY
from benchmarks.scenarios import Edit, edit_body, edit_entry
from benchmarks.site import Site, page_of, remove, survey, written_site

GENERATORS = (SITEGEN_GFM, SITEGEN, HUGO, ELEVENTY)


def _edit_title(site: Site, mark: str) -> Edit:
    edited = dataclasses.replace(site.survey.mentioned, title=f"{site.survey.mentioned.title} {mark}")
    return edit_entry(site, edited, [page_of(edited)])


EDITS = {"body": edit_body, "title": _edit_title}
BETWEEN = 2.0
"""Seconds between two edits, so that a server is at rest."""
PATIENCE = 300.0
"""Seconds after which a page that has not come will not come."""
LOOK = 0.01
"""Seconds between two questions for the page."""


class NotShown(Exception):
    """The server did not show what it should have."""


@dataclass(frozen=True, slots=True)
class Latency:
    generator: str
    size: int
    edit: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measured(site: Site, rounds: int) -> Iterator[Latency]:
    """The times of some edits of each kind, one after the other."""
    with _serving(site) as home:
        for name, make in EDITS.items():
            edits = [make(site, f"zebra{name}{number}") for number in range(rounds)]
            times = tuple(_until_shown(site, home, edit) for edit in edits)
            yield Latency(site.generator.name, site.survey.size, name, times)


@contextmanager
def _serving(site: Site) -> Iterator[str]:
    """A running server that has shown its first page; its address."""
    assert site.generator.server
    port = _free_port()
    command = site.generator.server(site.program, site.root, port)
    home = f"http://localhost:{port}"
    with site.log.open("wb") as log:
        process = subprocess.Popen(
            command.arguments, cwd=command.folder, env={**os.environ, **command.variables},
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(f"{home}/{page_of(site.survey.first)}", site.survey.first.title)
        yield home
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _until_shown(site: Site, home: str, edit: Edit) -> float:
    """Saves the file; seconds until its page has what was written into it."""
    time.sleep(BETWEEN)
    page = next(iter(edit.pages))
    mark = next(word for word in edit.text.split() if word.startswith("zebra"))
    started = time.perf_counter()
    (site.root / edit.path).write_text(edit.text, encoding="utf-8")
    _wait_for(f"{home}/{page}", mark)
    return time.perf_counter() - started


def _wait_for(address: str, text: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address.removesuffix("index.html"), timeout=PATIENCE) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(LOOK)
    raise NotShown(f"{address} did not show {text!r} in {PATIENCE:g} s")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def as_markdown(found: Sequence[Latency], rounds: int) -> Iterator[str]:
    day = datetime.now(UTC).date().isoformat()
    yield f"`python -m benchmarks.latency {' '.join(sys.argv[1:])}`".replace(" `", "`") + (
        f" on {day}: seconds from the saved file to the page, medians of {rounds} edits. {this_machine()}."
    )
    yield ""
    sizes = list(dict.fromkeys(latency.size for latency in found))
    columns = [(size, edit) for size in sizes for edit in EDITS]
    yield f"| | {' | '.join(f'{size:,}: {edit}' for size, edit in columns)} |"
    yield f"| --- |{' ---: |' * len(columns)}"
    medians = {(latency.generator, latency.size, latency.edit): latency.median for latency in found}
    for name in dict.fromkeys(latency.generator for latency in found):
        cells = [medians.get((name, *column)) for column in columns]
        yield f"| {name} | {' | '.join('–' if cell is None else f'{cell:.2f}' for cell in cells)} |"


def main() -> None:
    given = _arguments()
    found: list[Latency] = []
    for size in given.sizes:
        of_size = survey(FULL, size)
        for generator in given.generators:
            site = written_site(generator, given.work, of_size)
            try:
                found += measured(site, given.rounds)
            except NotShown as problem:
                print(f"{generator.name}: {problem}", file=sys.stderr)
            remove(site.root)
    text = "\n".join(as_markdown(found, given.rounds))
    print(text)
    if not given.try_out:
        put_into(Path(__file__).parent / "README.md", "latency", text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], default=[1000, 10000])
    parser.add_argument("--generators", type=_named, default=list(GENERATORS), help="hugo,sitegen-gfm")
    parser.add_argument("--rounds", type=int, default=5, help="edits of each kind (5)")
    parser.add_argument("--work", type=Path, default=MEMORY / "sitegen-benchmarks", help="working folder")
    parser.add_argument("--try", dest="try_out", action="store_true", help="print, do not write the results")
    return parser.parse_args()


def _named(text: str) -> list[Generator]:
    known = {generator.name: generator for generator in GENERATORS}
    try:
        return [known[name] for name in text.split(",")]
    except KeyError as unknown:
        raise argparse.ArgumentTypeError(f"{unknown}; known: {', '.join(known)}") from unknown


if __name__ == "__main__":
    main()
