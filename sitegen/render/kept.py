"""What is slow to make, kept by what it is made from, each file with a seal.

A file that is missing, damaged or from another program is made again.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from sitegen.digest import SIZE, digest_of_bytes, digest_of_parts
from sitegen.types import Digest

SEAL = 2 * SIZE
"""Bytes at the beginning of a file: the digest of the others."""


class Kept(Struct, frozen=True):
    """The made bytes in a folder, by recipe."""

    folder: Path
    program: Digest
    """Of what makes them: another program makes others."""

    def get(self, recipe: Digest) -> bytes | None:
        """The bytes made by a recipe, if they are there as they were written."""
        try:
            data = (self.folder / self.name_of(recipe)).read_bytes()
        except OSError:
            return None
        made = data[SEAL:]
        return made if data[:SEAL] == digest_of_bytes(made).encode("ascii") else None

    def put(self, recipe: Digest, made: bytes) -> None:
        """Keeps what a recipe made. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        seal = digest_of_bytes(made).encode("ascii")
        (self.folder / self.name_of(recipe)).write_bytes(seal + made)

    def sweep(self, recipes: Collection[Digest]) -> None:
        """Removes all but what these recipes made. Raises OSError."""
        if not self.folder.is_dir():
            return
        names = {self.name_of(recipe) for recipe in recipes}
        for path in self.folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def name_of(self, recipe: Digest) -> str:
        return digest_of_parts(self.program, recipe)
