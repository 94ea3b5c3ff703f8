"""An object store as a target: S3 and what speaks its protocol, Google Cloud Storage, Azure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.target import RELEASES, Copy, Stored, Upload
from sitegen.features.publishing.targets.stores import OpenStore, Timeouts, open_bucket, status_of

if TYPE_CHECKING:
    from obstore.store import ObjectStore

POINTER = "live.json"
RECORD = {"Content-Type": "application/json", "Cache-Control": "no-store"}
"""Headers of records."""
FEW = 3
"""Files that are looked up one by one; for more, the store is listed."""


class ObjectStoreTarget:
    """Objects are written whole, and records with the conditions `If-Match` and `If-None-Match`."""

    at_once = 16
    pointer = POINTER

    def __init__(self, store: ObjectStore, name: str, scheme: str = "s3") -> None:
        self.name = name
        self._store = store
        self._bucket = OpenStore(store, name, scheme)

    def read(self, path: str) -> Stored | None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._bucket.errors(path):
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

        with self._bucket.errors(path):
            try:
                obstore.put(self._store, path, data, attributes=RECORD, mode=mode, use_multipart=False)
            except (AlreadyExistsError, PreconditionError) as error:
                if status_of(error) == "409" and (mode != "create" or self._size(path) is None):
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
        with self._bucket.errors(upload.path):
            obstore.put(self._store, upload.path, data, attributes=attributes, use_multipart=False)

    def copy(self, copy: Copy) -> None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._bucket.errors(copy.path):
            try:
                obstore.copy(self._store, copy.source, copy.path)
            except (NotFoundError, FileNotFoundError):
                place = f"{self.name}/{copy.source}"
                raise PublishError(f"{place} is missing at the target; repeat with --full") from None

    def remove(self, paths: Sequence[str]) -> None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self._bucket.errors(paths[0] if paths else ""):
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

        with self._bucket.errors(folder):
            rows = obstore.list(self._store, prefix=folder or None, chunk_size=1000)
            return {str(item["path"]): int(item["size"]) for part in rows for item in part}

    def names(self, folder: str) -> frozenset[str]:
        import obstore

        with self._bucket.errors(folder):
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

        with self._bucket.errors(path):
            try:
                return int(obstore.head(self._store, path)["size"])
            except (NotFoundError, FileNotFoundError):
                return None


def bucket_target(address: str) -> ObjectStoreTarget:
    """The target at `s3://BUCKET/FOLDER`, `gs://…` or `az://…`. Raises PublishError."""
    bucket = open_bucket(address, Timeouts())
    return ObjectStoreTarget(bucket.store, bucket.name, bucket.scheme)
