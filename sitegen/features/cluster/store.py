"""The place that a build and its workers share: objects in a folder or a bucket.

Nothing in it is trusted: whoever reads an object has its digest from the build, or from a worker.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.problems.extras import install_command
from sitegen.store.own_files import open_regular
from sitegen.types import Digest

if TYPE_CHECKING:
    from obstore.store import ObjectStore

BUCKETS = ("s3", "gs", "az")
ALLOW_HTTP = ("AWS_ALLOW_HTTP", "AZURE_ALLOW_HTTP", "GOOGLE_ALLOW_HTTP")
NO_PERMISSION = re.compile(r"status code: 40[13]\b|[Uu]nauthenticated|[Pp]ermission")
REQUEST = timedelta(seconds=60)
CONNECTION = timedelta(seconds=10)


class StoreError(Exception):
    """The place cannot be used, or lacks an object; the message contains no credentials."""


class Range(Struct, frozen=True):
    """Bytes of an object."""

    object: str
    start: int
    length: int
    digest: Digest


class Store(Protocol):
    """Objects by path. All functions raise StoreError."""

    name: str

    def put(self, path: str, data: bytes) -> None: ...

    def ranges(self, path: str, places: Sequence[tuple[int, int]]) -> list[bytes]:
        """Bytes of an object, by start and length."""

    def ages(self, folder: str) -> Mapping[str, timedelta]:
        """Every object in a folder with the time since it was written, by path."""

    def remove(self, paths: Sequence[str]) -> None: ...


class FolderStore:
    """Objects are files in a folder."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self._folder = folder

    def put(self, path: str, data: bytes) -> None:
        target = self._folder / path
        new = target.with_name(f"{target.name}.{os.urandom(6).hex()}")
        with self._errors(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            new.replace(target)

    def ranges(self, path: str, places: Sequence[tuple[int, int]]) -> list[bytes]:
        with self._errors(path), os.fdopen(open_regular(self._folder / path), "rb", buffering=0) as file:
            return [_part(file, start, length) for start, length in places]

    def ages(self, folder: str) -> Mapping[str, timedelta]:
        now = datetime.now(UTC).timestamp()
        with self._errors(folder):
            paths = (path for path in (self._folder / folder).rglob("*") if path.is_file())
            return {
                path.relative_to(self._folder).as_posix(): timedelta(seconds=now - path.stat().st_mtime)
                for path in paths
            }

    def remove(self, paths: Sequence[str]) -> None:
        with self._errors(""):
            for path in paths:
                (self._folder / path).unlink(missing_ok=True)
            for parent in sorted({(self._folder / path).parent for path in paths}, reverse=True):
                if not any(parent.iterdir()):
                    parent.rmdir()

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise StoreError(f"{self.name}/{path} does not exist") from None
        except OSError as error:
            raise StoreError(f"{self.name}/{path}: {error.strerror or error}") from None


def _part(file: Any, start: int, length: int) -> bytes:
    file.seek(start)
    data: bytes = file.read(length)
    return data


class BucketStore:
    """Objects of S3 and stores with its protocol, of Google Cloud Storage or of Azure."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        self.name = name
        self._store = store

    def put(self, path: str, data: bytes) -> None:
        import obstore

        with self._errors(path):
            obstore.put(self._store, path, data, use_multipart=False)

    def ranges(self, path: str, places: Sequence[tuple[int, int]]) -> list[bytes]:
        import obstore

        with self._errors(path):
            starts, lengths = zip(*places, strict=True)
            found = obstore.get_ranges(self._store, path, starts=starts, lengths=lengths)
            return [bytes(part) for part in found]

    def ages(self, folder: str) -> Mapping[str, timedelta]:
        import obstore

        now = datetime.now(UTC)
        with self._errors(folder):
            parts = obstore.list(self._store, prefix=folder, chunk_size=1000)
            return {str(item["path"]): now - item["last_modified"] for part in parts for item in part}

    def remove(self, paths: Sequence[str]) -> None:
        import obstore

        with self._errors(""):
            obstore.delete(self._store, list(paths))

    @contextmanager
    def _errors(self, path: str) -> Iterator[None]:
        """Turns an exception in a `with` block into a StoreError without its text, which can have headers."""
        from obstore.exceptions import BaseError, NotFoundError

        try:
            yield
        except (BaseError, OSError) as error:
            if "NoSuchBucket" in str(error):
                reason = ": there is no bucket of that name; create it"
            elif NO_PERMISSION.search(str(error)):
                reason = ": there is no permission; check the credentials in the environment"
            elif "builder error" in str(error):
                reason = (
                    ": the endpoint is not https; for a host in your own network set "
                    "AWS_ALLOW_HTTP=true, here and on workers"
                )
            elif isinstance(error, NotFoundError | FileNotFoundError):
                reason = f"/{path} does not exist"
            else:
                reason = " does not answer as it should; check the address and the endpoint"
            raise StoreError(f"{self.name}{reason}") from None


class SharedStore:
    """The store of a build, for several threads: counts bytes, and knows which sources are there."""

    def __init__(self, store: Store) -> None:
        self.name = store.name
        self.sent = self.received = 0
        self.texts: dict[str, str] = {}
        """Objects with the files of texts that workers have written, by the names of the files."""
        self._store = store
        self._lock = threading.Lock()
        self._ages: dict[str, timedelta] | None = None

    def put(self, path: str, data: bytes) -> None:
        self._store.put(path, data)
        with self._lock:
            self.sent += len(data)
            if self._ages is not None:
                self._ages[path] = timedelta()

    def ranges(self, path: str, places: Sequence[tuple[int, int]]) -> list[bytes]:
        found = self._store.ranges(path, places)
        with self._lock:
            self.received += sum(map(len, found))
        return found

    def age(self, path: str) -> timedelta:
        """Time since an object was written; very long if it does not exist."""
        with self._lock:
            if self._ages is None:
                self._ages = dict(self._store.ages(path.split("/", 1)[0]))
            return self._ages.get(path, timedelta.max)

    def sweep(self, folder: str, older: timedelta = timedelta()) -> None:
        """Removes the objects in a folder that are older. Raises StoreError."""
        old = [path for path, age in self._store.ages(folder).items() if age >= older]
        if old:
            self._store.remove(old)


def read(store: SharedStore, wanted: Sequence[Range]) -> list[bytes]:
    """The bytes of ranges of one object. Raises StoreError, also if they are not what was written."""
    found = store.ranges(wanted[0].object, [(it.start, it.length) for it in wanted])
    for place, data in zip(wanted, found, strict=True):
        if digest_of_bytes(data) != place.digest:
            raise StoreError(f"{store.name}/{place.object} is damaged")
    return found


def write(store: SharedStore, folder: str, data: bytes) -> Range:
    """Writes an object, whose name is its digest. Raises StoreError."""
    digest = digest_of_bytes(data)
    store.put(f"{folder}/{digest}", data)
    return Range(f"{folder}/{digest}", 0, len(data), digest)


def open_store(address: str) -> Store:
    """The store in a folder, or at `s3://BUCKET/FOLDER`, `gs://…` or `az://…`. Raises StoreError."""
    parts = urlsplit(address)
    if parts.scheme not in BUCKETS:
        return FolderStore(Path(address))
    try:
        from obstore import store
        from obstore.exceptions import BaseError
    except ImportError:
        hint = install_command("publish")
        raise StoreError(f"{parts.scheme}:// needs a package; install it with: {hint}") from None
    kinds: Mapping[str, Any] = {"s3": store.S3Store, "gs": store.GCSStore, "az": store.AzureStore}
    prefix = parts.path.strip("/")
    if not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        form = f"{parts.scheme}://BUCKET"
        raise StoreError(f"{parts.scheme}://: write the address of a bucket as {form} or {form}/FOLDER")
    name = f"{parts.scheme}://{parts.netloc}" + (f"/{prefix}" if prefix else "")
    allow_http = any(os.environ.get(name, "").lower() in ("1", "true") for name in ALLOW_HTTP)
    options = {"timeout": REQUEST, "connect_timeout": CONNECTION, "allow_http": allow_http}
    checked = {"checksum_algorithm": os.environ.get("AWS_CHECKSUM_ALGORITHM", "SHA256")}
    given = {"config": checked} if parts.scheme == "s3" else {}
    try:
        made = kinds[parts.scheme](parts.netloc, prefix=prefix or None, client_options=options, **given)
    except (BaseError, ValueError):
        raise StoreError(f"{name}: the settings in the environment are not valid") from None
    return BucketStore(made, name)
