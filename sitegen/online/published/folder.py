"""Comparison of a published folder with the manifest of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from sitegen.online.published.differences import (
    Difference,
    Status,
    Verification,
    changed,
    in_order,
    new_hosts,
)
from sitegen.online.published.manifest import Manifest
from sitegen.read.scan import read_bytes
from sitegen.store.seal import CACHE
from sitegen.write.output import IGNORED


def compare_folder(folder: Path, manifest: Manifest, built: Callable[[str], bytes | None]) -> Verification:
    """Returns the differences in a folder; does not follow links. Raises OSError if it cannot be listed."""
    found, same = [], 0
    existing = dict(_files(folder))
    for path, regular in existing.items():
        listed = manifest.files.get(path)
        if not regular:
            status = Status.CHANGED if listed else Status.ADDED
            found.append(Difference(status, path, "a link or a special file"))
            continue
        try:
            data = read_bytes(folder, path)
        except OSError as error:
            found.append(Difference(Status.UNKNOWN, path, f"cannot be read: {error.strerror}"))
            continue
        if listed is None:
            message = f"{len(data):,} bytes, not in the build"
            found.append(Difference(Status.ADDED, path, message, new_hosts(data, manifest)))
        elif sha256(data).hexdigest() == listed.sha256:
            same += 1
        else:
            found.append(changed(path, listed, data, built(path), manifest))
    gone = sorted(manifest.files.keys() - existing.keys())
    found += [Difference(Status.MISSING, path, "the file is missing") for path in gone]
    return Verification(in_order(found), same)


def _files(folder: Path) -> Iterator[tuple[str, bool]]:
    """Every file below a folder except records of `sitegen publish`, and True if it is a regular file."""
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(folder / below) as items:
            for item in items:
                if not below and item.name == CACHE:
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(f"{below}{item.name}/")
                elif item.name not in IGNORED:
                    yield f"{below}{item.name}", item.is_file(follow_symlinks=False)
