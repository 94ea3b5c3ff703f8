"""Progress of a build: a bar on a terminal after a second; times with `-v`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sitegen.build.context import Progress, silent

PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def progress_for(quiet: bool, verbose: bool) -> Iterator[Progress]:
    """A progress function for this terminal; silent where nobody watches."""
    if verbose:
        yield _Times()
    elif quiet or not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        yield silent
    else:
        bar = _Bar()
        try:
            yield bar
        finally:
            bar.close()


class Stages:
    """Passes on what it is told, and knows how long each stage took."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._begun: list[tuple[str, float]] = []

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not self._begun or self._begun[-1][0] != stage:
            self._begun.append((stage, time.perf_counter()))
        self._told(stage, done, total)

    def seconds(self) -> list[tuple[str, float]]:
        ends = [begun for _, begun in self._begun[1:]] + [time.perf_counter()]
        return [(stage, end - begun) for (stage, begun), end in zip(self._begun, ends, strict=True)]


class _Times:
    """Each stage with the seconds since the start."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self.stage or (total and done == total):
            self.stage = stage
            amount = f" {done:,} of {total:,}" if total else ""
            sys.stderr.write(f"{time.perf_counter() - self.started:7.2f} s  {stage}{amount}\n")


class _Bar:
    """A bar of rich, imported only when there is something to show."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.shown: object | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.perf_counter() - self.started < PATIENCE:
            return
        from rich.console import Console
        from rich.progress import Progress as Rich

        if self.shown is None:
            self.shown = Rich(console=Console(stderr=True), transient=True)
            self.shown.start()
            self.task = self.shown.add_task(stage, total=None)
        assert isinstance(self.shown, Rich)
        self.shown.update(self.task, description=stage, completed=done, total=total or None)

    def close(self) -> None:
        if self.shown is not None:
            self.shown.stop()  # type: ignore[attr-defined]
