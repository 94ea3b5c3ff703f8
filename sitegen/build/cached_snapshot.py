"""Converts the snapshot of a build to rows of the cache and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeVar

from msgspec.json import Decoder

from sitegen.build.cache import About, CachedOutput, source_in
from sitegen.read.rows import file_of
from sitegen.store.codec import as_json
from sitegen.store.lazy import Lazy, Made
from sitegen.store.sealed_tables import Rows, Tables
from sitegen.types import NO_SNAPSHOT, ChangeDates, Picture, Record, Snapshot, Stamp, Templates

T = TypeVar("T")


def snapshot_of(state: Tables, about: About | None, records: Mapping[str, Record]) -> Snapshot:
    """The snapshot in the cache, with these records: those of outputs that are as they were written."""
    if about is None:
        return NO_SNAPSHOT
    rows = state.rows
    files = rows["files"]
    days = _decoded(rows["days"], date)
    templates = _decoded(rows["templates"], Templates)
    return Snapshot(
        sources={path: source_in(row) for path, row in rows["sources"].items()},
        files=Lazy(files, lambda path: file_of(path, files[path])),
        pictures=_decoded(rows["pictures"], Picture),
        records=records,
        paths=frozenset(rows["outputs"]),
        names=about.names,
        lists=about.lists,
        rules=about.rules,
        until=about.until,
        outdated=frozenset(about.outdated),
        history=ChangeDates(about.position or "", days) if days else ChangeDates(),
        problems=about.found,
        templates=templates.get(TEMPLATES),
        complete=about.complete,
    )


TEMPLATES = "templates"
"""Only key of the table of this name."""


def _decoded(rows: Rows, kind: type[T]) -> dict[str, T]:
    decode = Decoder(kind).decode
    return {key: decode(row) for key, row in rows.items()}


def rows_of(
    snapshot: Snapshot,
    last: Snapshot,
    old: Mapping[str, Rows],
    old_stamps: Mapping[str, Stamp],
    changed: Collection[str],
    stamps: Mapping[str, Stamp],
) -> dict[str, Rows]:
    """The tables of a snapshot that can have changed since the last one.

    `changed` are the paths of documents and outputs that were read or made; the other rows are those of `old`
    where their values are the same. `stamps` has the stamp of each output, and `old_stamps` those of `old`.
    """
    sources, files = old["sources"], old["files"]
    tables: dict[str, Rows] = {
        "sources": Made(snapshot.sources, lambda path: as_json(snapshot.sources[path])),
        "files": Made(snapshot.files, lambda path: str(snapshot.files[path].row)),
        "outputs": Made(stamps, lambda path: _output_row(path, snapshot, stamps[path])),
    }
    if sources:  # else all rows are new, and each is made when it is written
        tables["sources"] = {
            path: sources[path] if file is last.sources.get(path) else as_json(file)
            for path, file in snapshot.sources.items()
        }
        tables["files"] = {
            path: str(snapshot.files[path].row) if path in changed else files[path] for path in snapshot.files
        }
        tables["outputs"] = {
            path: old["outputs"][path]
            if path not in changed and old_stamps[path] == stamp
            else _output_row(path, snapshot, stamp)
            for path, stamp in stamps.items()
        }
    if snapshot.pictures is not last.pictures:
        tables["pictures"] = {path: as_json(picture) for path, picture in snapshot.pictures.items()}
    if snapshot.history is not last.history:
        tables["days"] = {path: as_json(day) for path, day in snapshot.history.days.items()}
    if (templates := snapshot.templates) is not last.templates and templates:
        # Problems of templates have to be reported again.
        tables["templates"] = {} if templates.problems else {TEMPLATES: as_json(templates)}
    return tables


def _output_row(path: str, snapshot: Snapshot, stamp: Stamp) -> str:
    return as_json(CachedOutput(stamp, snapshot.records[path]))
