"""Files of an index: each is taken over from the last index, or written at once and not kept in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.types import Digest, Record


class IndexFiles(Struct, frozen=True):
    last: Mapping[str, Record]
    """Files of the last index."""
    read: Callable[[str], bytes]
    """Returns the bytes of a file of the output."""
    put: Callable[[str, bytes, Digest], bool]
    """Writes a file; returns False if the output has the same."""
    recipe: Digest
    """Recipe of each new file; names depend on what is in the files."""
    records: dict[str, Record]
    """Files of the index."""
    written: list[str]
    """Paths of those that the output did not have."""

    def add(self, path: str, data: bytes) -> None:
        """Writes a file, even if the last index has one with its name. Raises OSError."""
        record = Record(path, self.recipe, digest_of_bytes(data))
        self.records[path] = record
        if self.put(path, data, record.digest):
            self.written.append(path)

    def keep(self, path: str) -> bool:
        """Takes over a file of the last index, since equal names have equal content; False if it has none."""
        if path not in self.records and path in self.last:
            self.records[path] = self.last[path]
        return path in self.records

    def keep_all(self, paths: Collection[str]) -> bool:
        """Takes over files of the last index; False, and none is taken over, if it does not have them all."""
        found = all(path in self.records or path in self.last for path in paths)
        return found and all(map(self.keep, paths))

    def content(self, path: str) -> bytes | None:
        """Returns a file of the last index; None if it is missing or has been changed."""
        record = self.last.get(path)
        try:
            data = self.read(path) if record else b""
        except OSError:
            return None
        return data if record and digest_of_bytes(data) == record.digest else None
