"""The joined site, kept between builds, so that a build of changed texts need not join it again.

What joining found is kept as JSON, a row for each field of the site; pages and documents are made from the
rows of their files. All of it is only read as far as somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sitegen.codec import decode, encode
from sitegen.lazy import Lazy
from sitegen.model.site import facets_of, page_of
from sitegen.plan.stale import digest_of_config
from sitegen.read.scan import is_media
from sitegen.state.store import State
from sitegen.types import (
    Config,
    Document,
    FeedPlan,
    Page,
    Problem,
    Relation,
    Retired,
    Site,
    Snapshot,
)

TABLE = "site"
HIDDEN = "hidden"


def _as_it_is(plain: Any) -> Any:
    return plain


def _tuples(plain: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(names) for name, names in plain.items()}


def _relations(plain: list[list[Any]]) -> tuple[Relation, ...]:
    return tuple(Relation(name, label, tuple(entries)) for name, label, entries in plain)


def _feed(plain: list[Any]) -> FeedPlan:
    key, url, entries = plain
    return FeedPlan(key, url, tuple(entries))


def _retired(plain: str) -> Retired:
    found = decode(plain)
    assert isinstance(found, Retired)
    return found


def _pairs(plain: list[Any]) -> dict[Any, tuple[str, ...]]:
    return {(tuple(one), tuple(other)): tuple(entries) for (one, other), entries in plain}


FORMS: Mapping[str, Callable[[Any], Any]] = {
    "versions": _as_it_is,
    "entries": tuple,
    "relations": _relations,
    "positions": _as_it_is,
    "feeds": _feed,
    "calendars": _feed,
    "mentions": tuple,
    "terms": _tuples,
    "lists": tuple,
    "facets": lambda plain: {facet: _tuples(values) for facet, values in plain.items()},
    "pairs": _pairs,
    "related": tuple,
    "intros": _as_it_is,
    "retired": _retired,
    "paths": _as_it_is,
}
"""The mappings that joining finds, each with how one of its values is made from JSON."""
PLAIN = json.JSONEncoder(
    ensure_ascii=False,
    separators=(",", ":"),
    default=lambda value: [getattr(value, name) for name in value.__struct_fields__],
).encode


def rows_of(site: Site) -> dict[str, str]:
    """A site as rows; none where joining found something wrong, which has to be said again."""
    if site.problems:
        return {}
    fields = {name: dict(getattr(site, name)) for name in FORMS}
    fields["retired"] = {entry: encode(retired) for entry, retired in site.retired.items()}
    fields["pairs"] = {scope: tuple(found.items()) for scope, found in site.pairs.items()}
    return {**{name: PLAIN(found) for name, found in fields.items()}, HIDDEN: PLAIN(sorted(site.hidden))}


def site_of(state: State, last: Snapshot, config: Config) -> Site | None:
    """The site of the last build, if its definition and the day are such that it would be joined as it was.

    The content may be another; `last` is what the state holds of the files.
    """
    rows, about = state.tables[TABLE], state.about
    if not rows or about["config"] != digest_of_config(config):
        return None
    if not about["built"] <= config.today.isoformat() < about["until"]:
        return None
    kept = {name: _Kept(rows[name], form) for name, form in FORMS.items()}
    paths = {key: path for path, key in kept["paths"].items()}
    intros = {key for of_folder in kept["intros"].values() for key in of_folder.values()}
    documents = Lazy(paths, lambda key: _document(last, paths[key]))
    facets = {content_type.name: facets_of(content_type) for content_type in config.types.values()}

    def page(key: str) -> Page:
        document = documents[key]
        versions = kept["versions"][document.entry]
        source = versions.get(config.default_language) or min(versions.values(), key=paths.__getitem__)
        problems: list[Problem] = []
        retired = kept["retired"].get(document.entry)
        return page_of(documents[source], document, retired, config, facets[document.type], problems)

    return Site(
        config=config,
        pages=Lazy(paths.keys() - intros, page),
        documents=documents,
        hidden=frozenset(json.loads(rows[HIDDEN])),
        media=frozenset(path for path in last.sources if is_media(path)),
        pictures=last.pictures,
        problems=(),
        outdated=last.outdated,
        **kept,
    )


def _document(last: Snapshot, path: str) -> Document:
    document = last.files[path].document
    assert document is not None, "what is part of a site could be read"
    return document


class _Kept(Lazy[Any]):
    """A field of the site, of which even the keys are read when somebody asks."""

    def __init__(self, row: str, form: Callable[[Any], Any]) -> None:
        self._row = row
        self._make = lambda key: form(self._keys[key])
        self._made: dict[str, Any] = {}

    @cached_property
    def _keys(self) -> dict[str, Any]:  # type: ignore[override]
        plain: dict[str, Any] = json.loads(self._row)
        return plain
