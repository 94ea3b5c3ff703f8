"""When the sources change: told by the system through watchfiles, or by looking again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sitegen.read.scan import FOLDERS, is_ignored

QUIET = 20
"""Milliseconds without a change after which an edit counts as whole."""
LONGEST = 300
"""Milliseconds after which a stream of changes is built all the same."""
BETWEEN = 300
"""Milliseconds between two looks, where nobody tells."""


STILL = 1000
"""Milliseconds without a change that are a step of their own."""


class Step(Enum):
    CHANGED = auto()
    STILL = auto()
    """For a while nothing has changed."""


@contextmanager
def watching(root: Path, poll: bool) -> Iterator[Iterator[Step]]:
    """The steps from now on: a change, also one during the step before it, or a while without.

    They end by KeyboardInterrupt.
    """
    with ExitStack() as stack:
        watched = _watched(root)
        notify = stack.enter_context(_notify(watched, poll))
        yield _steps(root, poll, notify, watched, stack)


def _notify(watched: Mapping[str, int], poll: bool) -> Any:
    from watchfiles._rust_notify import RustNotify

    # `watchfiles.watch` would begin to look at its first step only, and miss what happens before.
    return RustNotify(list(watched), False, poll, BETWEEN, True, True)


def _watched(root: Path) -> dict[str, int]:
    """The folders of the sources that there are, each with its inode."""
    found = {}
    for name in FOLDERS:
        with suppress(OSError):
            found[str(root / name)] = (root / name).stat().st_ino
    return found


def _steps(
    root: Path, poll: bool, notify: Any, watched: Mapping[str, int], stack: ExitStack
) -> Iterator[Step]:
    while True:
        found = notify.watch(LONGEST, QUIET, STILL, None)
        if found == "signal":
            raise KeyboardInterrupt
        if (now := _watched(root)) != watched:  # a folder came, went, or is another of the same name
            stack.close()
            watched = now
            notify = stack.enter_context(_notify(watched, poll))
            yield Step.CHANGED
        elif found == "timeout":
            yield Step.STILL
        elif any(not is_ignored(Path(path).name) for _, path in found):
            yield Step.CHANGED
