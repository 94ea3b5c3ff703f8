"""Changes in the transfer size of pages, if a reader on a phone would notice them.

There are none without the feature that measures pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from sitegen.model.urls import address_of
from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.built_folder import Folder
from sitegen.review.diff.types import PageWeight, WeightChange
from sitegen.types.registers import missing

if TYPE_CHECKING:
    from sitegen.features.weight.weight import Scales

WEIGHT = "sitegen.features.weight"
NOTICEABLE = 10_000
"""Bytes of a noticeable difference, which must also be at least a tenth of the size before."""
SAME = 2_000
"""Difference in bytes of HTML below which pages are not compressed to compare their sizes."""
LOADED = (".css", ".js", ".mjs", ".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".woff2")
ALIKE = 5_000
"""Bytes within which the differences of two pages count as equal."""


class _FolderContents(Mapping[str, bytes]):
    """Contents of the files of a folder by path, read on demand."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def __getitem__(self, path: str) -> bytes:
        return self._folder.read(path)

    def __contains__(self, path: object) -> bool:
        return path in self._folder.sizes

    def __iter__(self) -> Iterator[str]:
        return iter(self._folder.sizes)

    def __len__(self) -> int:
        return len(self._folder.sizes)


def _scales_of(site: BuiltSite) -> Scales:
    from sitegen.features.weight.weight import Scales

    return Scales(site.base_url, _FolderContents(site.folder))


class WeightComparer:
    """Compares the transfer size of a page in two builds, if it may have changed noticeably."""

    def __init__(self, before: BuiltSite, after: BuiltSite) -> None:
        self._folders = (before.folder, after.folder)
        self._heavier_files = _has_heavier_files(before.folder, after.folder)
        self._scales = () if WEIGHT in missing() else tuple(map(_scales_of, (before, after)))

    def weigh(self, old: str, new: str, pieces: tuple[str, str]) -> tuple[PageWeight, PageWeight] | None:
        """Both sizes if the difference is noticeable, otherwise None; `pieces` are the parts that differ."""
        sizes = [folder.sizes[path] for folder, path in zip(self._folders, (old, new), strict=True)]
        if not self._scales:
            return None
        from sitegen.features.weight.weight import names_files

        alike = abs(sizes[0] - sizes[1]) <= SAME and not any(map(names_files, pieces))
        if alike and not self._heavier_files:
            return None
        try:
            weights = [scales.weigh(path) for scales, path in zip(self._scales, (old, new), strict=True)]
        except (OSError, ValueError, RecursionError):
            return None
        before, after = (PageWeight(weight.size, weight.requests) for weight in weights)
        more = abs(after.size - before.size)
        if before.requests == after.requests and (more < NOTICEABLE or 10 * more < before.size):
            return None
        return before, after


def _has_heavier_files(before: Folder, after: Folder) -> bool:
    """Returns True if the size of a shared file other than a page has changed noticeably."""
    return any(
        abs(size - before.sizes[path]) >= NOTICEABLE
        for path, size in after.sizes.items()
        if path in before.sizes and path.endswith(LOADED)
    )


def weight_changes(
    found: Iterable[tuple[str, tuple[PageWeight, PageWeight] | None]],
) -> tuple[WeightChange, ...]:
    """One change for all pages with about the same difference, the most widespread first."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    weights = {}
    for path, pair in found:
        if pair is not None:
            before, after = pair
            size = round((after.size - before.size) / ALIKE)
            groups[after.requests - before.requests, size].append(address_of(path))
            weights[address_of(path)] = pair
    changes = [WeightChange(*weights[min(pages)], tuple(sorted(pages))) for pages in groups.values()]
    return tuple(sorted(changes, key=lambda change: (-len(change.pages), change.pages)))
