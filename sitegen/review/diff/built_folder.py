"""A folder with an untrusted built site, read within limits and without following links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.problems.formats import printable
from sitegen.read.scan import read_bytes
from sitegen.types.paths import REPORT
from sitegen.write.output import MANIFEST

MOST_FILES = 500_000
DEEPEST = 40
LARGEST = 20_000_000
"""Most bytes of a file that is read as a whole."""
PIECE = 1 << 20


class NotAFolder(Exception):
    """There is no built site in the folder; the message has the reason."""


class Folder(Struct, frozen=True):
    root: Path
    sizes: Mapping[str, int]
    """Sizes of the regular files, by path with `/`."""
    refused: tuple[str, ...] = ()
    """Other items in the folder, with the reason why they are not read."""

    def read(self, path: str) -> bytes:
        """Contents of a file. Raises OSError, also if it is too large or has become a link."""
        if path not in self.sizes:
            raise OSError(f"{path} does not exist")
        if self.sizes[path] > LARGEST:
            raise OSError(f"{path} is larger than {LARGEST:,} bytes")
        return read_bytes(self.root, path)

    def manifest(self) -> bytes:
        """Contents of the manifest of the build. Raises OSError."""
        if (self.root / MANIFEST).stat().st_size > LARGEST:
            raise OSError(f"{MANIFEST} is larger than {LARGEST:,} bytes")
        return read_bytes(self.root, MANIFEST)


def open_folder(root: Path) -> Folder:
    """Lists the files of a built site. Raises NotAFolder."""
    if root.is_symlink() or not root.is_dir():
        raise NotAFolder(f"{root} is not a folder with a built site")
    sizes: dict[str, int] = {}
    refused: list[str] = []
    try:
        for path, status in _walk(root, refused):
            if not _is_text(path):
                refused.append(f"{printable(path)}: its name is not UTF-8")
            elif stat.S_ISREG(status.st_mode):
                sizes[path] = status.st_size
            else:
                refused.append(f"{path}: a link or a special file")
            if len(sizes) > MOST_FILES:
                raise NotAFolder(f"{root} holds more than {MOST_FILES:,} files")
    except OSError as error:
        raise NotAFolder(f"{root} cannot be read: {error.strerror}") from error
    if "index.html" not in sizes and MANIFEST not in sizes:
        raise NotAFolder(f"{root} holds no built site: it has no index.html")
    sizes.pop(MANIFEST, None)
    return Folder(root, dict(sorted(sizes.items())), tuple(sorted(refused)))


def _walk(root: Path, refused: list[str]) -> Iterator[tuple[str, os.stat_result]]:
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{root}/{below}") as items:
            for item in items:
                path = f"{below}{item.name}"
                if not item.is_dir(follow_symlinks=False):
                    yield path, item.stat(follow_symlinks=False)
                elif path.count("/") >= DEEPEST:
                    refused.append(f"{printable(path)}: folders too deep")
                elif path != REPORT:
                    waiting.append(f"{path}/")


def _is_text(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def same(one: Folder, other: Folder, path: str) -> bool:
    """True if a file has the same bytes in both folders, whatever their manifests say. Raises OSError."""
    if one.sizes[path] != other.sizes[path]:
        return False
    first, second = (_open(folder.root, path) for folder in (one, other))
    with os.fdopen(first, "rb") as a, os.fdopen(second, "rb") as b:
        if os.path.sameopenfile(first, second):
            return True
        while piece := a.read(PIECE):
            if piece != b.read(PIECE):
                return False
        return not b.read(1)


def _open(root: Path, path: str) -> int:
    return os.open(root / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
