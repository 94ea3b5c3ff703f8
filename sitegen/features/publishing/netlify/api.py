"""Requests to the API of Netlify (https://open-api.netlify.com), and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from msgspec import Struct

from sitegen.features.publishing.http_api import BYTES, HttpApi, Service

T = TypeVar("T")

NETLIFY = Service("Netlify", "https://api.netlify.com", "/api/v1", "NETLIFY_API_URL", "NETLIFY_AUTH_TOKEN")
NEXT = re.compile(r'\brel="?next\b')


class Deploy(Struct, frozen=True):
    """State of a deploy, as far as a publication needs it."""

    id: str
    state: str = ""
    title: str | None = None
    required: tuple[str, ...] | None = None
    """SHA-1 of the files to send."""
    context: str | None = None
    locked: bool | None = None
    """True if no later deploy replaces it before somebody unlocks it."""
    created_at: str | None = None
    published_at: str | None = None
    error_message: str | None = None


class Site(Struct, frozen=True):
    id: str
    published_deploy: Deploy | None = None


class File(Struct, frozen=True):
    path: str
    sha: str


class Api(HttpApi):
    """The API of Netlify."""

    def send(self, path: str, kind: type[T], data: bytes) -> T:
        """Sends a file and returns the decoded answer. Does not repeat the request."""
        return self.ask_once("PUT", path, kind, data, BYTES)

    def pages(self, path: str, kind: type[T]) -> Iterator[T]:
        """Yields the items of a list, page by page."""
        number, more = 1, True
        while more:
            address = f"{path}?page={number}&per_page=100"
            items, more = self.retries(lambda address=address: self._page(address, kind))  # type: ignore[misc]
            yield from items
            number += 1

    def _page(self, path: str, kind: type[T]) -> tuple[tuple[T, ...], bool]:
        data, headers = self.answer("GET", path)
        return self.decoded(data, tuple[kind, ...]), NEXT.search(headers.get("Link", "")) is not None  # type: ignore[valid-type]
