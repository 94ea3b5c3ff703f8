"""Asks `git log` for commits, newest first, with their changed files, and for the first commit of a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from msgspec import Struct

from sitegen.git.git import GitFailed, run

ARGUMENTS = (
    "log", "--topo-order", "--root", "--raw", "-z", "-c", "--no-abbrev", "-M", "-l1000", f"-O{os.devnull}",
    "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--format=tformat:%x01%H %as",
)  # fmt: skip
"""`-c` compares a merge with all of its parents, `-M` detects renames; parents come after their children."""
BLOCK = 1 << 16
ZERO = "0"
"""Digit that the name of a missing object consists of."""


class FileChange(Struct, frozen=True):
    """Change of a file in a commit."""

    path: str
    before: str
    """Path in the parent; differs from `path` if the file was renamed."""
    old: tuple[str, ...]
    """Objects of the file in the parents; empty if the file is new."""
    new: str
    """Object of the file in this commit; empty if it was deleted."""


class LogEntry(Struct, frozen=True):
    name: str
    day: str
    """Author's date in the author's time zone: `2026-05-31`."""
    changes: tuple[FileChange, ...]


def commits(stream: IO[bytes]) -> Iterator[LogEntry]:
    """Parses the commits of a log lazily."""
    head: tuple[str, str] | None = None
    changes: list[FileChange] = []
    tokens = _tokens(stream)
    for token in tokens:
        text = token.lstrip(b"\n")
        if text.startswith(b"\x01"):
            if head:
                yield LogEntry(*head, tuple(changes))
            name, _, day = text[1:].decode("ascii", "replace").partition(" ")
            head, changes = (name, day.strip()), []
        elif text.startswith(b":"):
            changes.append(_file_change(text.decode("ascii", "replace"), tokens))
    if head:
        yield LogEntry(*head, tuple(changes))


def _file_change(text: str, tokens: Iterator[bytes]) -> FileChange:
    """Parses `:MODE MODE OLD NEW STATUS`, or `::MODE MODE MODE OLD OLD NEW STATUS` for a merge, and paths."""
    parents = len(text) - len(text.lstrip(":"))
    words = text[parents:].split(" ")
    objects, status = words[parents + 1 : -1], words[-1]
    *old, new = ("" if not name.strip(ZERO) else name for name in objects)
    first = os.fsdecode(next(tokens))
    renamed = parents == 1 and status[:1] in ("R", "C")
    path = os.fsdecode(next(tokens)) if renamed else first
    return FileChange(path, first, tuple(name for name in old if name), new)


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """Splits a stream at null bytes."""
    rest = b""
    while block := stream.read1(BLOCK):  # type: ignore[attr-defined]
        *whole, rest = (rest + block).split(b"\0")
        yield from whole


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
