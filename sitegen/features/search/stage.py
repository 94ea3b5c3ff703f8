"""The stage after rendering: makes the search index again where the texts of pages have changed.

Pagefind indexes the pages of a language in parts, and the parts are merged into one index. Parts are cached,
so an edit of a text makes one part again and merges the words that changed in it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter

from sitegen.build.indexing import NO_INDEX, Index
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.execute import Executor
from sitegen.features.search.pages import recipe, search_pages
from sitegen.store.output_cache import OutputCache
from sitegen.types import Digest, Record, Site


def index_pages(
    site: Site,
    last: Index,
    texts: Callable[[str], Digest],
    read: Callable[[str], bytes],
    executor: Executor,
    cache: OutputCache | None,
) -> Index:
    """Makes the index of a finished site; reuses parts from the cache and files of the last index.

    `texts` returns the digest of an output's text, `read` the bytes of an output. Raises OSError.
    """
    rule = site.config.search
    if rule is None or not rule.installed:
        return NO_INDEX
    from sitegen.features.search.indexes import FIRST, Indexes
    from sitegen.features.search.pagefind import program
    from sitegen.features.search.part_store import PartStore
    from sitegen.features.search.parts import parts_of

    maker = program()
    found = {
        language: {recipe(part, texts, maker): part for part in parts_of(tuple(pages))}
        for language, pages in groupby(search_pages(site, rule), attrgetter("language"))
    }
    if not found:
        return NO_INDEX
    of_all = digest_of_parts(maker, *(f"{language} {own}" for language in found for own in found[language]))
    if FIRST in last.records and last.records[FIRST].recipe == of_all:
        return last
    files = Indexes(PartStore(cache, {}), last.records, read, {}).files(found, executor)
    made = {path: data for path, data in files.items() if data is not None}
    of_none = digest_of_parts(maker)
    new = {path: Record(path, of_none, digest_of_bytes(data)) for path, data in made.items()}
    records = {path: new.get(path) or last.records[path] for path in files}
    records[FIRST] = Record(FIRST, of_all, records[FIRST].digest)
    return Index(records, made)
