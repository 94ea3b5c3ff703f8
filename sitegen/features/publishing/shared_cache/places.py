"""Places of a shared cache: a folder, an object store, the files of a web server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from msgspec import Struct

from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.targets.addresses import PASSWORD, SCHEME
from sitegen.features.publishing.targets.stores import (
    WEB,
    OpenStore,
    Timeouts,
    open_bucket,
    open_web_folder,
)
from sitegen.problems.formats import suggest
from sitegen.store.own_files import read_regular, replace_file

BUCKETS = ("s3", "gs", "az")
SOURCES = ("content", "templates", "static", "themes", "extensions", "data", "public", ".git")
"""Folders of a site that cannot be a shared cache."""


class Place(Protocol):
    """A place with files by path. Every method raises PublishError."""

    def get(self, path: str, most: int) -> bytes | None:
        """Returns the content of a file; None if there is none, or if it has more than `most` bytes."""

    def put(self, path: str, data: bytes) -> None:
        """Writes a file whole."""


class FolderPlace(Struct, frozen=True):
    """A folder of this machine, or one that the machine mounts."""

    folder: Path
    name: str

    def get(self, path: str, most: int) -> bytes | None:
        try:
            data = read_regular(self.folder / path, most)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"{self.name}: {error.strerror or error}") from None
        return data if len(data) <= most else None

    def put(self, path: str, data: bytes) -> None:
        target = self.folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, data)
        except OSError as error:
            raise PublishError(f"{self.name}: {error.strerror or error}") from None


class StorePlace(Struct, frozen=True):
    """An object store, or the files of a web server."""

    opened: OpenStore

    def get(self, path: str, most: int) -> bytes | None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self.opened.errors(path):
            try:
                found = obstore.get(self.opened.store, path)
                return bytes(found.bytes()) if int(found.meta["size"]) <= most else None
            except (NotFoundError, FileNotFoundError):
                return None

    def put(self, path: str, data: bytes) -> None:
        import obstore

        attributes = {
            "Content-Type": "application/octet-stream",
            "Cache-Control": "public, max-age=31536000, immutable",
        }
        with self.opened.errors(path):
            obstore.put(self.opened.store, path, data, attributes=attributes, use_multipart=False)


class PlaceAddress(Struct, frozen=True):
    """A place that is opened where it is used: an object store has threads, which no other process has."""

    root: Path
    """Folder of the site."""
    text: str
    environment: Mapping[str, str]
    timeouts: Timeouts

    @property
    def scheme(self) -> str:
        """Empty for a folder."""
        scheme = SCHEME.match(self.text)
        return scheme[1].lower() if scheme else ""

    @property
    def is_writable(self) -> bool:
        return self.scheme not in WEB

    def opened(self) -> Place:
        """Raises PublishError."""
        if not self.scheme:
            return FolderPlace(Path(os.path.abspath(self.root / self.text)), self.text)  # noqa: PTH100 - keeps links
        os.environ.update(self.environment)
        if self.scheme in WEB:
            return StorePlace(open_web_folder(self.text, self.timeouts))
        return StorePlace(open_bucket(self.text, self.timeouts, anonymous=True))


def check_place(text: str) -> None:
    """Raises PublishError if a text is neither a folder nor an address of a place."""
    if PASSWORD.match(text):
        raise PublishError("the address contains credentials; give them in the environment")
    scheme = SCHEME.match(text)
    if scheme is None:
        top = PurePosixPath(text).parts[:1]
        if not top or text.strip() != text or "\0" in text:
            raise PublishError(f'"{text}" is neither a folder nor an address')
        if top[0] in SOURCES:
            raise PublishError(f"a shared cache cannot be in {top[0]}/, whose files are part of the site")
        return
    known = (*BUCKETS, *WEB)
    if scheme[1].lower() not in known:
        hint = suggest(scheme[1].lower(), known) or f"a folder, {', '.join(f'{it}://' for it in known[:-1])}"
        raise PublishError(f'there is no kind of place "{scheme[1]}://" ({hint})')
