"""Recording the addresses of a site that must keep working."""

from __future__ import annotations

from pathlib import Path

from sitegen.build.build import examine
from sitegen.problems.formats import in_order
from sitegen.store.own_files import replace_file
from sitegen.types import Config, Problem
from sitegen.views.released import LOCK, ReleasedAddress, present, read_lock, written_lock


def release(root: Path, config: Config) -> tuple[int, tuple[Problem, ...]]:
    """Adds the current addresses to the lock; returns their number, or the errors that prevented it.

    Raises OSError if the file cannot be written.
    """
    planned = examine(root, config)
    if planned.failed:
        return 0, in_order(planned.problems)
    file = root / LOCK
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    listed = [line for line in read_lock(text) if isinstance(line, ReleasedAddress)]
    addresses = present(planned.site)
    replace_file(file, written_lock(listed, addresses).encode("utf-8"))
    return len(addresses - {line.address for line in listed}), ()
