"""Requests to the JSON API of a host that publishes whole sites."""

from __future__ import annotations

import http.client
import os
import re
import ssl
import time
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

LONGEST = 60.0
"""Seconds without any byte of an answer."""
LONGEST_WAIT = 90.0
"""Most seconds to wait where a host allows no more requests for a time; they are counted by the minute."""
AGAIN = (408, 409, 425, 429)
"""Statuses below 500 after which a request is tried again."""
TOO_MANY = 429
LONGEST_REASON = 200
LOCAL = ("127.0.0.1", "::1", "localhost")
JSON = "application/json"
BYTES = "application/octet-stream"


class Service(Struct, frozen=True):
    """An API, and the variables with its settings."""

    host: str
    """Name of the host, for messages."""
    address: str
    path: str
    """Path of the API at an address that has none."""
    address_variable: str
    token_variable: str


class RefusedError(PublishError):
    """The host does not carry a request out."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _NoRedirects(HTTPRedirectHandler):
    """Leaves redirects alone, since the token would be sent to their target."""

    def redirect_request(self, *_: object) -> None:
        return None


class HttpApi:
    """Sends requests with a token, and repeats them after temporary errors."""

    def __init__(self, service: Service, name: str, retries: Retries) -> None:
        """`name` is the site, for messages. Raises PublishError if settings are missing or not valid."""
        self.retries = retries
        self._service = service
        self.name = name
        self._token = token_of(service)
        self._address = _address_of(service)
        self._opener = build_opener(_NoRedirects)

    def ask(self, method: str, path: str, kind: type[T], data: bytes = b"") -> T:
        """Returns the decoded answer. Raises PublishError; RefusedError for a status from 400 to 499."""
        return self.retries(lambda: self.ask_once(method, path, kind, data))

    def ask_once(
        self,
        method: str,
        path: str,
        kind: type[T],
        data: bytes = b"",
        media_type: str = JSON,
        token: str = "",
    ) -> T:
        """Returns the decoded answer. Does not repeat the request."""
        return self.decoded(self.answer(method, path, data, media_type, token)[0], kind)

    def decoded(self, data: bytes, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise TemporaryError(
                f"{self.name}: the answer of {self._service.host} is not complete; try again later"
            ) from None

    def answer(
        self, method: str, path: str, data: bytes = b"", media_type: str = JSON, token: str = ""
    ) -> tuple[bytes, Message]:
        """Returns the body and the headers of an answer; `token` replaces that of the environment."""
        headers = {
            "Authorization": f"Bearer {token or self._token}",
            "User-Agent": f"sitegen/{__version__}",
            "Content-Type": media_type,
        }
        body = data if data or method == "PUT" else None
        request = Request(f"{self._address}{path}", body, headers, method=method)  # noqa: S310 - see _address_of
        try:
            with self._opener.open(request, timeout=LONGEST) as response:
                return response.read(), response.headers
        except HTTPError as error:
            with error:
                raise self._refused(error, token) from None
        except (OSError, http.client.HTTPException) as error:
            raise TemporaryError(f"{self.name}: {_reason(error)}; try again later") from None

    def _refused(self, error: HTTPError, token: str) -> PublishError:
        status, host = error.code, self._service.host
        text = self._message(error, token)
        if status >= 500 or status in AGAIN:
            return TemporaryError(
                f"{self.name}: {host} answers {status}{text}; try again later", _wait(status, error.headers)
            )
        if status in (401, 403):
            variable = self._service.token_variable
            advice = f"check {variable} in the environment, and that its account may publish the site"
            return RefusedError(status, f"{self.name}: there is no permission; {advice}")
        if status < 400:
            variable = self._service.address_variable
            return PublishError(f"{self.name}: {host} redirects; check {variable} in the environment")
        return RefusedError(status, f"{self.name}: {host} answers {status}{text}")

    def _message(self, error: HTTPError, token: str) -> str:
        """The message of the host in parentheses; empty if there is none."""
        try:
            found = msgspec.json.decode(error.read(), type=_Error)
        except (OSError, http.client.HTTPException, msgspec.DecodeError, UnicodeDecodeError):
            return ""
        text = found.message or "; ".join(one.message for one in found.errors or ())
        for secret in filter(None, (self._token, token)):
            text = text.replace(secret, "…")
        return f" ({text[:LONGEST_REASON]})" if text else ""


class _Error(Struct, frozen=True):
    message: str = ""
    errors: tuple[_Error, ...] | None = None


def _wait(status: int, headers: Message) -> float:
    """Seconds until the host allows requests again; 0 if it does not say so.

    `X-RateLimit-Reset` is in every answer of Netlify, and counts only where requests were too many.
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


def token_of(service: Service) -> str:
    """The token of the environment. Raises PublishError."""
    name = service.token_variable
    token = os.environ.get(name, "").strip()
    if not token:
        raise PublishError(f"there are no credentials: set {name} in the environment")
    if not re.fullmatch(r"[!-~]+", token):
        raise PublishError(f"{name} in the environment is not a token; copy it again")
    return token


def _address_of(service: Service) -> str:
    """Address of the API: https, or a stand-in on this machine. Raises PublishError."""
    name = service.address_variable
    given = os.environ.get(name, "") or service.address
    parts = urlsplit(given)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in LOCAL):
        raise PublishError(f"{name} in the environment is not an address with https://; correct it")
    return (given if parts.path.strip("/") else f"{given.rstrip('/')}{service.path}").rstrip("/")
