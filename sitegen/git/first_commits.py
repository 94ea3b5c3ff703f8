"""Dates on which files were added to the repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.git.git import GitFailed, run

MOST_FILES = 100
"""Limit on files to ask git for; for more files, nothing is returned."""


def first_commits(root: Path, paths: Iterable[str]) -> Mapping[str, int]:
    """Time of the first commit of each file, in seconds; empty if git is not available."""
    wanted = sorted(paths)
    if len(wanted) > MOST_FILES:
        return {}
    try:
        log = run(root, "log", "-z", "--relative", "--diff-filter=A", "--name-only", "--no-renames",
                  f"--format={COMMIT}%ct", "--", *wanted)  # fmt: skip
    except GitFailed:
        return {}
    found: dict[str, int] = {}
    moment = 0
    for word in log.decode("utf-8", "replace").replace("\n", "\0").split("\0"):
        if word.startswith(COMMIT):
            moment = int(word.removeprefix(COMMIT))
        elif word in wanted:
            found[word] = moment  # the newest commit comes first
    return found


COMMIT = "commit "
