"""Cache for outputs that are slow to make, by recipe; each file has a seal.

A file that is missing, damaged, or from a different program or machine is not used.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.store.own_files import overwrite, own_folder, read_regular, regular
from sitegen.store.seal import SEAL, Sealer
from sitegen.types import Digest


class OutputCache(Struct, frozen=True):
    """Cached outputs in a folder, by recipe."""

    folder: Path
    program: Digest
    """Digest of the program that makes the outputs; a different version may make different ones."""
    sealer: Sealer

    def get(self, recipe: Digest) -> bytes | None:
        """Returns the output made by a recipe; None if it is missing or its seal is invalid."""
        name = self.name_of(recipe)
        try:
            data = read_regular(self.folder / name)
        except OSError:
            return None
        output = data[SEAL:]
        return output if self.sealer.is_sealed(PURPOSE, name.encode() + output, data[:SEAL]) else None

    def has(self, recipe: Digest) -> bool:
        """True if there is a file for a recipe, which may be damaged."""
        try:
            return regular(self.folder / self.name_of(recipe)) is not None
        except OSError:
            return False

    def put(self, recipe: Digest, output: bytes) -> None:
        """Stores the output of a recipe. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = self.name_of(recipe)
        overwrite(self.folder / name, self.sealer.seal(PURPOSE, name.encode() + output) + output)

    def sweep(self, recipes: Collection[Digest]) -> None:
        """Removes all outputs except those of these recipes. Raises OSError."""
        if not own_folder(self.folder):
            return
        names = {self.name_of(recipe) for recipe in recipes}
        for path in self.folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)

    def name_of(self, recipe: Digest) -> str:
        return digest_of_parts(self.program, recipe)


PURPOSE = "picture"
