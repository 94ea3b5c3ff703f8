"""Slow outputs, kept by what they are made from, each file with a seal.

A file that is missing, damaged, from another program or from another machine is made again.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.store.own_files import own_folder, read_regular, write_anew
from sitegen.store.seal import SEAL, Sealer
from sitegen.types import Digest


class Kept(Struct, frozen=True):
    """The made bytes in a folder, by recipe."""

    folder: Path
    program: Digest
    """Of what makes them: another program makes others."""
    sealer: Sealer

    def get(self, recipe: Digest) -> bytes | None:
        """The bytes made by a recipe, if they are there as they were written."""
        name = self.name_of(recipe)
        try:
            data = read_regular(self.folder / name)
        except OSError:
            return None
        made = data[SEAL:]
        return made if self.sealer.is_sealed(PURPOSE, name.encode() + made, data[:SEAL]) else None

    def put(self, recipe: Digest, made: bytes) -> None:
        """Keeps what a recipe made. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self.name_of(recipe)
        write_anew(self.folder / name, self.sealer.seal(PURPOSE, name.encode() + made) + made)

    def sweep(self, recipes: Collection[Digest]) -> None:
        """Removes all but what these recipes made. Raises OSError."""
        if not own_folder(self.folder):
            return
        names = {self.name_of(recipe) for recipe in recipes}
        for path in self.folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def name_of(self, recipe: Digest) -> str:
        return digest_of_parts(self.program, recipe)


PURPOSE = "picture"
