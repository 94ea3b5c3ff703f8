"""Media types of files whose ending does not determine them on every host: feeds and calendars."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.features.feeds.calendar_plans import EVENT, FILE
from sitegen.features.feeds.feed_plans import fed_types
from sitegen.features.feeds.feed_views import ATOM, JSON
from sitegen.model.listings import rule_of, scopes, url_of
from sitegen.types import Config
from sitegen.types.keys import TYPE, Listing, scope_key

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


def media_rules(config: Config) -> tuple[MediaRule, ...]:
    """Rules for all feeds and calendars that the site can have."""
    depths = {(name, url.count("/") - 1) for name, url in _files(config)}
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
            yield from ((name, url_of(config, Listing(scope))) for name in (ATOM, JSON))
    dated = [it for it in config.types.values() if it.calendar]
    for content_type in dated:
        yield FILE, url_of(config, Listing(scope_key(TYPE, content_type.name)))
        yield EVENT, content_type.permalink
    for content_type in config.types.values():
        if content_type.entry_feeds:
            yield from ((name, content_type.permalink) for name in (ATOM, JSON))
            yield from ((FILE, content_type.permalink) for _ in dated)


def _folders(depth: int) -> str:
    return "/" + "".join(f":{chr(ord('a') + number)}/" for number in range(depth))
