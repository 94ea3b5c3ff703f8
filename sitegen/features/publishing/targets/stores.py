"""Stores of objects: S3 and stores with its protocol, Google Cloud Storage, Azure, files of a web server."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.features.publishing.errors import PublishError, TemporaryError
from sitegen.problems.extras import install_command, with_installer

if TYPE_CHECKING:
    from obstore.store import ObjectStore

CREDENTIALS = {
    "s3": ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    "gs": ("GOOGLE_APPLICATION_CREDENTIALS",),
    "az": ("AZURE_STORAGE_ACCOUNT_NAME", "AZURE_STORAGE_ACCOUNT_KEY"),
}
"""Variables that a kind of store usually needs, for messages."""
WITHOUT_KEY = (
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_SKIP_SIGNATURE",
)
"""Variables of S3 for credentials that a service provides."""
PREFIXES = ("AWS_", "AZURE_", "GOOGLE_")
ALLOW_HTTP = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP")
WEB = ("https", "http")
LOCAL = ("127.0.0.1", "::1", "localhost")
STATUS = re.compile(r"status code: ([1-5][0-9][0-9])\b")
AGAIN = ("408", "409", "425", "429")
"""Statuses below 500 after which a request is tried again."""
REASONS = {
    "dns": "there is no such host, or its name cannot be resolved",
    "timed out": "there is no complete answer in time",
    "timeout": "there is no complete answer in time",
    "certificate": "the certificate of the host is not valid",
    "connection refused": "the host refuses connections",
    "connect": "the host cannot be reached",
    "builder error": "the endpoint is not https; for a host in your own network set AWS_ALLOW_HTTP=true",
}
"""Words in the text of an error, and what they mean for a publisher."""
SETTING = "retry_timeout"
"""Name of a setting in every such text."""


class Timeouts(Struct, frozen=True):
    """Limits in seconds."""

    request: float = 60
    connection: float = 10


class OpenStore(Struct, frozen=True):
    """A store of objects."""

    store: ObjectStore
    name: str
    """Address for messages, without credentials."""
    scheme: str

    @contextmanager
    def errors(self, path: str) -> Iterator[None]:
        """Turns an exception of the store in a `with` block into a PublishError.

        Its text may contain requests with their headers, so that none of it is shown.
        """
        try:
            yield
        except PublishError:
            raise
        except Exception as error:
            raise self._explained(error, f"{self.name}/{path}" if path else self.name) from None

    def _explained(self, error: Exception, place: str) -> PublishError:
        from obstore import exceptions

        text = str(error)
        bucket = self.name.split("://", 1)[-1].partition("/")[0]
        if isinstance(error, exceptions.NotFoundError | FileNotFoundError) or "NoSuchBucket" in text:
            return PublishError(f'there is no bucket "{bucket}"; create it, or correct the address')
        if isinstance(
            error, exceptions.UnauthenticatedError | exceptions.PermissionDeniedError | PermissionError
        ):
            variables = " and ".join(CREDENTIALS.get(self.scheme, ()))
            advice = f"check {variables} in the environment, and the rights of that account"
            return PublishError(f"{place}: there is no permission" + (f"; {advice}" if variables else ""))
        if isinstance(error, exceptions.NotSupportedError | NotImplementedError):
            return PublishError(
                f"{place}: the store lacks an operation that publishing needs (conditional PUT)"
            )
        status = status_of(error)
        if (status.startswith("4") and status not in AGAIN) or "incorrectly configured region" in text:
            answer = f"the store answers {status}" if status else "the store redirects"
            return PublishError(f"{place}: {answer}; check the address, the region and the endpoint")
        answer = f"the store answers {status}" if status else _reason(text)
        return TemporaryError(f"{place}: {answer}; try again later")


def status_of(error: Exception) -> str:
    """Status of the answer; empty if there was none."""
    found = STATUS.search(str(error))
    return found[1] if found else ""


def _reason(text: str) -> str:
    lower = text.lower().replace(SETTING, "")
    return next((reason for word, reason in REASONS.items() if word in lower), "the answer is not complete")


def open_bucket(address: str, timeouts: Timeouts, *, anonymous: bool = False) -> OpenStore:
    """The store at `s3://BUCKET/FOLDER`, `gs://…` or `az://…`. Raises PublishError.

    With `anonymous`, requests to S3 are not signed if the environment has no credentials.
    """
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    _need_package(scheme)
    _leave_out_empty()
    from obstore import store

    if not parts.hostname or parts.query or parts.fragment:
        raise PublishError(f"write the address of a bucket as {scheme}://BUCKET or {scheme}://BUCKET/FOLDER")
    prefix = parts.path.strip("/")
    given = {"prefix": prefix or None, **_options(timeouts)}
    name = f"{scheme}://{parts.netloc}" + (f"/{prefix}" if prefix else "")
    kinds: Mapping[str, Any] = {"s3": store.S3Store, "gs": store.GCSStore, "az": store.AzureStore}
    if scheme == "s3":
        given["config"] = _settings_of_s3(anonymous)
    with _settings(name, scheme):
        return OpenStore(kinds[scheme](parts.netloc, **given), name, scheme)


def open_web_folder(address: str, timeouts: Timeouts) -> OpenStore:
    """The folder of a web server at `https://HOST/FOLDER`, which can only be read. Raises PublishError."""
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    _need_package(scheme)
    from obstore.store import HTTPStore

    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise PublishError("write the address of a web server as https://HOST/FOLDER")
    if scheme != "https" and parts.hostname not in LOCAL:
        raise PublishError(f"{address}: write https:// in place of http://")
    name = address.rstrip("/")
    options = _options(timeouts)
    options["client_options"]["allow_http"] = scheme == "http"
    with _settings(name, scheme):
        return OpenStore(HTTPStore.from_url(name, **options), name, scheme)


def _need_package(scheme: str) -> None:
    try:
        import obstore  # noqa: F401 - that it is installed
    except ImportError:
        command = with_installer(install_command("publish"))
        raise PublishError(f"{scheme}:// needs a package: {command}") from None


def _leave_out_empty() -> None:
    """Removes empty variables, as a CI has them for secrets that do not exist; a store would read them."""
    for name in [name for name, value in os.environ.items() if not value and name.startswith(PREFIXES)]:
        del os.environ[name]


def _options(timeouts: Timeouts) -> dict[str, Any]:
    return {
        "client_options": {
            "timeout": timedelta(seconds=timeouts.request),
            "connect_timeout": timedelta(seconds=timeouts.connection),
            "allow_http": any(os.environ.get(name, "").lower() in ("1", "true") for name in ALLOW_HTTP),
        },
        "retry_config": {"max_retries": 0},
    }


def _settings_of_s3(anonymous: bool) -> dict[str, Any]:
    """Settings besides those of the environment. Raises PublishError without credentials."""
    config: dict[str, Any] = {"checksum_algorithm": os.environ.get("AWS_CHECKSUM_ALGORITHM", "SHA256")}
    if not os.environ.get("AWS_ACCESS_KEY_ID") and not any(os.environ.get(name) for name in WITHOUT_KEY):
        if not anonymous:
            raise PublishError(
                "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
            )
        config["skip_signature"] = True
    return config


@contextmanager
def _settings(name: str, scheme: str) -> Iterator[None]:
    """Turns an exception for settings in a `with` block into a PublishError."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, ValueError):
        variables = " and ".join(CREDENTIALS.get(scheme, ()))
        advice = f"; check {variables}" if variables else ""
        raise PublishError(f"{name}: the settings in the environment are not valid{advice}") from None
