"""A target on a file system, of this machine or of another one."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Protocol

from sitegen.digest import digest_of_bytes
from sitegen.features.publishing.errors import PublishError
from sitegen.features.publishing.target import LOCK, RELEASES, STATE, Copy, Stored, Upload

POINTER = "current"
ABANDONED = 60.0
"""Seconds after which a process that replaces a record counts as killed; it takes milliseconds."""
LONGEST_NAME = 60
"""Characters of a file's name that are used in the name of its temporary file."""


class FileSystem(Protocol):
    """Operations on files below a folder, whose paths are relative. All raise OSError."""

    name: str
    at_once: int

    def read(self, path: str) -> bytes:
        """Content of a regular file."""

    def write(self, path: str, data: bytes) -> None:
        """Writes a file that does not exist."""

    def size(self, path: str) -> int | None:
        """Size of a file or link; None if there is none, or a folder."""

    def age(self, path: str, than: str) -> float:
        """Seconds by which a file is older than a different one."""

    def rename(self, old: str, new: str) -> None:
        """Renames a file atomically; an existing one of the new name is replaced."""

    def rename_new(self, old: str, new: str) -> None:
        """Renames a file atomically; raises FileExistsError if there is one of the new name."""

    def copy(self, old: str, new: str) -> None:
        """Makes a file available under a second name that does not exist, by a hard link if possible."""

    def remove(self, path: str) -> None:
        """Removes a file or a link."""

    def remove_folder(self, path: str) -> None:
        """Removes an empty folder."""

    def make_folders(self, path: str) -> None:
        """Creates a folder and those above it, as far as they are missing; none of them may be a link."""

    def names(self, path: str) -> list[str]:
        """Names in a folder."""

    def link(self, destination: str, path: str) -> None:
        """Creates a symbolic link."""

    def destination(self, path: str) -> str:
        """Destination of a symbolic link."""

    def close(self) -> None:
        """Ends the connection."""


class FileTarget:
    """Files are written beside their place, in the folder of records, and renamed into it."""

    pointer = POINTER

    def __init__(self, files: FileSystem) -> None:
        self.system = files
        self.name = files.name
        self.at_once = files.at_once

    def read(self, path: str) -> Stored | None:
        with _errors(self.name, path):
            try:
                data = self.system.read(path)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return Stored(data, digest_of_bytes(data))

    def create(self, path: str, data: bytes) -> bool:
        with _errors(self.name, path):
            return self._create(path, data)

    def replace(self, path: str, data: bytes, tag: str) -> bool:
        """Replaces a record; one process at a time can have the name `RECORD.TAG.next`, which allows it."""
        claim = f"{STATE}/{_flat(path)}.{tag}.next"
        with _errors(self.name, path):
            if not self._create(claim, data):
                return False
            stored = self.read(path)
            if stored is None or stored.tag != tag:
                self.system.remove(claim)
                return False
            self.system.rename(claim, path)
        return True

    def clean(self) -> None:
        for name in self.names(STATE):
            path = f"{STATE}/{name}"
            if not name.endswith((".part", ".next")):
                continue
            with _errors(self.name, path), suppress(FileNotFoundError):
                if not path.startswith(LOCK) or self.system.age(path, LOCK) > ABANDONED:
                    self.system.remove(path)

    def put(self, upload: Upload) -> None:
        data = upload.read()
        with _errors(self.name, upload.path):
            temporary = self._write_temporary(upload.path, data)
            self._move_into_place(temporary, upload.path)

    def copy(self, copy: Copy) -> None:
        with _errors(self.name, copy.path):
            self._make_room(copy.path)
            with suppress(FileNotFoundError):
                self.system.remove(copy.path)
            self.system.copy(copy.source, copy.path)

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            with _errors(self.name, path):
                if self.system.size(path) is not None:
                    self.system.remove(path)
                self._remove_empty(path)

    def sizes(self, paths: Collection[str]) -> Mapping[str, int]:
        with _errors(self.name, ""), ThreadPoolExecutor(self.at_once) as pool:
            sizes = dict(zip(paths, pool.map(self.system.size, paths), strict=True))
        return {path: size for path, size in sizes.items() if size is not None}

    def files(self, folder: str) -> Mapping[str, int]:
        found, waiting = dict[str, int](), [folder.rstrip("/")]
        while waiting:
            below = waiting.pop()
            paths = [f"{below}/{name}".lstrip("/") for name in sorted(self.names(below))]
            sizes = self.sizes(paths)
            found |= sizes
            waiting += [path for path in paths if path not in sizes]
        return found

    def names(self, folder: str) -> frozenset[str]:
        with _errors(self.name, folder):
            try:
                return frozenset(self.system.names(folder))
            except FileNotFoundError:
                return frozenset()

    def live(self) -> str:
        with _errors(self.name, POINTER):
            try:
                return self.system.destination(POINTER).removeprefix(f"{RELEASES}/")
            except FileNotFoundError:
                return ""

    def switch(self, before: str, after: str) -> bool:
        if self.live() != before:
            return False
        with _errors(self.name, POINTER):
            temporary = self._temporary(POINTER)
            self.system.make_folders(STATE)
            self.system.link(f"{RELEASES}/{after}", temporary)
            self.system.rename(temporary, POINTER)
        return True

    def close(self) -> None:
        self.system.close()

    def _create(self, path: str, data: bytes) -> bool:
        temporary = self._write_temporary(path, data)
        try:
            self._make_room(path)
            self.system.rename_new(temporary, path)
        except FileExistsError:
            if path.endswith(".next") and self.system.age(path, temporary) > ABANDONED:
                self.system.remove(path)
            self.system.remove(temporary)
            return False
        return True

    def _temporary(self, path: str) -> str:
        name = path.rpartition("/")[2][:LONGEST_NAME]
        return f"{STATE}/{name}.{secrets.token_hex(8)}.part"

    def _write_temporary(self, path: str, data: bytes) -> str:
        temporary = self._temporary(path)
        try:
            self.system.write(temporary, data)
        except FileNotFoundError:
            self.system.make_folders(STATE)
            self.system.write(temporary, data)
        return temporary

    def _move_into_place(self, temporary: str, path: str) -> None:
        try:
            self._make_room(path)
            self.system.rename(temporary, path)
        except OSError:
            with suppress(OSError):
                self.system.remove(temporary)
            raise

    def _make_room(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder:
            self.system.make_folders(folder)

    def _remove_empty(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        while folder and folder not in (STATE, RELEASES):
            try:
                self.system.remove_folder(folder)
            except OSError:
                return
            folder = folder.rpartition("/")[0]


def _flat(path: str) -> str:
    return path.removeprefix(f"{STATE}/").replace("/", "-")


ADVICE = {
    errno.ENOENT: "the folder above it does not exist; create it, or correct the address",
    errno.EIO: "the server refuses; perhaps no space is left, or a folder of that name is in the way",
    errno.EACCES: "there is no permission; ask whoever administers it",
    errno.EPERM: "there is no permission; ask whoever administers it",
    errno.EROFS: "the file system can only be read",
    errno.ENOSPC: "no space is left; remove something, then repeat",
    errno.EDQUOT: "the quota is used up; remove something, then repeat",
    errno.ENOTDIR: "a file or link of that name is in the way; remove it, then repeat",
    errno.EISDIR: "a folder of that name is in the way; remove it, then repeat",
    errno.ENOTEMPTY: "a folder of that name is in the way; remove it, then repeat",
    errno.EEXIST: "a file of that name is in the way; remove it, then repeat",
    errno.EINVAL: "something else than a file or link has that name; remove it, then repeat",
    errno.ENAMETOOLONG: "the name is too long for the file system",
}


class _errors:  # noqa: N801 - used like a function
    """Turns an OSError in a `with` block into a PublishError with advice."""

    def __init__(self, name: str, path: str) -> None:
        self.place = f"{name}/{path}" if path else name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, OSError):
            advice = ADVICE.get(error.errno or 0) or error.strerror or str(error)
            raise PublishError(f"{self.place} cannot be read or written: {advice}") from None
