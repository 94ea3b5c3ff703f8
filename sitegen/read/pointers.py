"""Recognises pointers of Git LFS: text files in place of large files that were not fetched."""

from __future__ import annotations

from sitegen.types import Location, Problem

BEGINNING = b"version https://git-lfs.github.com/spec/"
"""First bytes of every pointer (Git LFS, The Pointer)."""


def is_pointer(data: bytes) -> bool:
    """True if the bytes of a file are a Git LFS pointer."""
    return data.startswith(BEGINNING)


def pointer(path: str) -> Problem:
    """The problem for a file that was not fetched."""
    message = "this is a pointer of Git LFS, not the file itself"
    hint = "fetch the file: git lfs pull; in GitHub Actions: lfs: true below actions/checkout"
    return Problem("file.pointer", message, Location(path), hint)
