"""Files that sitegen itself writes: never through a link, and each whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags for creating a new file; a link of that name is an error."""
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags for reading, without waiting for the other end of a pipe."""
MODE = 0o666
"""Permissions of a new file, before those that the user's umask takes away."""


def replace_file(path: Path, data: bytes) -> None:
    """Makes a file hold these bytes. It holds the old ones or the new ones, whatever happens. Raises OSError.

    The bytes are written to a file beside it, which then takes its place. Something that is there and is not
    a regular file, a link above all, is an error.
    """
    mode = _mode_of(path)
    beside = _beside(path)
    try:
        write_new(beside, data, to_disk=True)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def make_new(path: Path, data: bytes, mode: int) -> None:
    """Makes a file with these bytes and permissions, whole from its first moment; one that is there stays.

    Raises OSError.
    """
    beside = _beside(path)
    try:
        write_new(beside, data, mode, to_disk=True)
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        with suppress(OSError):
            beside.unlink()


def write_anew(path: Path, data: bytes) -> None:
    """Writes a file, replacing anything of its name but a folder, also a link. Raises OSError."""
    with suppress(FileNotFoundError):
        path.unlink()
    write_new(path, data)


def write_new(path: Path, data: bytes, mode: int = MODE, to_disk: bool = False) -> None:
    """Writes a file that is not there yet; `to_disk` waits until the disk has it. Raises OSError."""
    descriptor = os.open(path, NEW, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if to_disk:
            file.flush()
            os.fsync(file.fileno())


def read_regular(path: str | Path, most: int | None = None) -> bytes:
    """The bytes of a regular file; of one with more than `most`, one byte more than that.

    Raises OSError, also for a link.
    """
    descriptor = open_regular(path)
    try:
        size = os.fstat(descriptor).st_size
        wanted = size if most is None else min(size, most)
        data = os.read(descriptor, wanted + 1)
        if len(data) == size:
            return data
        with os.fdopen(descriptor, "rb", closefd=False) as file:  # very large, or growing
            return data + file.read(-1 if most is None else max(most + 1 - len(data), 0))
    finally:
        os.close(descriptor)


def open_regular(path: str | Path) -> int:
    """A descriptor for reading a regular file. Raises OSError, also for a link."""
    descriptor = os.open(path, READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    return descriptor


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name[:LONGEST_NAME]}.{os.urandom(6).hex()}.tmp")


LONGEST_NAME = 60
"""Characters of a name that are repeated in the name of the file beside it."""


def regular(path: Path) -> os.stat_result | None:
    """The status of a regular file, or None if there is nothing. Raises OSError for anything else.

    A second name (a hard link) may be somebody else's file, which writing would change.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {kind_of(status)}, not a file of sitegen; remove it", str(path))
    if status.st_nlink > 1:
        raise OSError(errno.EINVAL, "it is a hard link to a file with another name; remove it", str(path))
    return status


def own_folder(path: Path) -> bool:
    """True if the folder exists. Raises OSError if the name is taken by anything else, such as a link."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        why = f"it is {kind_of(status)}, not a folder of sitegen; remove it"
        raise OSError(errno.ENOTDIR, why, str(path))
    return True


def make_folder(root: Path, folder: Path) -> None:
    """Makes a folder below the root, with those above it. Raises OSError, also for a link among them."""
    for part in (*reversed(folder.relative_to(root).parents[:-1]), folder.relative_to(root)):
        place = root / part
        if place.is_symlink():
            raise OSError(errno.ENOTDIR, "the folder is a link", str(place))
        place.mkdir(exist_ok=True)


def kind_of(status: os.stat_result) -> str:
    """Kind of a file system entry, in an editor's words."""
    if stat.S_ISLNK(status.st_mode):
        return "a link"
    if stat.S_ISREG(status.st_mode):
        return "a file"
    return "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe, socket or device"


def _mode_of(path: Path) -> int | None:
    """Permissions of the file that is replaced."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {kind_of(status)}, not a file", str(path))
    return stat.S_IMODE(status.st_mode)
