"""The commits of a branch, newest first, and the files that each changed, as `git log --raw -z` has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO

from msgspec import Struct

ARGUMENTS = (
    "log", "--topo-order", "--root", "--raw", "-z", "-c", "--no-abbrev", "-M", "-l1000", f"-O{os.devnull}",
    "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--format=tformat:%x01%H %as",
)  # fmt: skip
"""`-c` shows what a merge changed against all its parents, `-M` finds renames; parents come last."""
BLOCK = 1 << 16
NOTHING = "0"
"""What the name of an object consists of where there is none."""


class Changed(Struct, frozen=True):
    """A file that a commit changed."""

    path: str
    before: str
    """Its path in the parent; another one where it was renamed."""
    old: tuple[str, ...]
    """The objects it was in the parents; empty where it is new."""
    new: str
    """The object that it is; empty where it was deleted."""


class Commit(Struct, frozen=True):
    name: str
    day: str
    """Of the author, where the author was: `2026-05-31`."""
    changes: tuple[Changed, ...]


def commits(stream: IO[bytes]) -> Iterator[Commit]:
    """The commits that a log has; read no further than they are asked for."""
    head: tuple[str, str] | None = None
    changes: list[Changed] = []
    tokens = _tokens(stream)
    for token in tokens:
        text = token.lstrip(b"\n")
        if text.startswith(b"\x01"):
            if head:
                yield Commit(*head, tuple(changes))
            name, _, day = text[1:].decode("ascii", "replace").partition(" ")
            head, changes = (name, day.strip()), []
        elif text.startswith(b":"):
            changes.append(_changed(text.decode("ascii", "replace"), tokens))
    if head:
        yield Commit(*head, tuple(changes))


def _changed(text: str, tokens: Iterator[bytes]) -> Changed:
    """`:MODE MODE OLD NEW STATUS`, or of a merge `::MODE MODE MODE OLD OLD NEW STATUS`, and then paths."""
    parents = len(text) - len(text.lstrip(":"))
    words = text[parents:].split(" ")
    objects, status = words[parents + 1 : -1], words[-1]
    *old, new = ("" if not name.strip(NOTHING) else name for name in objects)
    first = os.fsdecode(next(tokens))
    renamed = parents == 1 and status[:1] in ("R", "C")
    path = os.fsdecode(next(tokens)) if renamed else first
    return Changed(path, first, tuple(name for name in old if name), new)


def _tokens(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands between the zeros."""
    rest = b""
    while block := stream.read1(BLOCK):  # type: ignore[attr-defined]
        *whole, rest = (rest + block).split(b"\0")
        yield from whole
