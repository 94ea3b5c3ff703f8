"""The stage after rendering: makes the search index again where the texts of pages have changed.

Pagefind indexes the pages of a language in parts, and the parts are merged into one index. Parts are cached,
so an edit of a text makes one part again and merges the words that changed in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory

from sitegen.build.indexing import NO_INDEX, Finished, Index
from sitegen.digest import digest_of_parts
from sitegen.execute import Executor
from sitegen.features.search.pages import details, documents, recipe, search_pages
from sitegen.store.output_cache import OutputCache
from sitegen.store.seal import SIZE, Sealer
from sitegen.types import Record


def index_pages(finished: Finished, last: Index, executor: Executor, cache: OutputCache | None) -> Index:
    """Makes the index of a finished site; reuses parts from the cache and files of the last index.

    Raises OSError.
    """
    site, read = finished.site, finished.read
    rule = site.config.search
    if rule is None or not rule.installed:
        return NO_INDEX
    from sitegen.features.search.index_files import IndexFiles
    from sitegen.features.search.indexes import FIRST, Indexes
    from sitegen.features.search.pagefind import program
    from sitegen.features.search.part_store import PartStore
    from sitegen.features.search.parts import parts_of

    maker, described = program(), partial(details, site=site, rule=rule)
    found = {
        language: {recipe(part, finished.texts, described, maker): part for part in parts_of(tuple(pages))}
        for language, pages in groupby(search_pages(site), attrgetter("language"))
    }
    if not found:
        return NO_INDEX
    of_all = digest_of_parts(maker, *(f"{language} {own}" for language in found for own in found[language]))
    if FIRST in last.records and last.records[FIRST].recipe == of_all:
        return last
    files = IndexFiles(last.records, read, finished.put, digest_of_parts(maker), {}, [])
    documented = partial(documents, read=read, details=described)
    with nullcontext(cache) if cache else _temporary_cache() as parts:
        Indexes(PartStore(parts), files, documented, {}).make(found, executor)
    files.records[FIRST] = Record(FIRST, of_all, files.records[FIRST].digest)
    return Index(files.records, files.written)


@contextmanager
def _temporary_cache() -> Iterator[OutputCache]:
    """A cache for the parts of one build."""
    with TemporaryDirectory(prefix="sitegen-") as folder:
        yield OutputCache(Path(folder), "", Sealer(token_bytes(SIZE)))
