"""Tasks in a worker: batches of items, in a watched process that is kept for the next batch.

Only the worker itself uses the store. The process that works on content has no credentials.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from sitegen.build.program import program
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.execute.pool import Pool
from sitegen.features.cluster.portable import Packed, Written
from sitegen.features.cluster.store import Range, SharedStore, open_store, read, write
from sitegen.features.cluster.tasks import Done, Job, NewBodies, StoredBody, StoredFile, Task
from sitegen.types import Artifact, Digest

MOST_BUILDS = 2
"""Number of builds whose files a worker keeps."""


class Refused(Exception):
    """A worker cannot take part in a build; the message says why."""


@cache
def identity(themes: tuple[str, ...]) -> Digest:
    """Digest of the program and the machine, and of the files of these themes, which are outside a site."""
    parts = [program(), sys.platform, platform.machine()]
    for folder in themes:
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        parts += [text for path in files for text in (str(path), digest_of_bytes(path.read_bytes()))]
    return digest_of_parts(*parts)


def introduce(themes: tuple[str, ...]) -> tuple[Digest, bool]:
    """Identity of this worker, and whether it may start the processes that watched work needs."""
    return identity(themes), not multiprocessing.current_process().daemon


class _Build:
    """Files of one build on this worker, and the process that works with them."""

    def __init__(self, job: Job) -> None:
        from distributed import get_worker

        self.store = open_store(job.store)
        self.folder = Path(tempfile.mkdtemp(prefix="sitegen-", dir=get_worker().local_directory))
        self.root = self.folder / "site"
        self.bodies = self.folder / "bodies"
        self.bodies.mkdir()
        self.pool: Pool | None = None
        self.function: Range | None = None

    def pool_for(self, job: Job, store: SharedStore) -> Pool:
        """The process that calls a function, with the files that it needs from the start."""
        if self.pool is None or self.function != job.function:
            self.end()
            shutil.rmtree(self.root, ignore_errors=True)  # a build may start again after an edit
            self.place_files(job.files, store)
            data = read(store, [job.function])[0]
            function = Packed(data, self.root, self.bodies)
            self.pool = Pool(function, 1, job.limits, stays=True, start="spawn")  # Dask has threads
            self.function = job.function
        return self.pool

    def place_files(self, files: Iterable[StoredFile], store: SharedStore) -> None:
        missing = [it for it in files if not os.path.lexists(self.root / it.path)]
        for group in _by_object(missing, "place.object"):
            for file, data in zip(group, read(store, [it.place for it in group]), strict=True):
                path = self.root / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def place_bodies(self, bodies: Iterable[StoredBody], store: SharedStore) -> None:
        """Writes texts at their places in files, of which this worker has parts."""
        for group in _by_object(bodies, "object"):
            found = store.ranges(group[0].object, [(it.start, it.body[2]) for it in group])
            for body, data in zip(group, found, strict=True):
                name, start, _ = body.body
                _write_at(self.bodies / name, start, data)

    def end(self) -> None:
        if self.pool:
            self.pool.end()
        self.pool = None

    def remove(self) -> None:
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Worker:
    """Values that this worker keeps between tasks."""

    lock = threading.Lock()
    builds: dict[str, _Build] = {}  # noqa: RUF012 - one for the process


def run(task: Task) -> Done:
    """Returns the results of a batch. Raises Refused, StoreError, and the exceptions of the function."""
    job = task.job
    if identity(job.themes) != job.identity:
        raise Refused("it has a different version of sitegen")
    with _Worker.lock:  # a worker may have several threads
        build = _build(job)
        store = SharedStore(build.store)
        pool = build.pool_for(job, store)
        build.place_files(task.files, store)
        build.place_bodies(task.bodies, store)
        name = uuid4().hex
        found = list(pool.results((name, item) for item in task.items))
        done = _delivered(found, job, store)
        return replace(done, sent=store.sent, received=store.received)


def _build(job: Job) -> _Build:
    found = _Worker.builds.pop(job.build, None) or _Build(job)
    _Worker.builds[job.build] = found  # the last one that was used
    while len(_Worker.builds) > MOST_BUILDS:
        _Worker.builds.pop(next(iter(_Worker.builds))).remove()
    return found


def forget(build: str) -> None:
    """Removes the files of a build that has ended, and ends the process that works with them."""
    with _Worker.lock:
        if found := _Worker.builds.pop(build, None):
            found.remove()


def _delivered(found: Sequence[Any], job: Job, store: SharedStore) -> Done:
    """The results of a batch, after its texts and outputs were stored."""
    results: list[Any] = []
    written: list[Written] = []
    outputs: list[bytes] = []
    for result in found:
        value, texts = result if isinstance(result, tuple) else (result, ())
        written += texts
        data = value.data if isinstance(value, Artifact) else b""
        results.append(replace(value, data=b"") if data else value)
        outputs.append(data)
    bodies = tuple(_stored_bodies(written, job, store))
    data = b"".join(outputs)
    place = write(store, job.build, data) if data else None
    return Done(tuple(results), bodies, place, tuple(map(len, outputs)))


def _stored_bodies(written: Iterable[Written], job: Job, store: SharedStore) -> Iterable[NewBodies]:
    """Objects with the texts of each file; a text may be missing whose process was ended."""
    for name, group in groupby(sorted(written), key=lambda it: it[0]):
        data = bytearray()
        for _, start, text in group:
            data.extend(bytes(start - len(data)))
            data += text
        if data:
            yield NewBodies(name, write(store, job.build, bytes(data)))


def _by_object(wanted: Iterable[Any], attribute: str) -> Iterable[list[Any]]:
    """Groups what is in the same object."""
    name = attrgetter(attribute)
    return [list(group) for _, group in groupby(sorted(wanted, key=name), key=name)]


def _write_at(path: Path, start: int, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(start)
        file.write(data)
