"""Remembering a build for the next one. Rows of what has not changed are those of the previous build."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from sitegen.build import cache, cached_site, kept_templates
from sitegen.build.cache import State, output_row, row_of, source_row
from sitegen.build.context import Context, Storage
from sitegen.build.previous import Previous
from sitegen.build.result import Result
from sitegen.build.unchanged import about, stamps_after
from sitegen.model.lifecycle import first_after, review_days, turning_days
from sitegen.plan.recipes import slow_renderers
from sitegen.read.rows import moved_to, places
from sitegen.store.bodies import Bodies
from sitegen.store.lazy import with_values
from sitegen.types import Artifact, ReadFile, Record, Snapshot


def remember(result: Result, context: Context) -> Result:
    """Stores what the next build starts from; it is in the result as well. Raises OSError, DamagedBody."""
    context.progress("remembering", 0, 0)
    bodies, joined = context.bodies, result.site.joined
    storage = context.storage
    assert bodies is not None
    assert storage is not None
    tidy = joined.texts is None or bodies.are_scattered
    moved = _moved(result.site.library.files, bodies) if tidy else {}
    snapshot = _snapshot(result, context, moved)
    state = _state(result, context, storage, snapshot, moved.keys())
    state = cache.write(storage.home, state, context.previous.state)
    if tidy:
        bodies.sweep(places(snapshot.files.values()))
    if result.site.outputs.are_planned and not result.deferred and context.pictures:
        slow = (output.path for output in result.site.plan.outputs if output.renderer in slow_renderers())
        context.pictures.sweep([snapshot.records[path].recipe for path in slow])
    site = None if moved else joined.site  # its documents name the old places
    return replace(result, previous=Previous(state, snapshot, site))


def _snapshot(result: Result, context: Context, moved: Mapping[str, ReadFile]) -> Snapshot:
    site, last = result.site, context.previous.snapshot
    records = {path: last.records[path] for path in result.reused}
    records |= {artifact.path: _record(artifact) for artifact in result.artifacts}
    records |= result.index.records
    until = last.until
    if site.joined.texts is None:
        documents, today = site.library.documents.values(), site.site.config.today
        days = (*turning_days(documents, site.site.config), *review_days(documents))
        until = first_after(days, today).isoformat()
    return Snapshot(
        sources=site.sources,
        files=with_values(site.library.files, moved),
        pictures=site.site.pictures,
        records=records,
        paths=frozenset(records),
        names=site.outputs.names,
        lists=site.outputs.lists,
        rules=site.library.rules,
        until=until,
        outdated=site.site.outdated,
        history=site.files.history,
        problems=result.report.problems,
        templates=site.files.templates,
        complete=not result.deferred,
    )


def _record(artifact: Artifact) -> Record:
    facts = artifact.facts
    return Record(artifact.path, artifact.recipe, artifact.digest, facts.anchors, facts.text)


def _state(
    result: Result, context: Context, storage: Storage, snapshot: Snapshot, moved: Collection[str]
) -> State:
    """The snapshot as rows."""
    site, old = result.site, context.previous.state.tables
    last, records = context.previous.snapshot, snapshot.records
    fresh = {*site.library.fresh, *moved}
    rebuilt = {*result.rendered, *result.index.records}
    stamps = stamps_after(storage.output, records, storage.stamps, rebuilt)
    sources, files, outputs = old["sources"], old["files"], old["outputs"]
    tables = {
        "about": about(snapshot, result.report, storage.request, site.site.config),
        "sources": {
            path: sources[path] if file is last.sources.get(path) else source_row(file)
            for path, file in snapshot.sources.items()
        },
        "files": {
            path: snapshot.files[path].row if path in fresh else files[path] for path in snapshot.files
        },
        "outputs": {
            path: output_row(stamps[path], record)
            if path in rebuilt
            else f"{stamps[path]};{outputs[path].partition(';')[2]}"
            for path, record in records.items()
        },
    }
    if site.joined.texts is None:
        tables["pictures"] = {path: row_of(picture) for path, picture in snapshot.pictures.items()}
        tables["days"] = {path: day.isoformat() for path, day in snapshot.history.days.items()}
        tables[cached_site.TABLE] = cached_site.rows_of(site.site)
    if snapshot.templates is not last.templates:
        tables[kept_templates.TABLE] = kept_templates.rows_of(site.files.templates)
    return State({**old, **tables})


def _moved(files: Mapping[str, ReadFile], bodies: Bodies) -> Mapping[str, ReadFile]:
    """The files whose bodies were gathered into one file, with their new places. Raises DamagedBody."""
    places_now = bodies.compacted(places(files.values()))
    if not places_now:
        return {}
    with_body = ((path, file, file.document.place) for path, file in files.items() if file.document)
    return {path: moved_to(file, places_now[place]) for path, file, place in with_body if place}
