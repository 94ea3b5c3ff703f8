"""An object store as a target: S3 and what speaks its protocol, Google Cloud Storage, Azure."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sitegen.features.publishing.errors import PublishError, TemporaryError
from sitegen.features.publishing.target import RELEASES, Copy, Stored, Upload
from sitegen.problems.extras import install_command

if TYPE_CHECKING:
    from obstore.store import ObjectStore

POINTER = "live.json"
RECORD = {"Content-Type": "application/json", "Cache-Control": "no-store"}
"""Headers of records."""
FEW = 3
"""Files that are looked up one by one; for more, the store is listed."""
LONGEST = timedelta(seconds=60)
"""Time for a request."""
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


class ObjectStoreTarget:
    """Objects are written whole, and records with the conditions `If-Match` and `If-None-Match`."""

    at_once = 16
    pointer = POINTER

    def __init__(self, store: ObjectStore, name: str, scheme: str = "s3") -> None:
        self.name = name
        self._store = store
        self._scheme = scheme

    def read(self, path: str) -> Stored | None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._errors(path):
            try:
                found = obstore.get(self._store, path)
                data = bytes(found.bytes())
            except (NotFoundError, FileNotFoundError):
                return None
            version = {"e_tag": found.meta["e_tag"], "version": found.meta["version"]}
            return Stored(data, json.dumps({name: value for name, value in version.items() if value}))

    def create(self, path: str, data: bytes) -> bool:
        return self._put_if(path, data, "create")

    def replace(self, path: str, data: bytes, tag: str) -> bool:
        return self._put_if(path, data, json.loads(tag))

    def _put_if(self, path: str, data: bytes, mode: Any) -> bool:
        import obstore
        from obstore.exceptions import AlreadyExistsError, NotFoundError, PreconditionError

        with self._errors(path):
            try:
                obstore.put(self._store, path, data, attributes=RECORD, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError) as error:
                if _status(error) == "409" and (mode != "create" or self._size(path) is None):
                    raise  # a different request was under way, and this one was not compared with its result
                return False
            except NotFoundError:
                if mode == "create":
                    raise
                return False
        return True

    def clean(self) -> None:
        """Does nothing, since objects appear when they are complete."""

    def put(self, upload: Upload) -> None:
        import obstore

        data = upload.read()
        attributes = {"Content-Type": upload.file.media_type, "Cache-Control": upload.file.cache}
        with self._errors(upload.path):
            obstore.put(self._store, upload.path, data, attributes=attributes, use_multipart=False)

    def copy(self, copy: Copy) -> None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._errors(copy.path):
            try:
                obstore.copy(self._store, copy.source, copy.path)
            except (NotFoundError, FileNotFoundError):
                place = f"{self.name}/{copy.source}"
                raise PublishError(f"{place} is missing at the target; repeat with --full") from None

    def remove(self, paths: Sequence[str]) -> None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._errors(paths[0] if paths else ""):
            try:
                obstore.delete(self._store, list(paths))
            except (NotFoundError, FileNotFoundError):  # of a store that does not ignore it
                for path in paths if len(paths) > 1 else ():
                    self.remove([path])

    def sizes(self, paths: Collection[str]) -> Mapping[str, int]:
        if len(paths) > FEW:
            found = self.files("")
            return {path: found[path] for path in paths if path in found}
        return {path: size for path in paths if (size := self._size(path)) is not None}

    def files(self, folder: str) -> Mapping[str, int]:
        import obstore

        with self._errors(folder):
            rows = obstore.list(self._store, prefix=folder or None, chunk_size=1000)
            return {str(item["path"]): int(item["size"]) for part in rows for item in part}

    def names(self, folder: str) -> frozenset[str]:
        import obstore

        with self._errors(folder):
            found = obstore.list_with_delimiter(self._store, prefix=folder or None)
            paths = [*(item["path"] for item in found["objects"]), *found["common_prefixes"]]
            return frozenset(str(path).rstrip("/").rpartition("/")[2] for path in paths)

    def live(self) -> str:
        return self._live()[0]

    def switch(self, before: str, after: str) -> bool:
        found, stored = self._live()
        if found != before:
            return False
        data = json.dumps({"release": after, "folder": f"{RELEASES}/{after}/"}).encode("ascii")
        return self.replace(POINTER, data, stored.tag) if stored else self.create(POINTER, data)

    def close(self) -> None:
        """Does nothing; there is no lasting connection."""

    def _live(self) -> tuple[str, Stored | None]:
        stored = self.read(POINTER)
        try:
            return (str(json.loads(stored.data)["release"]) if stored else ""), stored
        except (ValueError, KeyError, TypeError):
            raise PublishError(f"{self.name}/{POINTER} is damaged; correct it by hand") from None

    def _size(self, path: str) -> int | None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._errors(path):
            try:
                return int(obstore.head(self._store, path)["size"])
            except (NotFoundError, FileNotFoundError):
                return None

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
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
            return PublishError(
                f"{place}: there is no permission; check {' and '.join(CREDENTIALS[self._scheme])} in the "
                "environment, and the rights of that account"
            )
        if isinstance(error, exceptions.NotSupportedError | NotImplementedError):
            return PublishError(
                f"{place}: the store lacks an operation that publishing needs (conditional PUT)"
            )
        status = _status(error)
        if (status.startswith("4") and status not in AGAIN) or "incorrectly configured region" in text:
            answer = f"the store answers {status}" if status else "the store redirects"
            return PublishError(f"{place}: {answer}; check the address, the region and the endpoint")
        answer = f"the store answers {status}" if status else _reason(text)
        return TemporaryError(f"{place}: {answer}; try again later")


ALLOW_HTTP = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP")
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


def _status(error: Exception) -> str:
    """Status of the answer; empty if there was none."""
    found = STATUS.search(str(error))
    return found[1] if found else ""


def _reason(text: str) -> str:
    lower = text.lower()
    return next((reason for word, reason in REASONS.items() if word in lower), "the answer is not complete")


def s3_target(address: str) -> ObjectStoreTarget:
    """The target at `s3://BUCKET/PREFIX`. Raises PublishError."""
    if not os.environ.get("AWS_ACCESS_KEY_ID") and not any(os.environ.get(name) for name in WITHOUT_KEY):
        raise PublishError(
            "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment"
        )
    checked = {"checksum_algorithm": os.environ.get("AWS_CHECKSUM_ALGORITHM", "SHA256")}
    return _target("s3", address, lambda store, bucket, given: store.S3Store(bucket, config=checked, **given))


def gs_target(address: str) -> ObjectStoreTarget:
    """The target at `gs://BUCKET/PREFIX`. Raises PublishError."""
    return _target("gs", address, lambda store, bucket, given: store.GCSStore(bucket, **given))


def az_target(address: str) -> ObjectStoreTarget:
    """The target at `az://CONTAINER/PREFIX`. Raises PublishError."""
    return _target("az", address, lambda store, bucket, given: store.AzureStore(bucket, **given))


def _target(
    scheme: str, address: str, make: Callable[[Any, str, Mapping[str, Any]], Any]
) -> ObjectStoreTarget:
    try:
        from obstore import store
        from obstore.exceptions import BaseError
    except ImportError:
        raise PublishError(f"{scheme}:// needs a package: {install_command('publish')}") from None
    parts = urlsplit(address)
    if not parts.hostname or parts.query or parts.fragment:
        raise PublishError(f"write the address of a bucket as {scheme}://BUCKET or {scheme}://BUCKET/FOLDER")
    prefix = parts.path.strip("/")
    given = {
        "prefix": prefix or None,
        "client_options": {
            "timeout": LONGEST,
            "connect_timeout": timedelta(seconds=10),
            "allow_http": any(os.environ.get(name, "").lower() in ("1", "true") for name in ALLOW_HTTP),
        },
        "retry_config": {"max_retries": 0},
    }
    name = f"{scheme}://{parts.netloc}" + (f"/{prefix}" if prefix else "")
    try:
        return ObjectStoreTarget(make(store, parts.netloc, given), name, scheme)
    except (BaseError, ValueError):
        variables = " and ".join(CREDENTIALS[scheme])
        raise PublishError(
            f"{name}: the settings in the environment are not valid; check {variables}"
        ) from None
