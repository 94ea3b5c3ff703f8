"""How much more or less pages bring: only what a reader on a phone would notice is reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sitegen.check.weight import Scales, names_files
from sitegen.model.urls import address_of
from sitegen.review.diff.built import Built
from sitegen.review.diff.folder import Folder
from sitegen.review.diff.types import Weighed, WeightChange

NOTICEABLE = 10_000
"""Bytes; a difference must also be a tenth of what there was."""
SAME = 2_000
"""Bytes of HTML by which two pages may differ without being pressed to see what goes over the line."""
LOADED = (".css", ".js", ".mjs", ".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".woff2")
ALIKE = 5_000
"""Bytes within which the differences of two pages count as the same."""


class _Files(Mapping[str, bytes]):
    """The files of a folder by path, read when they are asked for."""

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


class NoticingScales:
    """Weighs a page of two builds, where it may have become heavier or lighter."""

    def __init__(self, before: Built, after: Built) -> None:
        self._folders = (before.folder, after.folder)
        self._heavier_files = _has_heavier_files(before.folder, after.folder)
        self._scales = tuple(Scales(site.base_url, _Files(site.folder)) for site in (before, after))

    def weigh(self, old: str, new: str, pieces: tuple[str, str]) -> tuple[Weighed, Weighed] | None:
        """Both weights, if the difference is to be noticed; `pieces` are where the pages differ."""
        sizes = [folder.sizes[path] for folder, path in zip(self._folders, (old, new), strict=True)]
        alike = abs(sizes[0] - sizes[1]) <= SAME and not any(map(names_files, pieces))
        if alike and not self._heavier_files:
            return None
        try:
            weights = [scales.weigh(path) for scales, path in zip(self._scales, (old, new), strict=True)]
        except (OSError, ValueError, RecursionError):
            return None
        before, after = (Weighed(weight.size, weight.requests) for weight in weights)
        more = abs(after.size - before.size)
        if before.requests == after.requests and (more < NOTICEABLE or 10 * more < before.size):
            return None
        return before, after


def _has_heavier_files(before: Folder, after: Folder) -> bool:
    """Whether a file of both that is no page has become noticeably heavier or lighter."""
    return any(
        abs(size - before.sizes[path]) >= NOTICEABLE
        for path, size in after.sizes.items()
        if path in before.sizes and path.endswith(LOADED)
    )


def weight_changes(found: Iterable[tuple[str, tuple[Weighed, Weighed] | None]]) -> tuple[WeightChange, ...]:
    """One for all pages that differ by about the same; what most pages bring more first."""
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
