"""Standard output and error that never fail: what cannot be written is lost, and the reason is kept.

A full disk, a reader that has gone (`| head -1`) or a stream closed before the start (`>&-`) must not end a
command half-way, nor hide its status.
"""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

    from _typeshed import ReadableBuffer

LOST = 2
"""Exit status of a command that succeeded, but whose output was lost."""


class Outlet(io.RawIOBase):
    """Writes to a stream until that fails, then discards what is written."""

    def __init__(self, stream: io.RawIOBase | BinaryIO, error: OSError | None = None) -> None:
        self._stream = stream
        self.error = error
        """Reason why output was lost."""
        self.lost = False
        """True if output was lost."""

    def write(self, data: ReadableBuffer) -> int:
        size = memoryview(data).nbytes
        if self.error is None:
            try:
                while (written := self._stream.write(data)) is None:  # a pipe that does not wait
                    select.select((), (self._stream,), ())
                return written
            except OSError as error:
                self.error = error
        self.lost = True
        return size

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.error is None and self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()


def guard() -> Outlet:
    """Puts an outlet in place of standard output, which is returned, and one in place of standard error."""
    closed = _open_closed()
    output, errors = _outlet(sys.stdout, 1, closed), _outlet(sys.stderr, 2, closed)
    sys.stdout = _text(output, line_buffering=output.isatty())
    sys.stderr = _text(errors, line_buffering=True)
    return output


def _open_closed() -> set[int]:
    """Opens the standard streams that are closed; another file would take their numbers, and their output."""
    closed = set()
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            closed.add(number)
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free, which is this one
    return closed


def _outlet(stream: object, number: int, closed: set[int]) -> Outlet:
    error = OSError(errno.EBADF, "standard output is closed") if number in closed else None
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return Outlet(raw if raw is not None else io.FileIO(number, "wb", closefd=False), error)


def _text(outlet: Outlet, *, line_buffering: bool) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(outlet)
    return io.TextIOWrapper(buffered, "utf-8", "backslashreplace", line_buffering=line_buffering)


def finish(output: Outlet, status: int) -> int:
    """The exit status of a command, after a word on output that was lost."""
    sys.stdout.flush()
    error = output.error
    if output.lost and error and error.errno != errno.EPIPE:  # who closes a pipe has read enough
        sys.stderr.write(f"sitegen: the output could not be written: {error.strerror or error}\n")
        status = status if error.errno == errno.EBADF else status or LOST
    sys.stderr.flush()
    return status
