"""Files that features make from finished pages, such as a search index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    """Files of an index: records of all, and the bytes of the new ones."""

    records: Mapping[str, Record]
    made: Mapping[str, bytes]


NO_INDEX = Index({}, {})


def split(last: Snapshot) -> tuple[Snapshot, Index]:
    """Splits a snapshot into the site and its index; an index that lost a file is empty."""
    paths = frozenset(path for path in last.paths if path.startswith(f"{INDEX}/"))
    if not paths:
        return last, NO_INDEX
    records = only(last.records, (path for path in last.records if path not in paths))
    index = {path: last.records[path] for path in paths if path in last.records}
    site = replace(last, records=records, paths=last.paths - paths)
    return site, Index(index if len(index) == len(paths) else {}, {})


Indexer: TypeAlias = Callable[
    [Site, Index, Callable[[str], Digest], Callable[[str], bytes], Executor, OutputCache | None],
    Index,
]
"""Makes an index of a finished site from: the site, the last index, a function that returns the digest of an
output's text, one that returns the bytes of an output, an executor, and a cache for parts of the index. It
may raise OSError."""


def index_of(
    site: Site,
    last: Index,
    texts: Callable[[str], Digest],
    read: Callable[[str], bytes],
    executor: Executor,
    cache: OutputCache | None,
) -> Index:
    """Index of a finished site; empty if no feature makes one. Raises OSError."""
    indexers: tuple[Indexer, ...] = contributed("INDEXER")
    return indexers[0](site, last, texts, read, executor, cache) if indexers else NO_INDEX
