"""Functions that are sent to a worker: paths and stores of this machine become those of the worker."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sitegen.store.bodies import ENDING, Bodies
from sitegen.types import BodyPlace
from sitegen.types.registers import active_set

Sent = tuple[str, int, bytes]
"""Bytes that a worker wrote for a file of bodies, with the name of the file and where they begin."""


class _Here:
    """Folders of this worker, and the bodies that it has written since the last result."""

    root = Path()
    bodies = Path()
    name = ""
    """Name of the file of bodies that this process writes."""
    process = 0
    end = 0
    sent: list[Sent] = []  # noqa: RUF012 - one for the process


class WorkerBodies(Bodies):
    """Bodies on a worker: those of the driver are copies, and new ones are sent with the results."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_bodies, ())

    def put(self, html: str) -> BodyPlace:
        if _Here.process != os.getpid():
            _Here.process, _Here.name, _Here.end = os.getpid(), f"{os.urandom(8).hex()}{ENDING}", 0
        data = html.encode("utf-8")
        start, _Here.end = _Here.end, _Here.end + len(data)
        _Here.sent.append((_Here.name, start, data))
        return (_Here.name, start, len(data))


def _bodies() -> Bodies:
    return WorkerBodies(_Here.bodies)


def _path(*parts: str) -> Path:
    return _Here.root.joinpath(*parts)


class _Pickler(pickle.Pickler):
    """Pickles a function without what only the driver has."""

    def __init__(self, file: io.BytesIO, root: Path) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.root = root
        self.bodies: Bodies | None = None

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, Bodies):
            self.bodies = value
            return (_bodies, ())
        if isinstance(value, Path) and value.is_relative_to(self.root):
            return (_path, value.relative_to(self.root).parts)
        return NotImplemented


def packed(function: Callable[[Any], Any], root: Path) -> tuple[bytes, Bodies | None]:
    """A function for a worker, and the bodies of the driver that it uses."""
    file = io.BytesIO()
    pickler = _Pickler(file, root)
    pickler.dump((active_set(), function))  # extensions first: the function may need what they define
    return file.getvalue(), pickler.bodies


class Unpacked:
    """A packed function, which is unpickled by the process that calls it."""

    def __init__(self, data: bytes, root: Path, bodies: Path) -> None:
        self.data = data
        self.root = root
        self.bodies = bodies
        self.function: Callable[[Any], Any] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return (Unpacked, (self.data, self.root, self.bodies))

    def __call__(self, item: Any) -> tuple[Any, list[Sent]]:
        """The result of an item, and the bodies that were written for it."""
        if self.function is None:
            _Here.root, _Here.bodies = self.root, self.bodies
            _, self.function = pickle.loads(self.data)  # noqa: S301 - from the driver
            self.data = b""
        _Here.sent = []
        result = self.function(item)
        return result, _Here.sent
