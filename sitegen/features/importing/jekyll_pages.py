"""Texts of Jekyll with front matter, and the addresses that Jekyll gives them."""

from __future__ import annotations

from posixpath import basename, dirname
from urllib.parse import quote

from msgspec import Struct

from sitegen.features.importing.data_files import texts_in
from sitegen.features.importing.dates import When, read_date
from sitegen.features.importing.field_kinds import is_empty
from sitegen.features.importing.front_matter import FrontMatter
from sitegen.features.importing.imported import Value
from sitegen.features.importing.jekyll_config import Collection, JekyllConfig, filled, slugified


class JekyllPage(Struct, frozen=True, kw_only=True):
    """A text with front matter, before its address is known."""

    path: str
    rel: str
    kind: str
    """`posts`, `pages` or the name of a collection."""
    collection: Collection | None
    parts: FrontMatter
    values: dict[str, Value]
    """Front matter, completed by the defaults of the configuration."""
    draft: bool = False
    file_date: str = ""


def address_of(page: JekyllPage, config: JekyllConfig) -> str:
    """Address at which Jekyll had a page; empty if it had none."""
    if page.draft or (page.collection and not page.collection.output):
        return ""
    own = page.values.get("permalink")
    if isinstance(own, str) and own:
        pattern = own
    elif page.kind == "posts":
        pattern = config.post_permalink
    else:
        pattern = page.collection.permalink if page.collection else config.page_permalink
    name = basename(page.rel)
    slug = page.values.get("slug")
    slug = slug if isinstance(slug, str) and slug else name
    folder = dirname(page.rel)
    if page.kind == "pages" and pattern == config.page_permalink and name == "index":
        return quote(f"/{folder}/".replace("//", "/"), safe="/!$&'()*+,;=:@~%")
    categories = "/".join(slugified(term, plain=True) for term in words_of(page, "categories", "category"))
    values = {
        "collection": page.kind,
        "path": page.rel if page.collection else folder,
        "basename": name,
        "name": slugified(name),
        "title": slugified(slug),
        "slug": slugified(slug, plain=True),
        "categories": categories,
        "slugified_categories": categories,
        "output_ext": ".html",
    }
    address = filled(pattern, values, when_of(page))
    return quote(address, safe="/!$&'()*+,;=:@~%")


def when_of(page: JekyllPage) -> When | None:
    written = page.values.get("date")
    return read_date(written if isinstance(written, str) and written else page.file_date)


def words_of(page: JekyllPage, plural: str, singular: str) -> tuple[str, ...]:
    """Terms of a page; a text under the plural is several words."""
    found = page.values.get(plural)
    if is_empty(found or ""):
        found = page.values.get(singular, "")
        return tuple(texts_in(found))
    words = found.split() if isinstance(found, str) else list(texts_in(found))
    if page.kind == "posts" and plural == "categories" and (folder := dirname(page.rel)):
        words = [*folder.split("/"), *words]
    return tuple(dict.fromkeys(words))
