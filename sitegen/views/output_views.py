"""Views for outputs that are not pages: sitemaps, copied files."""

from __future__ import annotations

from msgspec import Struct

from sitegen.types import Digest, When


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
