"""Comparison of the place that `sitegen publish` has sent a site to with the manifest of a build."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

from sitegen.features.publishing.retries import Retries
from sitegen.features.publishing.target import RELEASES, STATE, Target
from sitegen.online.published.differences import (
    Difference,
    Status,
    Verification,
    changed,
    in_order,
    new_hosts,
)
from sitegen.online.published.manifest import Manifest


def compare_target(target: Target, manifest: Manifest, built: Callable[[str], bytes | None]) -> Verification:
    """Returns the differences of the current release, or of the whole target. Raises PublishError."""
    retries = Retries()
    live = retries(target.live)
    folder = f"{RELEASES}/{live}/" if live else ""
    existing = retries(lambda: target.files(folder))
    paths = [path.removeprefix(folder) for path in existing if live or not path.startswith(f"{STATE}/")]
    found = [
        Difference(Status.MISSING, path, "the file is missing") for path in manifest.files.keys() - paths
    ]

    def compared(path: str) -> Difference | None:
        stored = retries(lambda: target.read(folder + path))
        return _difference(path, stored.data if stored else None, manifest, built)

    with ThreadPoolExecutor(target.at_once) as pool:
        found += [difference for difference in pool.map(compared, paths) if difference]
    return Verification(in_order(found), len(manifest.files.keys() & set(paths)) - _changed(found))


def _changed(found: list[Difference]) -> int:
    return sum(it.status is Status.CHANGED for it in found)


def _difference(
    path: str, data: bytes | None, manifest: Manifest, built: Callable[[str], bytes | None]
) -> Difference | None:
    listed = manifest.files.get(path)
    if data is None:
        return Difference(Status.MISSING, path, "the file is missing") if listed else None
    if listed is None:
        message = f"{len(data):,} bytes, not in the build"
        return Difference(Status.ADDED, path, message, new_hosts(data, manifest))
    if sha256(data).hexdigest() == listed.sha256:
        return None
    return changed(path, listed, data, built(path), manifest)
