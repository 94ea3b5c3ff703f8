"""The stage after rendering: makes the search index again for languages whose pages have changed.

The indexes of the languages share only the program that reads them and the file that lists them, so each is
made separately.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter

from sitegen.build.indexing import NO_INDEX, Index
from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.execute import Executor
from sitegen.features.search.pages import documents, recipe, search_pages
from sitegen.types import Digest, Record, Site


def index_pages(
    site: Site,
    last: Index,
    texts: Callable[[str], Digest],
    read: Callable[[str], bytes],
    executor: Executor,
) -> Index:
    """Makes the index of a finished site; reuses the last index of each language that is unchanged.

    `texts` returns the digest of an output's text, `read` the bytes of an output or of a file of the last
    index. Raises OSError.
    """
    rule = site.config.search
    if rule is None or not rule.installed:
        return NO_INDEX
    from sitegen.features.search.pagefind import COMMON, FIRST, first_of, make_index, program

    by_language = groupby(search_pages(site, rule), attrgetter("language"))
    found = {language: tuple(pages) for language, pages in by_language}
    if not found:
        return NO_INDEX
    maker = program()
    recipes = {language: recipe(pages, texts, maker) for language, pages in found.items()}
    of_none, of_all = recipe((), texts, maker), digest_of_parts(*recipes.values())
    if FIRST in last.records and last.records[FIRST].recipe == of_all:
        return last

    good = {of_none, *recipes.values()}
    kept = {path: known for path, known in last.records.items() if known.recipe in good}
    available = {known.recipe for known in kept.values()}
    outdated = [language for language, own in recipes.items() if own not in available]
    parts = list(executor.waiting(lambda language: make_index(documents(found[language], read)), outdated))
    records, made = dict(kept), {}
    for language, part in zip(outdated, parts, strict=True):
        for path, data in part.items():
            own = of_none if path in COMMON else recipes[language]
            records[path], made[path] = Record(path, own, digest_of_bytes(data)), data
    firsts = [part[FIRST] for part in parts] + ([read(FIRST)] if kept else [])
    made[FIRST] = first_of(firsts, records)
    records[FIRST] = Record(FIRST, of_all, digest_of_bytes(made[FIRST]))
    return Index(records, made)
