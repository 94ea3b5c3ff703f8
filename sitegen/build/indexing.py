"""Files that features make from finished pages, such as a search index."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitegen.execute import Executor
from sitegen.store.lazy import only
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest, Record, Site, Snapshot
from sitegen.types.paths import INDEX
from sitegen.types.registers import contributed


class Index(Struct, frozen=True):
    """Files of an index: records of all, and the paths of those that were written."""

    records: Mapping[str, Record]
    written: Collection[str]


NO_INDEX = Index({}, ())


def split(last: Snapshot) -> tuple[Snapshot, Index]:
    """Splits a snapshot into the site and its index; an index that lost a file is empty."""
    paths = frozenset(path for path in last.paths if path.startswith(f"{INDEX}/"))
    if not paths:
        return last, NO_INDEX
    records = only(last.records, (path for path in last.records if path not in paths))
    index = {path: last.records[path] for path in paths if path in last.records}
    site = replace(last, records=records, paths=last.paths - paths)
    return site, Index(index if len(index) == len(paths) else {}, ())


class Finished(Struct, frozen=True):
    """A finished site, to make an index of."""

    site: Site
    texts: Callable[[str], Digest]
    """Returns the digest of an output's text."""
    read: Callable[[str], bytes]
    """Returns the bytes of an output."""
    put: Callable[[str, bytes, Digest], bool]
    """Takes a file of the index and its digest; returns False if the output has the same file."""


Indexer: TypeAlias = Callable[[Finished, Index, Executor, OutputCache | None], Index]
"""Makes an index from a finished site, the last index, an executor, and a cache for parts of the index. It
may raise OSError."""


def index_of(finished: Finished, last: Index, executor: Executor, cache: OutputCache | None) -> Index:
    """Index of a finished site; empty if no feature makes one. Raises OSError."""
    indexers: tuple[Indexer, ...] = contributed("INDEXER")
    return indexers[0](finished, last, executor, cache) if indexers else NO_INDEX
