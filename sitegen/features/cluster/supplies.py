"""Supplies of tasks: files of the site and texts of documents, put into the store once."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

from sitegen.definition.graphics import FONTS
from sitegen.digest import digest_of_bytes
from sitegen.features.cluster.store import Range, SharedStore, write
from sitegen.features.cluster.tasks import StoredBody, StoredFile
from sitegen.read.scan import FOLDERS, read_bytes
from sitegen.store.own_files import open_regular
from sitegen.types import BodyPlace
from sitegen.types.paths import EXTENSIONS, composed

SOURCES = "sources"
"""Folder of the store for files by digest, which several builds use."""
ALONE = 256_000
"""Number of bytes from which a file is an object of its own."""
YOUNG = timedelta(days=7)
"""Age of an object up to which it is not written again."""


class Supplies:
    """Files and texts in the store. Several threads may ask for them."""

    def __init__(self, store: SharedStore, root: Path, build: str, folder: Path | None) -> None:
        """`build` is a folder of the store for what only this build uses, `folder` has texts of documents."""
        self.store = store
        self.root = root
        self.build = build
        self.folder = folder
        self._files: dict[str, Future[StoredFile | None]] = {}
        self._lock = threading.Lock()

    def files(self, paths: Iterable[str]) -> tuple[StoredFile, ...]:
        """Files in the store; those that cannot be read are left out. Raises StoreError."""
        wanted = dict.fromkeys(paths)
        with self._lock:
            own = [path for path in wanted if path not in self._files]
            self._files.update((path, Future()) for path in own)
        try:
            put = {file.path: file for file in self._put(own)}
        except BaseException as error:
            for path in own:  # other threads wait for them
                self._files[path].set_exception(error)
            raise
        for path in own:
            self._files[path].set_result(put.get(path))
        return tuple(file for path in wanted if (file := self._files[path].result()))

    def _put(self, paths: Sequence[str]) -> Iterator[StoredFile]:
        """Puts files into the store: small ones together, a large one as an object of its own."""
        together: dict[str, bytes] = {}
        for path in paths:
            try:
                data = read_bytes(self.root, path)
            except OSError:
                continue
            if len(data) < ALONE:
                together[path] = data
            else:
                yield StoredFile(path, self._source(data))
        if together:
            name, start = self._source(b"".join(together.values())).object, 0
            for path, data in together.items():
                yield StoredFile(path, Range(name, start, len(data), digest_of_bytes(data)))
                start += len(data)

    def _source(self, data: bytes) -> Range:
        """Sources as an object, which an earlier build may have written. Raises StoreError."""
        place = Range(f"{SOURCES}/{digest_of_bytes(data)}", 0, len(data), digest_of_bytes(data))
        if self.store.age(place.object) >= YOUNG:
            self.store.put(place.object, data)
        return place

    def bodies(self, places: Iterable[BodyPlace]) -> tuple[StoredBody, ...]:
        """Texts in the store: of workers by range, of this machine together in one object.

        Those that this machine cannot read are left out. Raises StoreError.
        """
        texts = self.store.texts
        wanted = sorted(places)
        own = {place: data for place in wanted if place[0] not in texts and (data := self._read(place))}
        found = [StoredBody(place, texts[place[0]], place[1]) for place in wanted if place[0] in texts]
        if own:
            name, start = write(self.store, self.build, b"".join(own.values())).object, 0
            for place, data in own.items():
                found.append(StoredBody(place, name, start))
                start += len(data)
        return tuple(found)

    def _read(self, place: BodyPlace) -> bytes:
        """A text of this machine; empty if it cannot be read."""
        name, start, length = place
        try:
            with os.fdopen(open_regular((self.folder or Path()) / name), "rb", buffering=0) as file:
                file.seek(start)
                data = file.read(length)
        except OSError:
            return b""
        return data if len(data) == length else b""


def files_of_native_code(root: Path) -> Iterator[str]:
    """Paths of fonts, which libraries open, and of extensions, which are loaded before any item."""
    for folder in FOLDERS:
        for place, _, names in os.walk(root / folder):
            for name in names:
                if folder == EXTENSIONS or name.endswith(FONTS):
                    yield composed(Path(place, name).relative_to(root).as_posix())
