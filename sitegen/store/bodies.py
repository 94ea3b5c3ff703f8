"""Storage for the bodies of documents, in files that are only appended to.

The bodies of a site are many times as large as its other data, and a build needs few at a time: those of the
pages that it renders. Every process writes to a file of its own.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from sitegen.digest import digest_of_bytes
from sitegen.store.own_files import open_regular
from sitegen.types import BodyPlace, Digest

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

ENDING = ".bodies"
MOST_FILES = 32
"""Number of files from which the bodies are copied into one; this also happens if less than half of their
bytes are in use.
"""


def _temporary_folder() -> TemporaryDirectory[str]:
    from tempfile import TemporaryDirectory

    return TemporaryDirectory(prefix="sitegen-")


class DamagedBody(Exception):
    """A stored body is missing or differs from what was written."""


class Bodies:
    """Bodies in a folder; without a folder, in a temporary one that is removed on exit."""

    def __init__(self, folder: Path | None = None) -> None:
        self._temporary = _temporary_folder() if folder is None else None
        self.folder = Path(self._temporary.name) if self._temporary else folder or Path()
        self._own: dict[int, tuple[str, BinaryIO]] = {}
        """Own file by process, since a forked process shares open files and their positions with its parent.
        """
        self._end = 0
        """Size of this process's file."""
        self._open: dict[tuple[int, str], BinaryIO] = {}
        self._sizes: dict[str, int] | None = None
        """Sizes of the files at the first call of `has`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        if self._temporary:
            self._temporary.cleanup()

    def __reduce__(self) -> tuple[object, ...]:
        return (Bodies, (self.folder,))

    def put(self, html: str) -> BodyPlace:
        """Stores a body. Raises OSError."""
        return self._append(html.encode("utf-8"))

    def get(self, place: BodyPlace, digest: Digest) -> str:
        """Returns the body at a place. Raises DamagedBody if its digest differs."""
        try:
            data = self._bytes(place)
        except OSError as error:
            raise DamagedBody(str(place)) from error
        if digest_of_bytes(data) != digest:
            raise DamagedBody(str(place))
        return data.decode("utf-8")

    def has(self, place: BodyPlace) -> bool:
        """Returns True if the file is long enough to contain the body; the content is not checked."""
        if self._sizes is None:
            self._sizes = {path.name: path.stat().st_size for path in self.folder.glob(f"*{ENDING}")}
        name, start, length = place
        return start + length <= self._sizes.get(name, -1)

    @property
    def are_scattered(self) -> bool:
        """True if there are too many files, so that their bodies should be copied into one."""
        return sum(1 for _ in self.folder.glob(f"*{ENDING}")) > MOST_FILES

    def compacted(self, live: Iterable[BodyPlace]) -> dict[BodyPlace, BodyPlace]:
        """Copies these bodies into one file if they are in too many; returns old place → new place.

        The old files stay until `sweep`. Raises OSError, DamagedBody.
        """
        used = set(live)
        names = {name for name, _, _ in used}
        try:
            size = sum((self.folder / name).stat().st_size for name in names)
        except FileNotFoundError as error:
            raise DamagedBody(str(error.filename)) from error
        if len(names) <= MOST_FILES and 2 * sum(length for _, _, length in used) >= size:
            return {}
        self.close()
        return {place: self._append(self._bytes(place)) for place in sorted(used)}

    def sweep(self, live: Iterable[BodyPlace]) -> None:
        """Removes the files that contain none of these bodies."""
        self.close()
        names = {name for name, _, _ in live}
        for path in self.folder.glob(f"*{ENDING}"):
            if path.name not in names:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        for file in (*self._open.values(), *(file for _, file in self._own.values())):
            file.close()
        self._open.clear()
        self._own.clear()

    def _append(self, data: bytes) -> BodyPlace:
        process = os.getpid()
        if process not in self._own:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._end = 0
            name = f"{os.urandom(8).hex()}{ENDING}"
            self._own[process] = (name, (self.folder / name).open("xb", buffering=0))
        name, file = self._own[process]
        start, self._end = self._end, self._end + len(data)
        if file.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder / name))
        return (name, start, len(data))

    def _bytes(self, place: BodyPlace) -> bytes:
        name, start, length = place
        key = (os.getpid(), name)
        if key not in self._open:
            self._open[key] = os.fdopen(open_regular(self.folder / name), "rb", buffering=0)
        self._open[key].seek(start)
        return self._open[key].read(length)
