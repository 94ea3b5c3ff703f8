"""Exchanges two folders in one step if the system supports it, otherwise by renaming."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Flag of renameat2(2) on Linux: both names are exchanged atomically."""


def swap(staging: Path, output: Path) -> None:
    """Puts `staging` in the place of `output`, and the old output, if any, in the place of `staging`."""
    if not output.exists():
        staging.rename(output)
    elif not _exchange(staging, output):
        aside = staging.with_name(staging.name + ".old")
        output.rename(aside)
        staging.rename(output)
        aside.rename(staging)


def _exchange(one: Path, other: Path) -> bool:
    """Exchanges two names atomically; returns False if the system or file system does not support it."""
    if sys.platform != "linux":
        return False
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    names = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    if rename(*names) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number), str(other))
