"""Changes of the source files, reported by the system through watchfiles or found by polling."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sitegen.definition.theme_folders import BUILT_IN, installed_themes
from sitegen.read.scan import FOLDERS, is_ignored

QUIET = 20
"""Milliseconds without a change after which an edit counts as finished."""
LONGEST = 300
"""Milliseconds after which continuous changes are built, even without a pause."""
BETWEEN = 300
"""Milliseconds between two scans when polling."""
STILL = 1000
"""Milliseconds without a change that make an idle step."""
LOOK = 0.05
"""Seconds between two looks for changes during other work."""
TIMEOUT = "timeout"


class Step(Enum):
    CHANGED = auto()
    STILL = auto()
    """Nothing has changed for a while."""


@contextmanager
def watching(root: Path, poll: bool) -> Iterator[Changes]:
    """The changes of the sources of a site; watching them ends with the context."""
    with ExitStack() as stack:
        yield Changes(root, poll, stack)


class Changes(Iterator[Step]):
    """A step for each change, including changes during the previous step, and for each idle second.

    Both methods end by KeyboardInterrupt.
    """

    def __init__(self, root: Path, poll: bool, stack: ExitStack) -> None:
        self._root = root
        self._poll = poll
        self._stack = stack
        self._waiting: Any = None
        self._looked = 0.0
        self._watch()

    def _watch(self) -> None:
        self._watched = _watched(self._root)
        self._notify = self._stack.enter_context(_notify(self._watched, self._poll))

    def __next__(self) -> Step:
        while True:
            found = self._waiting or self._changes(LONGEST, QUIET, STILL)
            self._waiting = None
            if _watched(self._root) != self._watched:  # a folder was created, removed or replaced
                self._stack.close()
                self._watch()
                return Step.CHANGED
            if found == TIMEOUT:
                return Step.STILL
            if _is_of_sources(found):
                return Step.CHANGED

    def are_waiting(self) -> bool:
        """True if sources have changed since the last step; looks at most every 50 milliseconds."""
        if self._waiting is None and time.monotonic() - self._looked > LOOK:
            self._looked = time.monotonic()
            found = self._changes(1, 1, 1)
            self._waiting = found if found != TIMEOUT and _is_of_sources(found) else None
        return self._waiting is not None

    def _changes(self, longest: int, quiet: int, timeout: int) -> Any:
        """Changes as pairs of a kind and a path, or `TIMEOUT`; the arguments are milliseconds."""
        found = self._notify.watch(longest, quiet, timeout, None)
        if found == "signal":
            raise KeyboardInterrupt
        return found


def _is_of_sources(found: Any) -> bool:
    return any(not is_ignored(Path(path).name) for _, path in found)


def _notify(watched: Mapping[str, int], poll: bool) -> Any:
    from watchfiles._rust_notify import RustNotify

    # `watchfiles.watch` starts watching at its first step only, and would miss changes before it.
    return RustNotify(list(watched), False, poll, BETWEEN, True, True)


def _watched(root: Path) -> dict[str, int]:
    """Inodes of the source folders that exist, and of the themes outside the site, by path."""
    found = {}
    for place in (*(root / name for name in FOLDERS), BUILT_IN, *installed_themes()):
        with suppress(OSError):
            found[str(place)] = place.stat().st_ino
    return found
