"""Changes of the source files, reported by the system through watchfiles or found by polling."""

from __future__ import annotations

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


class Step(Enum):
    CHANGED = auto()
    STILL = auto()
    """Nothing has changed for a while."""


@contextmanager
def watching(root: Path, poll: bool) -> Iterator[Iterator[Step]]:
    """Yields a step for each change, including changes during the previous step, and for each idle second.

    The steps end by KeyboardInterrupt.
    """
    with ExitStack() as stack:
        watched = _watched(root)
        notify = stack.enter_context(_notify(watched, poll))
        yield _steps(root, poll, notify, watched, stack)


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


def _steps(
    root: Path, poll: bool, notify: Any, watched: Mapping[str, int], stack: ExitStack
) -> Iterator[Step]:
    while True:
        found = notify.watch(LONGEST, QUIET, STILL, None)
        if found == "signal":
            raise KeyboardInterrupt
        if (now := _watched(root)) != watched:  # a folder was created, removed or replaced
            stack.close()
            watched = now
            notify = stack.enter_context(_notify(watched, poll))
            yield Step.CHANGED
        elif found == "timeout":
            yield Step.STILL
        elif any(not is_ignored(Path(path).name) for _, path in found):
            yield Step.CHANGED
