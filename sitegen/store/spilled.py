"""Texts that a build needs once or rarely: if there are many, they are in a temporary file."""

from __future__ import annotations

import os
from array import array
from errno import ENOSPC
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from weakref import finalize

from msgspec import Struct

IN_MEMORY = 8 << 20
"""Characters of texts that are kept in memory; the texts that follow are written to the file."""


class SpilledText(Struct, frozen=True, gc=False):
    """A text in a file, which `str` reads."""

    file: TextFile
    number: int

    def __reduce__(self) -> tuple[object, ...]:
        return (str, (str(self),))

    def __str__(self) -> str:
        return self.file.read(self.number).decode()


class TextFile:
    """Keeps texts, the first ones in memory. Processes that are forked later can read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._size = 0
        self._starts = array("q", [0])
        """First byte of each text in the file, and the end of the last."""
        self._file: IO[bytes] | None = None

    def put(self, text: str) -> str | SpilledText:
        """The text, or what reads it. Raises OSError."""
        self._size += len(text)
        if self._size <= IN_MEMORY:
            return text
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - closed with this
            finalize(self, self._file.close)
        data = text.encode()
        if self._file.write(data) != len(data):
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(self._folder))
        self._starts.append(self._starts[-1] + len(data))
        return SpilledText(self, len(self._starts) - 2)

    def read(self, number: int) -> bytes:
        assert self._file is not None
        start, end = self._starts[number : number + 2]
        length = end - start
        if hasattr(os, "pread"):  # forked processes share the position in the file
            return os.pread(self._file.fileno(), length, start)
        self._file.seek(start)
        return self._file.read(length)
