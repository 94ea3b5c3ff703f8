"""Files that sitegen itself writes: never through a link, and each whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""For a file that is not there yet; a link of that name is an error."""
MODE = 0o666
"""Permissions of a new file, before those that the user's umask takes away."""


def replace_file(path: Path, data: bytes) -> None:
    """Makes a file hold these bytes. It holds the old ones or the new ones, whatever happens. Raises OSError.

    The bytes are written to a file beside it, which then takes its place. Something that is there and is not
    a regular file, a link above all, is an error.
    """
    mode = _mode_of(path)
    beside = path.with_name(f".{path.name[:LONGEST_NAME]}.{os.urandom(6).hex()}.tmp")
    try:
        _write_new(beside, data)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


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
        raise OSError(errno.EINVAL, f"this is {kind_of(status)}, not a file of sitegen; remove it", str(path))
    if status.st_nlink > 1:
        raise OSError(errno.EINVAL, "this is a hard link to a file with another name; remove it", str(path))
    return status


def make_folder(root: Path, folder: Path) -> None:
    """Makes a folder below the root, with those above it. Raises OSError, also for a link among them."""
    for part in (*reversed(folder.relative_to(root).parents[:-1]), folder.relative_to(root)):
        place = root / part
        if place.is_symlink():
            raise OSError(errno.ENOTDIR, "the folder is a link", str(place))
        place.mkdir(exist_ok=True)


def kind_of(status: os.stat_result) -> str:
    """Something that is no regular file, in an editor's words."""
    if stat.S_ISLNK(status.st_mode):
        return "a link"
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


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, NEW, MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
