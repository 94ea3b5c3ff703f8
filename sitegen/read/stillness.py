"""Waits for files that are being saved, and detects stamps that are too recent to rely on.

Git calls a file racy if it was changed in the moment in which it was read: a later change within the same
clock tick keeps the same stamp (git's documentation, racy-git).
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from sitegen.store.own_files import READ
from sitegen.types import Stamp
from sitegen.types.source import number_in, stamp_with

NANO = 1_000_000_000
YOUNG = 3 * NANO
"""Age below which a file may still be in the process of being saved."""
STILL = NANO // 50
"""Age above which a file counts as complete, and the longest tick of a clock with fractions of a second."""
COARSE = NANO // 100
"""Multiples of this indicate a file system with a coarse clock."""
LONG_STEP = 2 * NANO + STILL
"""Tick of the coarsest clock, that of FAT."""
PATIENCE = 2.0
"""Seconds to wait for files that keep changing."""


def stamp_of(status: os.stat_result) -> Stamp:
    """Size, times and inode of a file; the change time reveals edits that restore the other values."""
    return stamp_with(status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def stamp_at(root: Path, path: str) -> Stamp:
    """The current stamp of a file; empty if there is none."""
    try:
        return stamp_of(os.lstat(f"{root}/{path}"))
    except OSError:
        return b""


def is_young(stamp: Stamp, now: int) -> bool:
    return _changed(stamp) > now - YOUNG


def is_settled(stamp: Stamp, now: int) -> bool:
    """True if any change after this moment gives the file a different stamp."""
    changed = _changed(stamp)
    return changed + (LONG_STEP if changed % COARSE == 0 else STILL) <= now


def wait_until_still(root: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    """Waits until recent files are no longer written to, within limits, and returns their stamps."""
    end = time.monotonic() + PATIENCE
    moving = list(paths)
    found: dict[str, Stamp] = {}
    while moving:
        found |= {path: stamp_at(root, path) for path in moving}
        now = time.time_ns()
        moving = [path for path in moving if _is_moving(root, path, found[path], now)]
        if time.monotonic() > end:
            break
        if moving:
            time.sleep(STILL / NANO / 4)
    return found


def _is_moving(root: Path, path: str, stamp: Stamp, now: int) -> bool:
    if not stamp:
        return False
    return 0 <= now - _changed(stamp) < STILL or _is_open_for_writing(f"{root}/{path}")


def _changed(stamp: Stamp) -> int:
    """The time of a file's last change, including renames; on Windows only that of its content."""
    return number_in(stamp, 1 if sys.platform == "win32" else 2)


if sys.platform == "linux":
    import fcntl
    import signal

    def _is_open_for_writing(path: str) -> bool:
        """True if a program has the file open for writing: only then is a lease for reading refused.

        False if the system does not provide that, as for files of other users and on a network.
        """
        try:
            descriptor = os.open(path, READ)
        except OSError:
            return False
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # a signal that is ignored by default
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
        finally:
            os.close(descriptor)
        return False
else:

    def _is_open_for_writing(path: str) -> bool:
        return False
