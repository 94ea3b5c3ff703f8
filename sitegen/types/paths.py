"""Paths of the sources: relative to the root, separated by `/`, in composed form (NFC)."""

from __future__ import annotations

import unicodedata

REPORT = "_preview"
"""Folder in an output for the report of `sitegen diff`; the next build removes it."""


def composed(path: str) -> str:
    """Returns the path with each letter and its accent as one character, where Unicode has one."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def type_folder(path: str) -> str:
    """Returns the folder of a type: `topics` for `content/topics/food.md`; empty for a file not in one."""
    folders = path.split("/", 2)
    return folders[1] if len(folders) > 2 else ""


def beside(path: str, target: str) -> str:
    """Resolves a relative path written in a file: `beside("a/b.md", "../c.md")` is `c.md`."""
    folder = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            folder = folder[:-1]
        elif part not in ("", "."):
            folder.append(part)
    return composed("/".join(folder))
