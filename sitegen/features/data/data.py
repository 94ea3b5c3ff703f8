"""The content as plain data for programs: values as written, references as `TYPE/NAME`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from sitegen.features.data.catalogue import CATALOGUE
from sitegen.kinds import KINDS
from sitegen.model.media_addresses import media_url
from sitegen.types import EntryKey, Field, Page
from sitegen.views.viewer import Viewer

Convert: TypeAlias = Callable[[Field | None, object], object]

HIDDEN = frozenset((
    "aliases", "draft", "expires", "link_to", "noindex", "only_in", "owner", "publish_on", "ref",
    "review_by", "slug", "summary", "sort_as", "superseded_by", "template", "title", "weight", "withdrawn",
))  # fmt: skip
"""Fields about the page that are not data about its subject."""


def type_data(viewer: Viewer, type_name: str) -> dict[str, object]:
    """All entries of a type, with what is known of them all."""
    return {**data_in_pieces(viewer, type_name), "entries": list(entries_data(viewer, type_name))}


def data_in_pieces(viewer: Viewer, type_name: str) -> dict[str, object]:
    """The data of a type with an iterator over its entries: a type can have very many."""
    return {
        "type": type_name,
        "title": viewer.text(viewer.config.types[type_name].plural),
        **_licence(viewer),
        "entries": entries_data(viewer, type_name),
    }


def entries_data(viewer: Viewer, type_name: str) -> Iterator[dict[str, object]]:
    """The entries of a type in the order of its index, each in its source language with its translations."""
    converted = partial(_converted, partial(_permalink_of_file, viewer))
    return (_entry(viewer, entry, converted) for entry in viewer.whole.entries[type_name])


def index_data(viewer: Viewer) -> dict[str, object]:
    """Lists the files of `/data/`."""
    return {
        "title": viewer.text(viewer.config.title),
        "url": viewer.site_view.url,
        "catalogue": viewer.permalink(f"/{CATALOGUE}"),
        **_licence(viewer),
        "files": [
            {
                "type": content_type.name,
                "title": viewer.text(content_type.plural),
                "entries": len(viewer.whole.entries[content_type.name]),
                "url": viewer.permalink(f"/data/{content_type.name}.json"),
                "csv": viewer.permalink(f"/data/{content_type.name}.csv"),
                "schema": viewer.permalink(f"/data/{content_type.name}.schema.json"),
            }
            for content_type in viewer.config.types.values()
        ],
    }


def _licence(viewer: Viewer) -> dict[str, object]:
    found = viewer.config.licence
    return {"licence": {"name": found.name, "url": found.url}} if found else {}


def _entry(viewer: Viewer, entry: EntryKey, converted: Convert) -> dict[str, object]:
    page = viewer.page(entry)
    known = viewer.config.types[page.type].fields
    url = viewer.url_of(page)
    data: dict[str, object] = {
        "id": entry,
        "title": page.title,
        "summary": page.summary or None,
        "language": page.language,
        "url": viewer.permalink(url) if url else None,
        "state": page.state,
        "fields": {n: converted(known.get(n), v) for n, v in page.fields.items() if n not in HIDDEN} or None,
        "translations": _translations(viewer, page) or None,
    }
    return {name: value for name, value in data.items() if value is not None}


def _translations(viewer: Viewer, page: Page) -> dict[str, object]:
    versions = viewer.site.versions[page.entry]
    if len(versions) == 1:
        return {}
    others = (viewer.site.pages[key] for key in versions.values() if key != page.key)
    return {
        other.language: {
            "title": other.title,
            "summary": other.summary,
            "url": viewer.permalink(other.url) if other.url else None,
        }
        for other in others
    }


def field_data(viewer: Viewer, field: Field | None, value: object) -> object:
    """A value as JSON knows it; a field that no type declares has words."""
    return _converted(partial(_permalink_of_file, viewer), field, value)


def _converted(file_url: Callable[[str], str], field: Field | None, value: object) -> object:
    if isinstance(value, tuple):
        return [_converted(file_url, field, item) for item in value]
    if not isinstance(value, str) and isinstance(value, Mapping):
        inner = field.fields if field else {}
        return {str(name): _converted(file_url, inner.get(name), item) for name, item in value.items()}
    return value if field is None else KINDS[field.kind].data(file_url, value)


def _permalink_of_file(viewer: Viewer, path: str) -> str:
    return viewer.permalink(media_url(viewer.site, path))
