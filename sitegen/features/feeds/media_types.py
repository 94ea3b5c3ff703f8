"""Media types of files whose ending does not determine them on every host: feeds and calendars."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.feeds.calendar_plans import EVENT, FILE, has_event
from sitegen.features.feeds.feed_plans import fed_types
from sitegen.features.feeds.feed_views import ATOM, JSON
from sitegen.features.feeds.plans import calendars, feeds
from sitegen.model.listings import base_url, rule_of, scopes
from sitegen.model.urls import in_no_language
from sitegen.types import Config, Site
from sitegen.types.keys import TYPE, scope_key

MEDIA_TYPES = {
    ATOM: "application/atom+xml",
    JSON: "application/feed+json",
    FILE: "text/calendar",
    EVENT: "text/calendar",
}
"""Media types by file name."""


class MediaRule(Struct, frozen=True):
    """The media type of files with the same name, in folders of the same depth."""

    path: str
    """Path in the syntax of `_headers`: `/:a/:b/feed.xml`, with a placeholder for each folder."""
    type: str


def media_rules(site: Site) -> tuple[MediaRule, ...]:
    """Rules for all feeds and calendars that the site can have."""
    config = site.config
    depths = {(name, url.count("/") - 1) for name, url in (*_files(config), *_nested(site))}
    if len(config.languages) > 1:
        depths |= {(name, depth + 1) for name, depth in depths}
    return tuple(
        MediaRule(config.base_path + _folders(depth) + name, f"{MEDIA_TYPES[name]}; charset=utf-8")
        for name, depth in sorted(depths, key=lambda it: (list(MEDIA_TYPES).index(it[0]), it[1]))
    )


def _files(config: Config) -> Iterator[tuple[str, str]]:
    """Yields the name of each kind of file, with the address of its folder in the default language."""
    if fed_types(config):
        yield from ((name, "/") for name in (ATOM, JSON))
    for scope in scopes(config):
        if rule_of(config, scope).feed:
            yield from ((name, base_url(config, scope)) for name in (ATOM, JSON))
    dated = [it for it in config.types.values() if it.calendar]
    for content_type in dated:
        yield FILE, base_url(config, scope_key(TYPE, content_type.name))
        yield EVENT, content_type.permalink
    for content_type in config.types.values():
        if content_type.entry_feeds:
            yield from ((name, content_type.permalink) for name in (ATOM, JSON))
            yield from ((FILE, content_type.permalink) for _ in dated)


def _nested(site: Site) -> Iterator[tuple[str, str]]:
    """Yields the files that belong to entries in nested folders, whose depth the definition does not say."""
    for plan in feeds(site).values():
        yield from ((name, plan.url) for name in (ATOM, JSON))
    yield from ((FILE, plan.url) for plan in calendars(site).values())
    nested = (site.pages[key] for key in site.folders)
    yield from (
        (EVENT, in_no_language(site.config, page.url, page.language))
        for page in nested
        if has_event(page, site.config)
    )


def _folders(depth: int) -> str:
    return "/" + "".join(f":{chr(ord('a') + number)}/" for number in range(depth))
