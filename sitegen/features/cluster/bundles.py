"""Bundles of files that are sent to workers: tar archives, unpacked once by each worker."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.features.cluster.errors import ClusterError
from sitegen.types import Digest

LARGEST = 500_000_000
"""Limit on the bytes of a bundle, since the scheduler and every worker hold it in memory."""


class Bundle(Struct, frozen=True):
    data: bytes
    digest: Digest


def bundle_of(root: Path, folders: Iterable[str], largest: int = LARGEST) -> Bundle:
    """The regular files in these folders of `root`; links are left out. Raises OSError, ClusterError."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in (path for folder in folders for path in _files(root / folder)):
            info = tarfile.TarInfo(path.relative_to(root).as_posix())
            info.size = path.stat().st_size
            if buffer.tell() + info.size > largest:
                raise ClusterError(
                    f"the files of this site have more than {largest // 1_000_000:,} MB, "
                    "which is too much to send to workers; build it without --cluster"
                )
            with path.open("rb") as file:
                archive.addfile(info, file)
    data = buffer.getvalue()
    return Bundle(data, digest_of_bytes(data))


def unpack(bundle: Bundle, folder: Path) -> None:
    """Writes the files of a bundle into a folder. Raises OSError."""
    with tarfile.open(fileobj=io.BytesIO(bundle.data)) as archive:
        archive.extractall(folder, filter="data")


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders.sort()
        paths = (Path(place, name) for name in sorted(names))
        yield from (path for path in paths if path.is_file() and not path.is_symlink())
