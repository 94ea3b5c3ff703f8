"""Files that are being saved: a build waits until they are whole, and trusts no stamp that is too young.

Git calls files racy that were changed in the moment in which they were read: a later change in the same step
of the clock leaves their stamp as it is (git's documentation, racy-git).
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

NANO = 1_000_000_000
YOUNG = 3 * NANO
"""Age up to which a file may still be in the middle of being saved."""
STILL = NANO // 50
"""Age from which a file counts as whole, and the longest step of a clock with fractions of a second."""
COARSE = NANO // 100
"""Times of a file system that are multiples of this come from a clock with long steps."""
LONG_STEP = 2 * NANO + STILL
"""Step of the slowest clock, that of FAT."""
PATIENCE = 2.0
"""Seconds to wait for files that do not come to rest."""


def stamp_of(status: os.stat_result) -> Stamp:
    """Size, times and inode of a file; the time of its last change sees an edit that sets the others back."""
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def stamp_at(root: Path, path: str) -> Stamp:
    """The stamp of a file as it is now; empty if there is none."""
    try:
        return stamp_of(os.lstat(f"{root}/{path}"))
    except OSError:
        return ()


def is_young(stamp: Stamp, now: int) -> bool:
    return _changed(stamp) > now - YOUNG


def is_settled(stamp: Stamp, now: int) -> bool:
    """True if any change after this moment gives the file a different stamp."""
    changed = _changed(stamp)
    return changed + (LONG_STEP if changed % COARSE == 0 else STILL) <= now


def wait_until_still(root: Path, paths: Iterable[str]) -> dict[str, Stamp]:
    """The stamps of young files, once nobody writes to them; after some patience as they are."""
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
    """When a file was changed, its name included; Windows has no such time and keeps that of its bytes."""
    return stamp[1] if sys.platform == "win32" else stamp[2]


if sys.platform == "linux":
    import fcntl
    import signal

    def _is_open_for_writing(path: str) -> bool:
        """True if a program has the file open for writing: only then is a lease for reading refused.

        False where the system does not say so, as for files of others and on a network.
        """
        try:
            descriptor = os.open(path, READ)
        except OSError:
            return False
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # a signal that nobody needs to catch
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
