"""Requests to the API of Netlify (https://open-api.netlify.com), and what it answers."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import time
from collections.abc import Iterator
from email.message import Message
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec
from msgspec import Struct

from sitegen import __version__
from sitegen.features.publishing.errors import PublishError, TemporaryError
from sitegen.features.publishing.retries import Retries

T = TypeVar("T")

API = "https://api.netlify.com/api/v1"
TOKEN = "NETLIFY_AUTH_TOKEN"  # noqa: S105 - a name
LONGEST = 60.0
"""Seconds without any byte of an answer."""
LONGEST_WAIT = 90.0
"""Most seconds to wait where Netlify allows no more requests for a time; it counts them by the minute."""
AGAIN = (408, 409, 425, 429)
"""Statuses below 500 after which a request is tried again."""
TOO_MANY = 429
LONGEST_REASON = 200
NEXT = re.compile(r'\brel="?next\b')
LOCAL = ("127.0.0.1", "::1", "localhost")


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


class RefusedError(PublishError):
    """Netlify does not carry a request out."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _NoRedirects(HTTPRedirectHandler):
    """Leaves redirects alone, since the token would be sent to their target."""

    def redirect_request(self, *_: object) -> None:
        return None


class Api:
    """Sends requests with a token, and repeats them after temporary errors."""

    def __init__(self, address: str, token: str, name: str, retries: Retries) -> None:
        self.retries = retries
        self._address = address.rstrip("/")
        self._token = token
        self._name = name
        self._opener = build_opener(_NoRedirects)

    def ask(self, method: str, path: str, kind: type[T], data: bytes = b"") -> T:
        """Returns the decoded answer. Raises PublishError; RefusedError for a status from 400 to 499."""
        return self.retries(lambda: self._decoded(self._answer(method, path, data)[0], kind))

    def send(self, path: str, kind: type[T], data: bytes) -> T:
        """Sends a file and returns the decoded answer. Does not repeat the request."""
        return self._decoded(self._answer("PUT", path, data)[0], kind)

    def pages(self, path: str, kind: type[T]) -> Iterator[T]:
        """Yields the items of a list, page by page."""
        number, more = 1, True
        while more:
            address = f"{path}?page={number}&per_page=100"
            items, more = self.retries(lambda address=address: self._page(address, kind))  # type: ignore[misc]
            yield from items
            number += 1

    def _page(self, path: str, kind: type[T]) -> tuple[tuple[T, ...], bool]:
        data, headers = self._answer("GET", path, b"")
        return self._decoded(data, tuple[kind, ...]), NEXT.search(headers.get("Link", "")) is not None  # type: ignore[valid-type]

    def _decoded(self, data: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise TemporaryError(
                f"{self._name}: the answer of Netlify is not complete; try again later"
            ) from None

    def _answer(self, method: str, path: str, data: bytes) -> tuple[bytes, Message]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "User-Agent": f"sitegen/{__version__}",
            "Content-Type": "application/octet-stream" if method == "PUT" else "application/json",
        }
        body = data if data or method == "PUT" else None
        request = Request(f"{self._address}{path}", body, headers, method=method)  # noqa: S310 - https, see open
        try:
            with self._opener.open(request, timeout=LONGEST) as response:
                return response.read(), response.headers
        except HTTPError as error:
            with error:
                raise self._refused(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise TemporaryError(f"{self._name}: {_reason(error)}; try again later") from None

    def _refused(self, error: HTTPError) -> PublishError:
        status, text = error.code, self._message(error)
        if status >= 500 or status in AGAIN:
            return TemporaryError(
                f"{self._name}: Netlify answers {status}{text}; try again later", _wait(status, error.headers)
            )
        if status in (401, 403):
            advice = f"check {TOKEN} in the environment, and that its account may publish the site"
            return RefusedError(status, f"{self._name}: there is no permission; {advice}")
        if status < 400:
            return PublishError(f"{self._name}: Netlify redirects; check NETLIFY_API_URL in the environment")
        return RefusedError(status, f"{self._name}: Netlify answers {status}{text}")

    def _message(self, error: HTTPError) -> str:
        """The message of Netlify in parentheses; empty if there is none."""
        try:
            text = msgspec.json.decode(error.read(), type=_Error).message.replace(self._token, "…")
        except (OSError, http.client.HTTPException, msgspec.DecodeError, UnicodeDecodeError):
            return ""
        return f" ({text[:LONGEST_REASON]})" if text else ""


class _Error(Struct, frozen=True):
    message: str = ""


def _wait(status: int, headers: Message) -> float:
    """Seconds until Netlify allows requests again; 0 if it does not say so.

    `X-RateLimit-Reset` is in every answer, and counts only where requests were too many.
    """
    after, reset = headers.get("Retry-After", ""), headers.get("X-RateLimit-Reset", "")
    if _is_number(after):
        return min(float(after), LONGEST_WAIT)
    return (
        min(max(float(reset) - time.time(), 0), LONGEST_WAIT)
        if status == TOO_MANY and _is_number(reset)
        else 0
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 12


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "the certificate of the host is not valid"
    if isinstance(cause, TimeoutError):
        return "there is no complete answer in time"
    if isinstance(cause, ConnectionRefusedError):
        return "the host refuses connections"
    return "the host cannot be reached" if isinstance(error, URLError) else "the answer is not complete"


def open_api(name: str, retries: Retries) -> Api:
    """The API with the token of the environment. Raises PublishError."""
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise PublishError(f"there are no credentials: set {TOKEN} in the environment")
    if not re.fullmatch(r"[!-~]+", token):
        raise PublishError(f"{TOKEN} in the environment is not a token; copy it again")
    given = os.environ.get("NETLIFY_API_URL", "") or API
    parts = urlsplit(given)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOCAL):
        raise PublishError("NETLIFY_API_URL in the environment is not an address with https://; correct it")
    return Api(given if parts.path.strip("/") else f"{given.rstrip('/')}/api/v1", token, name, retries)
