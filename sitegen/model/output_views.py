"""What is seen by what makes outputs that are no pages: feeds, sitemaps, copies."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.views import Card
from sitegen.types import Digest, When


class FeedView(Struct, frozen=True):
    title: str
    author: str
    """The site's title: RFC 4287 wants a name (4.1.1)."""
    summary: str
    url: str
    """Of the feed, with scheme and host."""
    home: str
    lang: str
    cards: tuple[Card, ...]


class Address(Struct, frozen=True):
    """A page of the sitemap."""

    url: str
    updated: When | None
    versions: tuple[tuple[str, str], ...]
    """Language and address of each version, this one included; empty where there is only one."""


class FileContent(Struct, frozen=True):
    """A file to be copied."""

    path: str
    digest: Digest
