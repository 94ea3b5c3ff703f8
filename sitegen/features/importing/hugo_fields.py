"""Front matter of Hugo: what its keys mean for sitegen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.importing.dates import When, read_date
from sitegen.features.importing.field_kinds import is_empty
from sitegen.features.importing.front_matter import FrontMatter
from sitegen.features.importing.imported import Field, Note, Outcome, Record, Value

RENAMED = {
    "publishdate": "publish_on",
    "pubdate": "publish_on",
    "published": "publish_on",
    "lastmod": "updated",
    "modified": "updated",
    "expirydate": "expires",
    "unpublishdate": "expires",
    "draft": "draft",
    "title": "title",
    "date": "date",
    "weight": "weight",
}
"""Keys of Hugo, which it reads in any case, and the fields of sitegen."""
CONSUMED = ("slug", "url", "aliases", "menu", "menus", "translationkey")
"""Keys that become something else than fields."""
OF_TEMPLATES = (
    "layout", "type", "outputs", "cascade", "build", "_build", "headless", "markup", "sitemap",
    "iscjklanguage", "resources",
)  # fmt: skip
"""Keys that say how Hugo builds a page."""


class HugoFields(Struct, frozen=True, kw_only=True):
    """Front matter of a page, with what is no field taken out."""

    fields: tuple[Field, ...]
    title: str
    slug: str
    url: str
    aliases: tuple[str, ...]
    menus: Value
    when: When | None
    translation_key: str
    unpublished: bool
    cascade: tuple[tuple[str, Value], ...]
    """Values for all pages below."""
    body: str
    body_line: int
    comments: tuple[str, ...]


def read_front_matter(parts: FrontMatter, path: str, notes: list[Note]) -> HugoFields:
    """Sorts the keys of a page into fields, addresses and menus."""
    values = {field.name.lower(): field.value for field in parts.fields}
    fields = list(_fields(parts.fields, values, path, notes))
    aliases = values.get("aliases", "")
    listed = aliases if isinstance(aliases, tuple) else (aliases,)
    build = values.get("build") or values.get("_build")
    unpublished = _text(values, "headless") == "true" or (
        isinstance(build, Record) and dict(build.fields).get("render") in ("never", "false", "link")
    )
    return HugoFields(
        fields=tuple(fields),
        title=_text(values, "title"),
        slug=_text(values, "slug"),
        url=_text(values, "url"),
        aliases=tuple(item for item in listed if isinstance(item, str) and item.strip()),
        menus=values.get("menus") or values.get("menu") or "",
        when=read_date(_text(values, "date") or _text(values, "publishdate")),
        translation_key=_text(values, "translationkey"),
        unpublished=unpublished,
        cascade=tuple(_cascade(values.get("cascade", ""))),
        body=parts.body,
        body_line=parts.body_line,
        comments=parts.comments,
    )


def _cascade(value: Value) -> Iterator[tuple[str, Value]]:
    """Values for all pages below, of whatever kind."""
    for part in value if isinstance(value, tuple) else (value,):
        if not isinstance(part, Record) or any(name in ("_target", "target") for name, _ in part.fields):
            continue
        for name, own in part.fields:
            if name == "params" and isinstance(own, Record):
                yield from own.fields
            else:
                yield name, own


def _text(values: dict[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _fields(
    fields: tuple[Field, ...], values: dict[str, Value], path: str, notes: list[Note]
) -> Iterator[Field]:
    has_summary = not is_empty(values.get("summary", ""))
    for field in fields:
        name = field.name.lower()
        if name in CONSUMED:
            if field.before or field.after:
                yield Field(name, "", field.before, field.after)
            continue
        if name in OF_TEMPLATES:
            notes.append(
                Note(Outcome.LOST, path, f"`{field.name}: {_short(field.value)}` is for templates of Hugo")
            )
            continue
        if name == "params" and isinstance(field.value, Record):
            yield from (Field(key, value) for key, value in field.value.fields)
            continue
        if name == "description" and not has_summary:
            yield Field("summary", field.value, field.before, field.after)
            continue
        yield Field(
            RENAMED.get(name, name if name == "summary" else field.name),
            field.value,
            field.before,
            field.after,
        )


def _short(value: Value) -> str:
    if isinstance(value, str):
        return value[:60]
    return "…"
