"""One build, remembered: what is stale is built and published, and the next build is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.execute import Executor
from sitegen.model.dates import next_change
from sitegen.pipeline import Built, Progress, build
from sitegen.state import memory, store
from sitegen.state.memory import Request
from sitegen.state.store import State
from sitegen.types import Config, Library, Problem, Report, Severity, Snapshot, StateRule
from sitegen.write.output import publish


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with."""

    executor: Executor
    progress: Progress
    state: State = store.EMPTY
    """What is remembered of the last build."""
    fresh: bool = False
    """Write every file, also those that have not changed."""


@dataclass(frozen=True, slots=True)
class Updated:
    report: Report
    """With warnings raised to errors where the request is strict."""
    rendered: tuple[str, ...]
    """Paths of the outputs that were made anew."""


def update(root: Path, output: Path, config: Config, request: Request, means: Means) -> Updated:
    """Brings the output up to date with the sources, unless they have errors. Raises OSError."""
    state = memory.usable(means.state)
    last = store.snapshot_of(state, memory.intact_outputs(output, state))
    built = build(root, config, means.executor, means.progress, last=last)
    report = replace(built.report, problems=strictly(built.report.problems, request.strict))
    rendered = tuple(artifact.path for artifact in built.artifacts)
    if report.failed:
        return Updated(report, rendered)
    means.progress("writing", 0, 0)
    written = publish(built.artifacts, output, built.kept, fresh=means.fresh)
    report = replace(report, written=written.written, unchanged=written.unchanged, removed=written.removed)
    means.progress("remembering", 0, 0)
    _remember(root, output, config, request, _Build(built, report, last, state))
    return Updated(report, rendered)


def strictly(problems: tuple[Problem, ...], strict: bool) -> tuple[Problem, ...]:
    """With `strict`, warnings as errors."""
    if not strict:
        return problems
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
        for problem in problems
    )


@dataclass(frozen=True, slots=True)
class _Build:
    built: Built
    report: Report
    last: Snapshot
    state: State


def _remember(root: Path, output: Path, config: Config, request: Request, done: _Build) -> None:
    built = done.built
    records = memory.records_of(built.artifacts, built.kept, done.last)
    snapshot = Snapshot(built.sources, built.library.files, built.library.bodies, records, built.facts)
    until = next_change(_dated(built.library, config), config.today)
    rows = memory.remembered(snapshot, done.last, done.state, request, done.report, until)
    store.write(root, memory.with_outputs(rows, output), done.state)


def _dated(library: Library, config: Config) -> Iterator[tuple[StateRule | None, Mapping[str, object]]]:
    """The fields that can change something when a day comes, with the rule of their type."""
    for document in library.documents.values():
        content_type = config.types.get(document.type)
        yield content_type.state if content_type else None, document.fields
