"""Order of a publication: nothing is visible before what it needs, nothing goes while it is needed.

    new files → changed files → new pages → new lists → changed pages → changed lists → removals

Readers come by changed pages, of which the home page is always one. A new page that no page links to yet is
not found, so new pages may link to each other in any order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto

from msgspec import Struct

from sitegen.features.publishing.release import UNKNOWN, PublishedFile

Files = Mapping[str, PublishedFile]


class Phase(Enum):
    """Phases of a publication in their order; each begins when the one before is finished."""

    OBSTACLES = auto()
    """Removal of files whose name is now that of a folder, and the reverse."""
    NEW_FILES = auto()
    CHANGED_FILES = auto()
    NEW_PAGES = auto()
    NEW_LISTS = auto()
    CHANGED_PAGES = auto()
    HOME = auto()
    CHANGED_LISTS = auto()
    REMOVED_PAGES = auto()
    REMOVED_FILES = auto()


REMOVALS = (Phase.OBSTACLES, Phase.REMOVED_PAGES, Phase.REMOVED_FILES)
HOME = "index.html"
MISSING = "404.html"
"""Page for addresses that do not exist, which a host shows by itself."""
LISTS = re.compile(
    r"(?:.*/)?(?:feed\.(?:xml|json)|sitemap(?:-[^/]*)?\.xml|robots\.txt|_headers|_redirects|redirects\.[a-z]+)"
)
"""Files that refer to pages, for programs."""


class Step(Struct, frozen=True):
    phase: Phase
    paths: tuple[str, ...]

    @property
    def removes(self) -> bool:
        return self.phase in REMOVALS


class Plan(Struct, frozen=True):
    """Files that a publication sends and removes, in order."""

    steps: tuple[Step, ...]

    @property
    def sent(self) -> tuple[str, ...]:
        return tuple(path for step in self.steps if not step.removes for path in step.paths)

    @property
    def removed(self) -> tuple[str, ...]:
        return tuple(path for step in self.steps if step.removes for path in step.paths)


def make_plan(before: Files, after: Files) -> Plan:
    """Returns the steps from the published files to the built ones; files that are equal are not in it.

    Published files without a digest are the first of their phase: an unfinished publication may have changed
    them, so that they link to pages that it did not send.
    """
    paths: dict[Phase, list[str]] = {phase: [] for phase in Phase}
    obstacles = set(_obstacles(before, after))
    for path in sorted(obstacles, key=_deepest_first):
        paths[Phase.OBSTACLES].append(path)
    for path in sorted(after, key=lambda path: (not _is_uncertain(before, path), _deepest_first(path))):
        if before.get(path) != after[path]:
            paths[_phase_of(path, path not in before)].append(path)
    for path in sorted(before.keys() - after.keys() - obstacles):
        paths[Phase.REMOVED_PAGES if _is_page(path) else Phase.REMOVED_FILES].append(path)
    return Plan(tuple(Step(phase, tuple(found)) for phase, found in paths.items() if found))


def _phase_of(path: str, new: bool) -> Phase:
    if path in (HOME, MISSING):
        return Phase.HOME
    if _is_page(path):
        return Phase.NEW_PAGES if new else Phase.CHANGED_PAGES
    if LISTS.fullmatch(path):
        return Phase.NEW_LISTS if new else Phase.CHANGED_LISTS
    return Phase.NEW_FILES if new else Phase.CHANGED_FILES


def _is_uncertain(before: Files, path: str) -> bool:
    return path in before and before[path].digest == UNKNOWN


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _deepest_first(path: str) -> tuple[int, str]:
    return -path.count("/"), path


def _obstacles(before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    """Yields published files that are in the way of new ones: `a` of `a/index.html`, and the reverse."""
    old, new = set(before), set(after)
    folders = {folder for path in new for folder in _folders(path)}
    for path in old - new:
        if path in folders or not new.isdisjoint(_folders(path)):
            yield path


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
