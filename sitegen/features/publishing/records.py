"""Records of a target: written atomically, by one publication at a time."""

from __future__ import annotations

from sitegen.features.publishing.errors import LostError
from sitegen.features.publishing.release import Release, decode_release, encode_release
from sitegen.features.publishing.retries import Retries
from sitegen.features.publishing.target import Stored, Target


class Records:
    """Access to the records of a target.

    The answer to a request may be lost after the target has carried it out, and the second try then fails. So
    a record that has the wanted content counts as written.
    """

    def __init__(self, target: Target, retries: Retries) -> None:
        self.target = target
        self.retries = retries

    def read(self, path: str) -> Stored | None:
        return self.retries(lambda: self.target.read(path))

    def create(self, path: str, data: bytes) -> bool:
        return self.retries(lambda: self.target.create(path, data)) or self._holds(path, data)

    def replace(self, path: str, data: bytes, tag: str) -> bool:
        return self.retries(lambda: self.target.replace(path, data, tag)) or self._holds(path, data)

    def release(self, path: str) -> Release | None:
        """The release in a record; None if there is none. Raises PublishError."""
        stored = self.read(path)
        return decode_release(stored.data, f"{self.target.name}/{path}") if stored else None

    def write_release(self, path: str, release: Release, before: Release | None) -> None:
        """Replaces the release in a record. Raises LostError if it is not `before`."""
        stored = self.read(path)
        found = decode_release(stored.data, f"{self.target.name}/{path}") if stored else None
        data = encode_release(release)
        done = found == before and (
            self.replace(path, data, stored.tag) if stored else self.create(path, data)
        )
        if not done:
            raise LostError(f"a different publication has changed {self.target.name}; repeat this one")

    def _holds(self, path: str, data: bytes) -> bool:
        stored = self.read(path)
        return stored is not None and stored.data == data
