"""The content as plain data for programs: values as written, references as `TYPE/NAME`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sitegen.model.dates import iso_moment
from sitegen.model.outbound import is_on_the_web
from sitegen.model.urls import media_url
from sitegen.types import File, Image, Page, PartialDate, Reference, Repeats, RichText
from sitegen.views.viewer import Viewer

HIDDEN = (
    "aliases", "draft", "expires", "link_to", "noindex", "only_in", "owner", "publish_on", "review_by",
    "slug", "summary", "sort_as", "superseded_by", "template", "title", "weight", "withdrawn",
)  # fmt: skip
"""Fields about the page that are not data about its subject."""


def type_data(viewer: Viewer, type_name: str) -> dict[str, object]:
    """All entries of a type in the order of its index, each in its source language with its translations."""
    content_type = viewer.config.types[type_name]
    return {
        "type": type_name,
        "title": viewer.text(content_type.plural),
        **_licence(viewer),
        "entries": [_entry(viewer, entry) for entry in viewer.whole.entries[type_name]],
    }


def index_data(viewer: Viewer) -> dict[str, object]:
    """Lists the files of `/data/`."""
    return {
        "title": viewer.text(viewer.config.title),
        "url": viewer.site_view.url,
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


def _entry(viewer: Viewer, entry: str) -> dict[str, object]:
    page = viewer.page(entry)
    url = viewer.url_of(page)
    data: dict[str, object] = {
        "id": entry,
        "title": page.title,
        "summary": page.summary or None,
        "language": page.language,
        "url": viewer.permalink(url) if url else None,
        "state": page.state,
        "fields": {n: plain(viewer, value) for n, value in page.fields.items() if n not in HIDDEN},
        "translations": _translations(viewer, page),
    }
    return {name: value for name, value in data.items() if value not in (None, {})}


def _translations(viewer: Viewer, page: Page) -> dict[str, object]:
    others = (viewer.site.pages[key] for key in viewer.site.versions[page.entry].values() if key != page.key)
    return {
        other.language: {
            "title": other.title,
            "summary": other.summary,
            "url": viewer.permalink(other.url) if other.url else None,
        }
        for other in others
    }


def plain(viewer: Viewer, value: object) -> object:
    """A field's value for JSON: dates in ISO 8601, including partial ones (`2024-05`)."""
    if isinstance(value, tuple):
        return [plain(viewer, item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): plain(viewer, item) for key, item in value.items()}
    if isinstance(value, Reference):
        return value.target
    if isinstance(value, Image):
        return {
            "url": viewer.permalink(media_url(value.path)),
            "alt": value.alt,
            "credit": value.credit or None,
        }
    if isinstance(value, File):
        url = value.path if is_on_the_web(value.path) else viewer.permalink(media_url(value.path))
        return {"url": url, "language": value.language, "format": value.format, "bytes": value.size}
    if isinstance(value, RichText):
        return value.text
    if isinstance(value, Repeats):
        given = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: plain(viewer, part) for name, part in given.items() if part}
    if isinstance(value, PartialDate):
        return f"{value.year:04d}" + (f"-{value.month:02d}" if value.month else "")
    if isinstance(value, datetime):
        return iso_moment(value)
    return value.isoformat() if isinstance(value, date) else value
