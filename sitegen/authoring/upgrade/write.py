"""Writes the changes of an upgrade: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sitegen.authoring.upgrade.changes import Change
from sitegen.git.git import run
from sitegen.store.own_files import replace_file


class NotRestored(Exception):
    """A file could not be written. The message has the cause and the files that could not be restored."""


def uncommitted(root: Path, changes: Iterable[Change]) -> tuple[str, ...]:
    """Paths that would be changed and whose content git does not have.

    Raises GitFailed outside a repository.
    """
    touched = [
        change.path for change in changes if change.before is not None and change.before != change.after
    ]
    if not touched:
        return ()
    listed = run(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored", "--", *touched)
    return tuple(sorted(entry[3:] for entry in listed.decode("utf-8", "replace").split("\0") if entry))


def write_changes(root: Path, changes: Iterable[Change]) -> None:
    """Writes the changes. Raises NotRestored if one cannot be written, after restoring all files."""
    done: list[Change] = []
    try:
        for change in changes:
            if change.before != change.after:
                done.append(change)
                _write(root / change.path, change.after)
    except BaseException as error:
        left = [change.path for change in reversed(done) if not _restored(root, change)]
        if not isinstance(error, OSError):
            raise
        what = f"; could not be restored: {', '.join(left)}" if left else "; no file was changed"
        raise NotRestored(f"{done[-1].path} cannot be written: {error.strerror or error}{what}") from error


def _write(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data)


def _restored(root: Path, change: Change) -> bool:
    try:
        _write(root / change.path, change.before)
    except OSError:
        return False
    return True
