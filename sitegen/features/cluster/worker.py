"""Tasks in a worker: batches of items, in a watched process that is kept for the next batch."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from sitegen.build.program import program
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.execute import ItemLimits
from sitegen.execute.pool import Pool
from sitegen.features.cluster.bundles import Bundle, unpack
from sitegen.features.cluster.portable import Unpacked
from sitegen.types import Digest


class Refused(Exception):
    """A worker cannot take part in a build; the message says why."""


class Job(Struct, frozen=True):
    """A function with what it needs on a worker; its key is the same for all of its batches."""

    key: str
    identity: Digest
    themes: tuple[str, ...]
    limits: ItemLimits | None


class _Kept:
    """What this worker keeps between tasks."""

    key = ""
    pool: Pool | None = None
    folders: dict[str, Path] = {}  # noqa: RUF012 - one for the process


@cache
def identity(themes: tuple[str, ...]) -> Digest:
    """Digest of the program, and of the files of these themes, which are in folders outside a site."""
    parts = [program()]
    for folder in themes:
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        parts += [text for path in files for text in (str(path), digest_of_bytes(path.read_bytes()))]
    return digest_of_parts(*parts)


def introduce(themes: tuple[str, ...]) -> tuple[Digest, bool]:
    """Identity of this worker, and whether it may start the processes that watched work needs."""
    return identity(themes), not multiprocessing.current_process().daemon


def run(job: Job, function: bytes, sources: Bundle, bodies: Bundle | None, items: Sequence[Any]) -> list[Any]:
    """Returns the results of a batch. Raises Refused, and the exceptions of the function."""
    if identity(job.themes) != job.identity:
        raise Refused("a worker that joined during the build has another version of sitegen")
    if _Kept.key != job.key:
        if _Kept.pool:
            _Kept.pool.end()
        places = {bundle.digest: bundle for bundle in (sources, bodies) if bundle}
        for digest in _Kept.folders.keys() - places:
            shutil.rmtree(_Kept.folders.pop(digest), ignore_errors=True)
        for bundle in places.values():
            _place(bundle)
        body_folder = _Kept.folders[bodies.digest] if bodies else Path()
        unpacked = Unpacked(function, _Kept.folders[sources.digest], body_folder)
        _Kept.pool = Pool(unpacked, 1, job.limits, stays=True, start="spawn")  # Dask has threads
        _Kept.key = job.key
    assert _Kept.pool is not None
    return list(_Kept.pool.results(items))


def _place(bundle: Bundle) -> None:
    """Unpacks a bundle into the folder of this worker, which Dask removes."""
    if bundle.digest not in _Kept.folders:
        from distributed import get_worker

        folder = Path(tempfile.mkdtemp(prefix="sitegen-", dir=get_worker().local_directory))
        unpack(bundle, folder)
        _Kept.folders[bundle.digest] = folder
