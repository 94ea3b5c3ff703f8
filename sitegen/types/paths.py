"""Paths of the sources: always relative to the root, always with `/`, their accents composed (NFC)."""

from __future__ import annotations

import unicodedata

REPORT = "_preview"
"""The folder in an output that holds the report of `sitegen diff`; the next build takes it away."""


def composed(path: str) -> str:
    """The path with each letter and its accent as one character, where Unicode has one."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def beside(path: str, target: str) -> str:
    """The path of a file that a file at `path` names relative to itself: `a/b.md`, `../c.md` → `c.md`."""
    folder = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            folder = folder[:-1]
        elif part not in ("", "."):
            folder.append(part)
    return composed("/".join(folder))
