"""Two folders change places in one step where the system can, in two where it cannot."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""renameat2(2) of Linux: both names are exchanged atomically."""


def swap(staging: Path, output: Path) -> None:
    """`output` becomes what `staging` was, and the old output, if any, lies where `staging` was."""
    if not output.exists():
        staging.rename(output)
    elif not _exchange(staging, output):
        aside = staging.with_name(staging.name + ".old")
        output.rename(aside)
        staging.rename(output)
        aside.rename(staging)


def _exchange(one: Path, other: Path) -> bool:
    """False where the system or its file system has no such call."""
    if sys.platform != "linux":
        return False
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
