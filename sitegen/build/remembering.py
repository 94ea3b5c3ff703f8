"""Remembering a build for the next one. Rows of what has not changed are those of the previous build."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from sitegen.build import cache, cached_site
from sitegen.build.cache import About
from sitegen.build.cached_plan import rows_of as plan_rows
from sitegen.build.cached_snapshot import rows_of
from sitegen.build.context import Context, Storage
from sitegen.build.previous import Previous
from sitegen.build.program import program
from sitegen.build.result import Result
from sitegen.build.unchanged import stamps_after
from sitegen.model.lifecycle import first_after, review_days, turning_days
from sitegen.plan.recipes import slow_renderers
from sitegen.read.rows import moved_to, places
from sitegen.store.bodies import Bodies
from sitegen.store.codec import as_json
from sitegen.store.lazy import with_values
from sitegen.store.packages import entry_points_of, names_of_packages
from sitegen.store.sealed_tables import Tables
from sitegen.types import Artifact, Digest, ReadFile, Record, Snapshot
from sitegen.types.registers import EXTENSIONS_GROUP, extender


def remember(result: Result, context: Context) -> Result:
    """Stores what the next build starts from; it is in the result as well. Raises OSError, DamagedBody."""
    context.progress("remembering", 0, 0)
    bodies, joined = context.bodies, result.site.joined
    storage = context.storage
    assert bodies is not None
    assert storage is not None
    tidy = not joined.is_kept or bodies.are_scattered
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
    records = dict(result.reused)
    records |= {artifact.path: _record(artifact) for artifact in result.artifacts}
    records |= result.index.records
    until = last.until
    if not site.joined.holds:
        documents, today = site.library.documents.values(), site.site.config.today
        days = (*turning_days(documents, site.site.config), *review_days(documents))
        until = first_after(days, today).isoformat()
    return Snapshot(
        sources=site.sources,
        files=with_values(site.library.files, moved),
        pictures=site.site.pictures,
        records=records,
        paths=site.outputs.paths if records.keys() == site.outputs.paths else frozenset(records),
        names=site.outputs.names,
        lists=site.outputs.lists,
        rules=site.library.rules,
        until=until,
        outdated=site.site.outdated,
        history=site.files.history,
        problems=result.found,
        templates=site.files.templates,
        complete=not result.deferred,
    )


def _record(artifact: Artifact) -> Record:
    facts = artifact.facts
    made = (artifact.recipe, artifact.digest, facts.anchors, facts.text, artifact.reads, artifact.inputs)
    return Record(artifact.path, *made)


def _state(
    result: Result, context: Context, storage: Storage, snapshot: Snapshot, moved: Collection[str]
) -> Tables:
    """The snapshot as rows."""
    site, previous = result.site, context.previous
    rebuilt = {*result.rendered, *result.index.records}
    stamps = stamps_after(storage.output, snapshot.records, storage.stamps, rebuilt)
    known = previous.snapshot.records
    compared = (path for path, record in result.reused.items() if record is not known[path])
    changed = {*site.library.fresh, *moved, *rebuilt, *compared}
    tables = rows_of(snapshot, previous.snapshot, previous.state.rows, previous.stamps, changed, stamps)
    tables[cache.ABOUT] = {cache.ABOUT: as_json(_about(result, storage, snapshot, previous.definition))}
    if site.outputs.are_planned:
        tables["plan"] = plan_rows(site.plan.outputs)
    if not site.joined.holds:
        tables["site"] = site.joined.rows or cached_site.rows_on_demand(site.site)
    return Tables({**previous.state.rows, **tables})


def _about(result: Result, storage: Storage, snapshot: Snapshot, definition: Digest) -> About:
    config = result.site.site.config
    loads = extender() if entry_points_of(EXTENSIONS_GROUP) else None
    return About(
        program=program(),
        request=storage.request.key(),
        config=definition,
        built=config.today,
        zone=config.time_zone,
        position=snapshot.history.position if config.git_dates else None,
        report=result.report,
        found=result.found,
        until=snapshot.until,
        complete=snapshot.complete,
        names=snapshot.names,
        rules=snapshot.rules,
        lists=snapshot.lists,
        outdated=tuple(sorted(snapshot.outdated)),
        packages=names_of_packages(),
        installed_code=loads.installed_code() if loads else "",
        layers=config.theme.layers,
    )


def _moved(files: Mapping[str, ReadFile], bodies: Bodies) -> Mapping[str, ReadFile]:
    """The files whose bodies were gathered into one file, with their new places. Raises DamagedBody."""
    places_now = bodies.compacted(places(files.values()))
    if not places_now:
        return {}
    with_body = ((path, file, file.document.place) for path, file in files.items() if file.document)
    return {path: moved_to(file, places_now[place]) for path, file, place in with_body if place}
