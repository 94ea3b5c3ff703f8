"""The stage after rendering: the index of a site, made again where something that is found has changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from sitegen.digest import digest_of_bytes
from sitegen.lazy import only
from sitegen.plan.plan import INDEX
from sitegen.search.pages import documents, found_pages, recipe
from sitegen.types import Digest, Record, Site, Snapshot


class Index(Struct, frozen=True):
    """The files of an index: what is remembered of each, and the bytes of those that are new."""

    records: Mapping[str, Record]
    made: Mapping[str, bytes]


NO_INDEX = Index({}, {})


def split(last: Snapshot) -> tuple[Snapshot, Index]:
    """What the last build knew of the site and what of its index; one that lost a file is none."""
    paths = frozenset(path for path in last.paths if path.startswith(f"{INDEX}/"))
    if not paths:
        return last, NO_INDEX
    records = only(last.records, (path for path in last.records if path not in paths))
    index = {path: last.records[path] for path in paths if path in last.records}
    site = replace(last, records=records, paths=last.paths - paths)
    return site, Index(index if len(index) == len(paths) else {}, {})


def index_of(site: Site, last: Index, texts: Callable[[str], Digest], read: Callable[[str], bytes]) -> Index:
    """The index of a finished site; that of the last build where it is made from the same.

    `texts` has the digest of the text of each output, `read` gives its bytes. Raises OSError.
    """
    rule = site.config.search
    if rule is None or not rule.installed:
        return NO_INDEX
    from sitegen.search.pagefind import make_index, program

    own = recipe(found_pages(site, rule), texts, program())
    if last.records and all(record.recipe == own for record in last.records.values()):
        return last
    made = make_index(documents(found_pages(site, rule), read))
    return Index({path: Record(path, own, digest_of_bytes(data)) for path, data in made.items()}, made)
