"""Operations of a target that a publication needs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from sitegen.features.publishing.release import PublishedFile

RELEASES = "releases"
STATE = ".sitegen"
"""Folder of a target for records of publications."""
LOCK = f"{STATE}/lock.json"
"""Record of the publication that has the right to publish."""


class Upload(Struct, frozen=True):
    """A file to send."""

    path: str
    file: PublishedFile
    read: Callable[[], bytes]
    """Returns its content; raises PublishError if that has changed since the build."""


class Copy(Struct, frozen=True):
    """A file to copy within the target."""

    source: str
    path: str
    file: PublishedFile


class Stored(Struct, frozen=True):
    """Content of a file of the target, and a tag that changes with it."""

    data: bytes
    tag: str


class Target(Protocol):
    """A place for a site.

    Every method raises PublishError; TemporaryError if it can be called again, which must then have the same
    result. A reader sees each file whole, in its old or its new state. Paths are relative to the target.
    """

    name: str
    """Address for messages, without credentials."""
    at_once: int
    """Number of operations at once."""
    pointer: str
    """Path of what readers follow to the current release."""

    def read(self, path: str) -> Stored | None:
        """Returns a record; None if there is none."""

    def create(self, path: str, data: bytes) -> bool:
        """Writes a record atomically; returns False if there is one."""

    def replace(self, path: str, data: bytes, tag: str) -> bool:
        """Replaces a record atomically; returns False if its tag is a different one."""

    def clean(self) -> None:
        """Removes what killed publications have left in the folder of records; needs the right to publish."""

    def put(self, upload: Upload) -> None:
        """Writes a file of the site."""

    def copy(self, copy: Copy) -> None:
        """Copies a file of the site."""

    def remove(self, paths: Sequence[str]) -> None:
        """Removes files if they exist, and folders that become empty."""

    def sizes(self, paths: Collection[str]) -> Mapping[str, int]:
        """Sizes of those of these files that exist."""

    def files(self, folder: str) -> Mapping[str, int]:
        """Sizes of all files in a folder and below, by path."""

    def names(self, folder: str) -> frozenset[str]:
        """Names in a folder; empty if there is no such folder."""

    def live(self) -> str:
        """Current release; empty if there is none."""

    def switch(self, before: str, after: str) -> bool:
        """Makes a release the current one atomically; returns False if `before` is not the current one."""

    def close(self) -> None:
        """Ends the connection."""
