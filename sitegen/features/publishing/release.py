"""The files of a published site, with all that a target has to know of them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from sitegen.features.publishing.errors import PublishError
from sitegen.types import Digest

UNKNOWN: Digest = ""
"""Digest of a file that an unfinished publication may have sent or not."""


class PublishedFile(Struct, frozen=True, array_like=True):
    digest: Digest
    size: int
    media_type: str
    cache: str
    """Value of the header `Cache-Control`."""


class Release(Struct, frozen=True):
    """Published files, and those that an unfinished publication may have left."""

    id: str
    files: Mapping[str, PublishedFile]

    @property
    def complete(self) -> bool:
        return all(file.digest != UNKNOWN for file in self.files.values())


def uncertain(files: Mapping[str, PublishedFile]) -> dict[str, PublishedFile]:
    """These files, marked as uncertain: each may be at the target or not."""
    return {path: msgspec.structs.replace(file, digest=UNKNOWN) for path, file in files.items()}


def encode_release(release: Release) -> bytes:
    return msgspec.json.encode({"made by": "sitegen publish", "id": release.id, "files": release.files})


def decode_release(data: bytes, name: str) -> Release:
    """Release in a file of the target. Raises PublishError if it is damaged."""
    try:
        release = msgspec.json.decode(data, type=Release)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise PublishError(f"{name} is damaged; {ADVICE}") from None
    wrong = next((path for path in release.files if not is_inside(path)), None)
    if wrong is not None:
        raise PublishError(f"{name} names the file {wrong!r}, which is outside the site; {ADVICE}")
    return release


ADVICE = "find out who changed it; if the files there are all of this site, delete it and repeat with --merge"


def is_inside(path: str) -> bool:
    """True for a path that leads to a file of a site and not to one of the records beside it."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)
