"""Places of a shared cache: a folder, an object store, the files of a web server."""

from __future__ import annotations

import os
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
LARGEST = 32 << 20
"""Bytes of a shared file; larger ones are not shared."""
TIMEOUTS = Timeouts(request=10, connection=3)


class Place(Protocol):
    """A place with files by path. Every method raises PublishError."""

    @property
    def name(self) -> str:
        """Address for messages, without credentials."""

    @property
    def is_writable(self) -> bool: ...

    def get(self, path: str) -> bytes | None:
        """Returns the content of a file; None if there is none, or a very large one."""

    def put(self, path: str, data: bytes) -> None:
        """Writes a file whole."""


class FolderPlace(Struct, frozen=True):
    """A folder of this machine, or one that the machine mounts."""

    folder: Path
    name: str
    is_writable: bool = True

    def get(self, path: str) -> bytes | None:
        try:
            data = read_regular(self.folder / path, LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PublishError(f"{self.name}: {error.strerror or error}") from None
        return data if len(data) <= LARGEST else None

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

    @property
    def name(self) -> str:
        return self.opened.name

    @property
    def is_writable(self) -> bool:
        return self.opened.scheme not in WEB

    def get(self, path: str) -> bytes | None:
        import obstore
        from obstore.exceptions import NotFoundError

        with self.opened.errors(path):
            try:
                found = obstore.get(self.opened.store, path)
                return bytes(found.bytes()) if int(found.meta["size"]) <= LARGEST else None
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


def open_place(root: Path, text: str) -> Place:
    """The place that a text names; `root` is the folder of the site. Raises PublishError."""
    check_place(text)
    scheme = SCHEME.match(text)
    if scheme is None:
        return FolderPlace(Path(os.path.abspath(root / text)), text)  # noqa: PTH100 - keeps links
    if scheme[1].lower() in WEB:
        return StorePlace(open_web_folder(text, TIMEOUTS))
    return StorePlace(open_bucket(text, TIMEOUTS, anonymous=True))
