"""Views for outputs that are not pages: feeds, sitemaps, copied files."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from sitegen.types import Digest, When


class FeedEntry(Struct, frozen=True):
    """An entry of a feed; texts are plain, addresses have scheme and host."""

    url: str
    title: str
    summary: str
    lang: str
    summary_lang: str
    """Language of the summary, which a translation may take from its source."""
    locale: str
    """CLDR locale of the entry's language."""
    published: datetime | None
    updated: datetime
    start: When | None
    """Day or moment on which an event begins; shown before the summary."""
    end: When | None
    document: str = ""
    """Key of the document whose whole text belongs to the entry; empty if none does."""
    content: str = ""
    """The whole text as HTML, whose addresses have scheme and host."""


class FeedView(Struct, frozen=True):
    title: str
    author: str
    """The site's title, since RFC 4287 (4.1.1) requires the name of an author."""
    summary: str
    url: str
    """Address of the feed, with scheme and host."""
    json_url: str
    """Address of the feed as JSON."""
    home: str
    lang: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


class Address(Struct, frozen=True):
    """A page in the sitemap."""

    url: str
    updated: When | None
    versions: tuple[tuple[str, str], ...]
    """Language and address of each version, including this one; empty if there is only one."""


class FileContent(Struct, frozen=True):
    """A file to be copied."""

    path: str
    digest: Digest
