"""Files that sitegen writes: never through a link, and atomically."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""Flags for creating a file; fails if the name exists, even as a link."""
READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Flags for reading a file; does not wait for the other end of a pipe."""
MODE = 0o666
"""Permissions of a new file, before the user's umask."""


def replace_file(path: Path, data: bytes) -> None:
    """Replaces the content of a file atomically. Raises OSError.

    The bytes are written to a temporary file in the same folder, which is then renamed. If the path exists
    and is not a regular file, such as a link, that is an error.
    """
    mode = _mode_of(path)
    temporary = _temporary_path(path)
    try:
        write_new(temporary, data, to_disk=True)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def create_file(path: Path, data: bytes, mode: int) -> None:
    """Creates a file with this content and these permissions atomically; an existing file is kept.

    Raises OSError.
    """
    temporary = _temporary_path(path)
    try:
        write_new(temporary, data, mode, to_disk=True)
        with suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def overwrite(path: Path, data: bytes) -> None:
    """Writes a file; anything of that name but a folder, even a link, is removed first. Raises OSError."""
    with suppress(FileNotFoundError):
        path.unlink()
    write_new(path, data)


def write_new(path: Path, data: bytes, mode: int = MODE, to_disk: bool = False) -> None:
    """Writes a file that does not exist yet; `to_disk` waits until the disk has it. Raises OSError."""
    descriptor = os.open(path, NEW, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if to_disk:
            file.flush()
            os.fsync(file.fileno())


def read_regular(path: str | Path, most: int | None = None) -> bytes:
    """Returns the content of a regular file; if it has more than `most` bytes, the first `most` + 1.

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
    """Opens a regular file and returns its descriptor. Raises OSError, also for a link."""
    descriptor = os.open(path, READ)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    return descriptor


def _temporary_path(path: Path) -> Path:
    return path.with_name(f".{path.name[:LONGEST_NAME]}.{os.urandom(6).hex()}.tmp")


LONGEST_NAME = 60
"""Characters of a file's name that are used in the name of its temporary file."""


def regular(path: Path) -> os.stat_result | None:
    """Returns the status of a regular file, or None if it does not exist. Raises OSError for anything else.

    A hard link may be the file of a different program, which writing would change.
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
    """Returns True if the folder exists. Raises OSError if the path is anything else, such as a link."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        why = f"it is {kind_of(status)}, not a folder of sitegen; remove it"
        raise OSError(errno.ENOTDIR, why, str(path))
    return True


def make_folder(root: Path, folder: Path) -> None:
    """Creates a folder below the root and its parents. Raises OSError, also for a link among them."""
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
    """Returns the permissions of the file that is replaced; None if it does not exist."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, f"it is {kind_of(status)}, not a file", str(path))
    return stat.S_IMODE(status.st_mode)
