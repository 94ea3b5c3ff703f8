"""Edits as a unified diff for `git apply`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from sitegen.move.values import Edit
from sitegen.problems.formats import printable


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
