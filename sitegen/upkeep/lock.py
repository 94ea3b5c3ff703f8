"""Lock that allows one build at a time for an output folder; the system frees it when the process dies."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sitegen.store.own_files import MODE, regular

_held: set[int] = set()
"""Descriptors of the locks that this process holds."""


class Locked(Exception):
    """Another build holds the lock; the message names its process."""


@contextmanager
def lock(output: Path) -> Iterator[None]:
    """Holds the lock of an output folder, a file beside it, during a `with` block. Raises Locked, OSError."""
    path = output.parent / f".{output.name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _opened(path) as file:
        if not _acquire(file.fileno()):
            holder = file.read(DIGITS).decode("ascii", "replace").strip() or "another process"
            raise Locked(
                f"another build is writing to {output} (process {holder}); try again when it is done"
            )
        before = file.read(DIGITS + 1)
        if before and not before.isdigit():
            raise OSError(errno.EEXIST, "it is a file of yours where the lock belongs; rename it", str(path))
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()).encode("ascii"))
        file.flush()
        _held.add(file.fileno())
        try:
            yield
        finally:
            _held.discard(file.fileno())


DIGITS = 20
"""Limit on digits of a process number."""


def _opened(path: Path) -> BinaryIO:
    """Opens the lock file, created if missing. Raises OSError if it is a link or not a regular file."""
    regular(path)
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0), MODE), "r+b")


if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _acquire(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release_inherited() -> None:
        """Closes locks in a forked process, which might outlive its parent and would keep them."""
        for descriptor in _held:
            with suppress(OSError):
                os.close(descriptor)
        _held.clear()

    os.register_at_fork(after_in_child=_release_inherited)
