"""One build, remembered: what is stale is built and published, and the next build is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import asdict, replace

from sitegen.build import kept_site, kept_templates, memory, pipeline
from sitegen.build import state_file as store
from sitegen.build.memory import Look, Request
from sitegen.build.pipeline import Built, Prepared, Progress, prepare, render
from sitegen.build.state_file import State
from sitegen.build.texts import prepare_edit
from sitegen.build.versions import program
from sitegen.execute import Executor
from sitegen.model.lifecycle import first_after, review_days, turning_days
from sitegen.model.translations import stale_pages
from sitegen.plan.common import lists_in
from sitegen.plan.stale import digest_of_config
from sitegen.problems.formats import in_order
from sitegen.read.rows import moved_to, places
from sitegen.read.scan import read_bytes
from sitegen.read.stillness import stamp_at
from sitegen.render.renderers import SLOW
from sitegen.search.stage import NO_INDEX, Index, index_of, split
from sitegen.store.bodies import Bodies, DamagedBody
from sitegen.store.lazy import with_values
from sitegen.store.output_cache import OutputCache
from sitegen.store.seal import sealer_of
from sitegen.types import (
    Config,
    Problem,
    ReadFile,
    Report,
    Severity,
    Site,
    Snapshot,
)
from sitegen.write.output import FileCounts, Staging, publish, spare_of, staging


class Means(Struct, frozen=True):
    """What a build works with."""

    executor: Executor
    progress: Progress
    state: State = store.EMPTY
    """What is remembered of the last build."""
    fresh: bool = False
    """Write every file, also those that have not changed."""
    home: Path | None = None
    """Below which to remember; none: below the site itself."""
    last: Snapshot | None = None
    """What `state` holds, where it is at hand."""
    before: Site | None = None
    """The site of the last build, where that is at hand as well."""
    seen: Look | None = None
    """All files, where somebody has just looked at them."""
    fingerprints: bool = True
    """Whether addresses of static files change with them."""
    old_index: bool = False
    """The index for search may stay that of an earlier build, or wait, since making it takes its time."""
    pictures_later: bool = False
    """So may pictures and cards that have to be made."""
    patient: bool = False
    """Nothing is published while sources are being saved; see `until_settled`."""


TRIES = 4
"""Builds of a site whose sources are saved again and again, until one is published all the same."""

T = TypeVar("T")


class Unsettled(Exception):
    """A source was saved while the site was built; nothing was published."""


def until_settled(build: Callable[[bool], T]) -> T:
    """Result of a build that is repeated while sources are being saved, the last time with `False`."""
    for _ in range(TRIES - 1):
        with suppress(Unsettled):
            return build(True)
    return build(False)


class Updated(Struct, frozen=True):
    report: Report
    """With warnings raised to errors where the request is strict."""
    built: Built | None = None
    """None where there were errors before anything was made."""
    changed: tuple[str, ...] = ()
    """Paths of the outputs that are not as they were, or gone."""
    state: State | None = None
    snapshot: Snapshot | None = None
    """What is remembered from now on; none where there were errors."""

    @property
    def rendered(self) -> tuple[str, ...]:
        """Paths of the outputs that were made anew."""
        return tuple(artifact.path for artifact in self.built.artifacts) if self.built else ()


def update(root: Path, output: Path, config: Config, request: Request, means: Means) -> Updated:
    """Brings the output up to date with the sources, unless they have errors. Raises OSError, Unsettled."""
    request = replace(request, today=config.today, zone=config.time_zone or "")
    try:
        return _update(root, output, config, request, means)
    except DamagedBody:
        return _update(
            root, output, config, request, replace(means, state=store.EMPTY, last=None, before=None)
        )


def _update(root: Path, output: Path, config: Config, request: Request, means: Means) -> Updated:
    state = memory.usable(means.state)
    intact = memory.intact_outputs(output, state, means.seen)
    last, index = split(means.last.only(intact) if means.last else store.snapshot_of(state, intact))
    home = means.home or root
    store.check_folders(home)
    sealer = sealer_of(home)
    with Bodies(store.folder_of(home) / store.BODIES) as bodies:
        kept = OutputCache(store.folder_of(home) / store.PICTURES, program(), sealer)
        building = pipeline.Means(
            means.executor,
            means.progress,
            bodies,
            last,
            output,
            kept,
            means.seen.sources if means.seen else None,
            fingerprints=means.fingerprints,
            pictures_later=means.pictures_later,
        )
        before = means.before or kept_site.site_of(state, last, config)
        prepared = prepare_edit(root, config, building, before)
        report = Report(strictly(in_order(prepared.problems), request.strict))
        if report.failed:
            _refuse_unsettled(root, prepared, means)
            return Updated(report)
        paths = [*prepared.checked.paths, *index.records]
        with staging(output, paths, spare_of(output, sealer), means.fresh) as tree:
            built = render(prepared, root, building, tree.put)
            if built.lost:
                prepared = prepare(root, config, building)
                built = render(prepared, root, building, tree.put)
            report = replace(built.report, problems=strictly(built.report.problems, request.strict))
            if report.failed:
                _refuse_unsettled(root, prepared, means)
                return Updated(report, built)
            index = _index(prepared, built, index, last, tree, means)
            means.progress("publishing", 0, 0)
            lists = _lists(prepared, state)
            _refuse_unsettled(root, prepared, means)
            written = _publish(tree, built, index, last, lists)
        report = replace(
            report, written=written.written, unchanged=written.unchanged, removed=written.removed
        )
        means.progress("remembering", 0, 0)
        done = _Build(built, index, report, last, state, bodies, kept, means.seen)
        rows, snapshot = _remember(home, output, config, request, done)
        return Updated(report, built, _changed(built, last), rows, snapshot)


def _refuse_unsettled(root: Path, prepared: Prepared, means: Means) -> None:
    """Raises Unsettled where a source is being saved while the site is built."""
    if means.patient and any(stamp_at(root, path) != stamp for path, stamp in prepared.young.items()):
        raise Unsettled


def _changed(built: Built, last: Snapshot) -> tuple[str, ...]:
    there = {*built.kept, *built.waiting, *(artifact.path for artifact in built.artifacts)}
    return (*built.written, *(path for path in last.paths if path not in there))


def _index(
    prepared: Prepared, built: Built, index: Index, last: Snapshot, tree: Staging, means: Means
) -> Index:
    """The index for search over the finished pages, its new files in the tree; perhaps none."""
    if prepared.site.config.searched is None:
        return NO_INDEX
    means.progress("indexing", 0, 0)
    texts = {path: last.records[path].text for path in built.kept}
    texts |= {artifact.path: artifact.facts.text for artifact in built.artifacts}
    made = frozenset(built.written)

    def read(path: str) -> bytes:
        return read_bytes(tree.path if path in made else tree.output, path)

    if means.old_index:
        return index
    found = index_of(prepared.site, index, texts.__getitem__, read, means.executor)
    new = found.made.items()
    return replace(found, made={p: d for p, d in new if tree.put(p, d, found.records[p].digest)})


def _lists(prepared: Prepared, state: State) -> tuple[str, ...]:
    """Paths of the pages that are lists; an edit of texts alone plans only the pages that show them."""
    return memory.lists_of(state) if prepared.only_texts else tuple(sorted(lists_in(prepared.plan)))


def _publish(tree: Staging, built: Built, index: Index, last: Snapshot, lists: tuple[str, ...]) -> FileCounts:
    files = {path: last.records[path].digest for path in built.kept}
    files |= {artifact.path: artifact.digest for artifact in built.artifacts}
    files |= {path: record.digest for path, record in index.records.items()}
    known = {"lists": lists, "stale": [asdict(page) for page in stale_pages(built.prepared.site)]}
    return publish(tree, files, [*built.written, *index.made], known)


def strictly(problems: tuple[Problem, ...], strict: bool) -> tuple[Problem, ...]:
    """With `strict`, warnings as errors."""
    if not strict:
        return problems
    return tuple(
        replace(problem, severity=Severity.ERROR) if problem.severity is Severity.WARNING else problem
        for problem in problems
    )


class _Build(Struct, frozen=True):
    built: Built
    index: Index
    report: Report
    last: Snapshot
    state: State
    bodies: Bodies
    kept: OutputCache
    seen: memory.Look | None


def _remember(
    home: Path, output: Path, config: Config, request: Request, done: _Build
) -> tuple[State, Snapshot]:
    if done.built.prepared.only_texts:
        return _remember_texts(home, output, request, done)
    built, prepared = done.built, done.built.prepared
    files = _with_bodies_together(prepared.library.files, done.bodies)
    records = {**memory.records_of(built.artifacts, built.kept, done.last), **done.index.records}
    snapshot = Snapshot(
        prepared.files,
        files,
        prepared.site.pictures,
        records,
        frozenset(records),
        prepared.names,
        prepared.facts,
        prepared.site.outdated,
        prepared.history,
        done.report.problems,
        prepared.checked.templates,
        complete=not built.waiting,
    )
    documents = prepared.library.documents.values()
    until = first_after((*turning_days(documents, config), *review_days(documents)), config.today)
    position = memory.at_position(prepared.history.position) if config.git_dates else memory.NO_POSITION
    tables = {
        kept_site.TABLE: kept_site.rows_of(prepared.site),
        kept_templates.TABLE: kept_templates.rows_of(prepared.checked.templates),
    }
    lists = _lists(prepared, done.state)
    ending = memory.Ending(done.report, until.isoformat(), digest_of_config(config), position, lists)
    made = {*(artifact.path for artifact in built.artifacts), *done.index.records}
    stamps = memory.stamps_after(output, records, done.seen, made)
    rows = memory.remembered(snapshot, stamps, request, ending, tables)
    rows = store.write(home, rows, done.state)
    done.bodies.sweep(places(files.values()))
    if not built.waiting:
        done.kept.sweep([records[o.path].recipe for o in prepared.plan.outputs if o.renderer in SLOW])
    return rows, snapshot


def _remember_texts(home: Path, output: Path, request: Request, done: _Build) -> tuple[State, Snapshot]:
    """What was known, with what is another now; nothing is swept, since nothing is gone but texts."""
    built, prepared = done.built, done.built.prepared
    new = {**memory.records_of(built.artifacts, (), done.last), **done.index.records}
    records = with_values(done.last.records, new) if not done.index.records else {**done.last.records, **new}
    snapshot = replace(
        done.last,
        sources=prepared.files,
        files=prepared.library.files,
        records=records,
        paths=frozenset(records),
        outdated=prepared.site.outdated,
        problems=done.report.problems,
    )
    fresh = memory.Fresh(prepared.library.fresh, new)
    stamps = memory.stamps_after(output, records, done.seen, new)
    rows = memory.remembered_texts(done.state, snapshot, stamps, request, done.report, fresh)
    rows = store.write(home, rows, done.state)
    return rows, snapshot


def _with_bodies_together(files: Mapping[str, ReadFile], bodies: Bodies) -> Mapping[str, ReadFile]:
    moved = bodies.compacted(places(files.values()))
    if not moved:
        return files
    return {
        path: moved_to(file, moved[file.document.place]) if file.document and file.document.place else file
        for path, file in files.items()
    }
