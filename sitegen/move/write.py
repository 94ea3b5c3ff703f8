"""Writes edits to the disk, all of them or none, or shows them as a unified diff for `git apply`."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sitegen.move.values import Edit
from sitegen.problems.formats import printable
from sitegen.read.scan import read_bytes
from sitegen.types.file_names import on_disk

Undo = Callable[[], object]


class Unwritable(Exception):
    """An edit cannot be written. The message has the cause and names files that could not be restored."""


def write(root: Path, edits: Iterable[Edit]) -> None:
    """Writes the edits. Raises Unwritable if one cannot be written, after restoring all files."""
    edits = tuple(edits)
    undo: list[Undo] = []
    try:
        for edit in edits:
            for step in _steps(root, edit):
                undo.append(step)
        _remove_empty_folders(root, edits, undo)
    except BaseException as error:
        left = _roll_back(undo)
        if isinstance(error, OSError | Unwritable):
            why = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            place = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
            what = f"; could not be restored: {', '.join(left)}" if left else "; no file was changed"
            raise Unwritable(f"{why}{place}{what}") from error
        raise


def _steps(root: Path, edit: Edit) -> Iterator[Undo]:
    """Performs an edit in steps; yields the undo function of each step before performing it."""
    file, target = root / on_disk(root, edit.path), root / edit.target
    if edit.after is not None and read_bytes(root, edit.path) != edit.before:
        raise Unwritable(f"{edit.path} was changed in the meantime")
    if edit.target != edit.path:
        if target.is_symlink() or (target.exists() and not target.samefile(file)):
            raise Unwritable(f"{edit.target} already exists")
        for folder in [it for it in reversed(target.parents) if not it.is_dir()]:
            yield lambda folder=folder: folder.rmdir() if folder.is_dir() else None  # type: ignore[misc]
            folder.mkdir()
        yield lambda: None if file.exists() else target.rename(file)
        file.rename(target)
    if edit.after is not None:
        backup = target.with_name(f".{target.name}.sitegen-mv")
        new = target.with_name(f".{target.name}.sitegen-new")
        yield lambda: new.unlink(missing_ok=True)
        new.write_bytes(edit.after)
        shutil.copymode(target, new)
        before = edit.before
        yield lambda: _restore(target, backup, before)
        new.replace(target)


def _restore(target: Path, beside: Path, data: bytes) -> None:
    if target.read_bytes() != data:
        beside.write_bytes(data)
        shutil.copymode(target, beside)
        beside.replace(target)


def _remove_empty_folders(root: Path, edits: Iterable[Edit], undo: list[Undo]) -> None:
    """Removes the folders that a move has left empty."""
    top = root / "content"
    moved = (root / edit.path for edit in edits if edit.target != edit.path)
    left = {folder for path in moved for folder in path.parents if folder.is_relative_to(top)}
    for folder in sorted(left, key=lambda path: -len(path.parts)):
        if folder.is_dir() and not any(folder.iterdir()) and folder != top:
            folder.rmdir()
            undo.append(folder.mkdir)


def _roll_back(undo: list[Undo]) -> list[str]:
    """Undoes every step, the last one first; returns the paths that could not be restored."""
    left = []
    for step in reversed(undo):
        with suppress(KeyboardInterrupt):
            try:
                step()
            except OSError as error:
                left.append(str(error.filename or error))
    return left


def as_diff(edits: Iterable[Edit]) -> str:
    """The edits as git shows them; line ends are kept."""
    return "".join(part for edit in edits for part in _file_diff(edit))


def _file_diff(edit: Edit) -> Iterator[str]:
    yield f"diff --git a/{printable(edit.path)} b/{printable(edit.target)}\n"
    if edit.target != edit.path:
        if edit.after is None:
            yield "similarity index 100%\n"
        yield f"rename from {printable(edit.path)}\nrename to {printable(edit.target)}\n"
    if edit.after is None:
        return
    old, new = (_lines(data) for data in (edit.before, edit.after))
    names = (f"a/{printable(edit.path)}", f"b/{printable(edit.target)}")
    for line in difflib.unified_diff(old, new, *names):
        shown = "".join(c if c in "\n\r\t" else printable(c) for c in line)
        yield shown if shown.endswith("\n") else f"{shown}\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    parts = text.split("\n")
    return [f"{line}\n" for line in parts[:-1]] + [line for line in parts[-1:] if line]
