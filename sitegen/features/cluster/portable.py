"""Functions that are sent to a worker: paths and stores of this machine become those of the worker.

A function that opens a file of the site, or reads a text, which the worker does not have is interrupted.
It is called again when the file is there, so files are sent only to the workers that use them.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sitegen.features.cluster.tasks import Needs
from sitegen.store.bodies import ENDING, Bodies, DamagedBody
from sitegen.types import BodyPlace, Digest
from sitegen.types.registers import active_set

Written = tuple[str, int, bytes]
"""Bytes for a file of bodies, with the name of the file and where they begin."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Missing(BaseException):
    """Interrupts a function. It is no `Exception`, since functions turn these into problems."""

    def __init__(self, needs: Needs) -> None:
        super().__init__(needs)
        self.needs = needs


class _Here:
    """Folders of the process that calls the function, and the bodies that it has written."""

    root = Path()
    prefix = ""
    bodies = Path()
    batch = ""
    """Batch of the current item; each has a file of bodies of its own."""
    name = ""
    end = 0
    written: list[Written] = []  # noqa: RUF012 - one for the process

    @classmethod
    def begin(cls, batch: str) -> None:
        if batch != cls.batch:
            cls.batch, cls.name, cls.end = batch, f"{os.urandom(8).hex()}{ENDING}", 0
        cls.written = []


class WorkerBodies(Bodies):
    """Bodies on a worker: those of other processes are fetched, and new ones are sent with the results."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_bodies, ())

    def get(self, place: BodyPlace, digest: Digest) -> str:
        try:
            return super().get(place, digest)
        except DamagedBody:
            raise Missing(Needs(bodies=(place,))) from None

    def put(self, html: str) -> BodyPlace:
        data = html.encode("utf-8")
        start, _Here.end = _Here.end, _Here.end + len(data)
        _Here.written.append((_Here.name, start, data))
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


class Packed:
    """A packed function, which is unpickled by the process that calls it."""

    def __init__(self, data: bytes, root: Path, bodies: Path) -> None:
        self.data = data
        self.root = root
        self.bodies = bodies

    def __reduce__(self) -> tuple[object, ...]:
        return (Unpacked, (self.data, self.root, self.bodies))

    def __call__(self, _: Any) -> Any:
        raise NotImplementedError("other processes call it")


class Unpacked:
    """The function in the process that calls it. Its memory does not count as that of an item."""

    def __init__(self, data: bytes, root: Path, bodies: Path) -> None:
        _Here.root, _Here.prefix, _Here.bodies = root, f"{root}{os.sep}", bodies
        _, self.function = pickle.loads(data)  # noqa: S301 - from the driver, by its digest
        sys.addaudithook(_hook)

    def __call__(self, numbered: tuple[str, Any]) -> Needs | tuple[Any, list[Written]]:
        """An item with the bodies that it needs, or a result with the bodies that were written for it."""
        batch, item = numbered
        _Here.begin(batch)
        try:
            result = self.function(item)
        except Missing as missing:
            return missing.needs
        return result, _Here.written


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Interrupts what opens a file of the site that is not here."""
    if event != "open" or not isinstance(arguments[0], str | Path):
        return
    path = str(arguments[0])
    if not path.startswith(_Here.prefix) or (arguments[2] or 0) & WRITING or os.path.lexists(path):
        return
    raise Missing(Needs(files=(Path(path).relative_to(_Here.root).as_posix(),)))
