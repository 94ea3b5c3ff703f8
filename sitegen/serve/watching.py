"""When the sources change: told by the system through watchfiles, or by looking again and again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.read.scan import FOLDERS, is_ignored

QUIET = 20
"""Milliseconds without a change after which an edit counts as whole."""
LONGEST = 300
"""Milliseconds after which a stream of changes is built all the same."""
BETWEEN = 300
"""Milliseconds between two looks, where nobody tells."""


@contextmanager
def watching(root: Path, poll: bool) -> Iterator[Iterator[None]]:
    """Comes to a step after every change from now on, those during the step before it included.

    The steps end by KeyboardInterrupt.
    """
    from watchfiles._rust_notify import RustNotify

    folders = [str(root / name) for name in FOLDERS if (root / name).is_dir()]
    # `watchfiles.watch` would begin to look at its first step only, and miss what happens before.
    with RustNotify(folders, False, poll, BETWEEN, True, True) as notify:
        yield _steps(notify)


def _steps(notify: object) -> Iterator[None]:
    while True:
        found = notify.watch(LONGEST, QUIET, 0, None)  # type: ignore[attr-defined]
        if found == "signal":
            raise KeyboardInterrupt
        if any(not is_ignored(Path(path).name) for _, path in found):
            yield
