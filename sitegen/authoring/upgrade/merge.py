"""Three-way merge of a text by `git merge-file`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from sitegen.git.git import GitFailed, run_any

MOST_CONFLICTS = 127
"""Highest status of `git merge-file` that is a number of conflicts; higher ones are errors."""
MARKER = b"<<<<<<< "


class Merge(Struct, frozen=True):
    """The merged text, and the lines at which conflicts begin."""

    data: bytes
    conflicts: tuple[int, ...] = ()


def merge(ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]) -> Merge:
    """Merges the changes from `base` to `ours` and to `theirs`. Raises GitFailed.

    The result has the line ends of `ours`, so that a checkout with CRLF is no change.
    """
    crlf = 2 * ours.count(b"\r\n") > ours.count(b"\n")
    merged = _merge_lines(as_lf(ours), as_lf(base), as_lf(theirs), labels)
    lines = merged.split(b"\n")
    conflicts = tuple(number for number, line in enumerate(lines, 1) if line.startswith(MARKER))
    return Merge((b"\r\n" if crlf else b"\n").join(lines), conflicts)


def as_lf(data: bytes) -> bytes:
    """A text with the line ends of Unix."""
    return data.replace(b"\r\n", b"\n")


def _merge_lines(ours: bytes, base: bytes, theirs: bytes, labels: tuple[str, str, str]) -> bytes:
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    with TemporaryDirectory(prefix="sitegen-") as name:
        folder = Path(name)
        for file, data in (("ours", ours), ("base", base), ("theirs", theirs)):
            (folder / file).write_bytes(data)
        named = (word for label in labels for word in ("-L", label))
        done = run_any(folder, "merge-file", "--stdout", *named, "ours", "base", "theirs")
    if done.returncode > MOST_CONFLICTS:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip() or "git merge-file failed")
    return done.stdout
