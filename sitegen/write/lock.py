"""One build at a time for an output folder. The system frees the lock of a dead process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_held: set[int] = set()
"""Descriptors of the locks that this process holds."""


class Locked(Exception):
    """Another build holds the lock; the message says which process."""


@contextmanager
def lock(output: Path) -> Iterator[None]:
    """Holds the lock of an output folder, kept in a file beside it. Raises `Locked`."""
    path = output.parent / f".{output.name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        if not _take(file.fileno()):
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise Locked(
                f"another build is writing to {output} (process {holder}); try again when it is done"
            )
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        _held.add(file.fileno())
        try:
            yield
        finally:
            _held.discard(file.fileno())


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _let_go() -> None:
        """A worker must not hold what its parent has locked: it may outlive the parent."""
        for descriptor in _held:
            with suppress(OSError):
                os.close(descriptor)
        _held.clear()

    os.register_at_fork(after_in_child=_let_go)
