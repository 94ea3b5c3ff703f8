"""Converts the joined site to rows of the cache and back, so that a build of changed texts need not join it.

The results of joining have a row for each field of the site; pages and documents are made from the rows of
their files. All of it is decoded on demand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeAlias, get_type_hints

from msgspec import json

from sitegen.build.cache import About
from sitegen.model.offered import offered_in
from sitegen.model.pages import page_context, page_of
from sitegen.model.selections import selectors
from sitegen.read.scan import is_media
from sitegen.store.codec import as_json, decode, encode
from sitegen.store.lazy import Lazy, Made
from sitegen.store.sealed_tables import Rows
from sitegen.types import Config, Document, DocumentKey, EntryKey, Page, Pair, Site, Snapshot

HIDDEN = "hidden"
ORDERS = "orders"
SELECTED = "selected "
"""Before the name of a selector."""


MAPPINGS = (
    "versions", "entries", ORDERS, "relations", "positions", "mentions", "terms", "lists", "facets",
    "related", "intros", "paths", "only_in", "folders", "bases", "parents", "children", "sections", "named",
)  # fmt: skip
"""Fields that joining finds and that are the same in JSON."""
Entries: TypeAlias = tuple[EntryKey, ...]
PAIRS, RETIRED = "pairs", "retired"
"""Fields with keys or values that JSON does not have."""


def rows_of(site: Site) -> dict[str, str]:
    """A site as rows; none if joining found problems, which have to be reported again."""
    return dict(rows_on_demand(site))


def rows_on_demand(site: Site) -> Rows:
    """The rows of a site, each made when it is asked for: all of them together need much memory."""
    if site.problems:
        return {}
    fields: dict[str, object] = {name: getattr(site, name) for name in (*MAPPINGS, HIDDEN)}
    fields[RETIRED] = {entry: encode(retired) for entry, retired in site.retired.items()}
    fields[PAIRS] = {scope: tuple(found.items()) for scope, found in site.pairs.items()}
    fields |= {f"{SELECTED}{name}": found for name, found in site.selections.items()}
    if site.only_in:  # what moves up in a language that lacks an entry, so that a change of it is seen
        offered = {language: offered_in(site, language) for language in site.config.languages}
        fields["offered"] = {
            language: (it.lists, it.selections, {name: [*terms] for name, terms in it.terms.items()})
            for language, it in offered.items()
        }
    return Made(fields, lambda name: as_json(fields[name]))


def site_of(rows: Rows, about: About, last: Snapshot, config: Config) -> Site | None:
    """The site of the last build, with this definition; None if what the day decides has changed.

    The content may have changed; `last` has the files of the last build.
    """
    if not rows or not about.built.isoformat() <= config.today.isoformat() < about.until:
        return None
    types = get_type_hints(Site)
    cached = {name: _CachedField(rows[name], types[name]) for name in MAPPINGS}
    cached[RETIRED] = _CachedField(rows[RETIRED], dict[str, str], decode)
    cached[PAIRS] = _CachedField(rows[PAIRS], dict[str, tuple[tuple[Pair, Entries], ...]], dict)
    paths = {key: path for path, key in cached["paths"].items()}
    documents = Lazy(paths, lambda key: _document(last, paths[key]))
    source_languages: Mapping[EntryKey, tuple[str, ...]] = cached["only_in"]
    context = page_context(config, cached["retired"], cached["folders"])

    def page(key: DocumentKey) -> Page:
        document = documents[key]
        versions = cached["versions"][document.entry]
        first = source_languages.get(document.entry, (config.default_language,))[0]
        source = versions.get(first) or min(versions.values(), key=paths.__getitem__)
        return page_of(context, documents[source], document, [])

    return Site(
        config=config,
        pages=_Pages(cached["versions"], page),
        documents=documents,
        hidden=json.decode(rows[HIDDEN], type=types[HIDDEN]),
        media=frozenset(path for path in last.sources if is_media(path)),
        pictures=last.pictures,
        problems=(),
        outdated=last.outdated,
        selections={
            name: _CachedField(rows[f"{SELECTED}{name}"], dict[str, selector.type])  # type: ignore[name-defined]
            for name, selector in selectors().items()
        },
        **cached,
    )


def _document(last: Snapshot, path: str) -> Document:
    document = last.files[path].document
    assert document is not None, "a document of a site has no errors"
    return document


class _Pages(Lazy[DocumentKey, Page]):
    """The pages of the site, in the order in which they were joined."""

    def __init__(
        self, versions: Mapping[EntryKey, Mapping[str, DocumentKey]], make: Callable[[DocumentKey], Page]
    ) -> None:
        self._versions = versions
        self._make = make
        self._values: dict[DocumentKey, Page] = {}

    @cached_property
    def _keys(self) -> dict[DocumentKey, None]:  # type: ignore[override]
        return {key: None for versions in self._versions.values() for key in versions.values()}


class _CachedField(Lazy[Any, Any]):
    """A field of the site whose keys are decoded on demand, too."""

    def __init__(self, row: str, form: Any, made: Callable[[Any], Any] | None = None) -> None:
        self._row = row
        self._form = form
        self._make = lambda key: made(self._keys[key]) if made else self._keys[key]
        self._values: dict[Any, Any] = {}

    @cached_property
    def _keys(self) -> dict[str, Any]:  # type: ignore[override]
        plain: dict[str, Any] = json.decode(self._row, type=self._form)
        return plain
