"""When files came into the repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.git.git import GitFailed, run

MOST_FILES = 100
"""Git is asked for so many at once; of more, nothing is known."""


def first_commits(root: Path, paths: Iterable[str]) -> Mapping[str, int]:
    """When each of these files was first committed, in seconds; empty where git does not know."""
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
