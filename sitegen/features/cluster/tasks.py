"""Tasks that are sent to a worker, and the results that it returns."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from sitegen.execute import ItemLimits
from sitegen.features.cluster.store import Range
from sitegen.types import BodyPlace, Digest


class StoredFile(Struct, frozen=True):
    """A file of the site in the store."""

    path: str
    place: Range


class StoredBody(Struct, frozen=True):
    """The text of a document in the store. Whoever reads it has its digest."""

    body: BodyPlace
    object: str
    start: int


class Job(Struct, frozen=True):
    """A function on workers; the same for all of its tasks."""

    build: str
    """Folder of the build in the store."""
    store: str
    """Address of the store."""
    function: Range
    identity: Digest
    """Identity of the program that sent it."""
    themes: tuple[str, ...]
    files: tuple[StoredFile, ...]
    """Files that native code opens, so that a worker cannot notice that they are missing."""
    limits: ItemLimits | None


class Task(Struct, frozen=True):
    """Items with what they are known to need."""

    job: Job
    items: tuple[Any, ...]
    files: tuple[StoredFile, ...] = ()
    bodies: tuple[StoredBody, ...] = ()


class Needs(Struct, frozen=True):
    """Result of an item that opened a file, or read the text of a document, that the worker does not have."""

    files: tuple[str, ...] = ()
    bodies: tuple[BodyPlace, ...] = ()


class NewBodies(Struct, frozen=True):
    """Texts of documents that a worker has written: a file of them is an object."""

    name: str
    place: Range


class Done(Struct, frozen=True):
    """Results of a task."""

    results: tuple[Any, ...]
    """Results of the items. Artifacts have no data."""
    bodies: tuple[NewBodies, ...] = ()
    outputs: Range | None = None
    """The data of all artifacts."""
    lengths: tuple[int, ...] = ()
    """Number of bytes of the data of each artifact; 0 for other results."""
    sent: int = 0
    """Number of bytes that the worker has sent to the store for this task."""
    received: int = 0
