"""Maps a requested address to a file of the output, and to no other file.

Two earlier servers had a path traversal here: MkDocs (CVE-2021-40978) and Zola (CVE-2023-40274).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct


class Match(Struct, frozen=True):
    """A file to send, or an address to redirect to. If both are empty, there is no such page."""

    file: Path | None = None
    redirect: str = ""


NO_MATCH = Match()


def find(output: Path, base_path: str, path: str) -> Match:
    """Returns the file or redirect for the path of a request, without its query.

    Resolves links and matches only regular files below the output folder. A folder is its `index.html`.
    """
    if path == "/" and base_path:
        return Match(redirect=f"{base_path}/")
    try:
        decoded = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return NO_MATCH
    name = decoded.removeprefix(base_path)
    if not decoded.startswith(f"{base_path}/") or not _is_plain(name):
        return NO_MATCH
    file = output / name[1:]
    if name.endswith("/"):
        file /= "index.html"
    elif file.is_dir():
        return Match(redirect=f"{quote(base_path + name)}/") if (file / "index.html").is_file() else NO_MATCH
    real = file.resolve()
    return Match(real) if real.is_file() and real.is_relative_to(output.resolve()) else NO_MATCH


def missing(output: Path, base_path: str, path: str) -> Match:
    """The response for an address without a page: the nearest `404.html`, as hosts send it."""
    folders = path.removeprefix(base_path).split("/")[1:-1]
    for depth in range(min(len(folders), DEEPEST), -1, -1):
        match = find(output, "", f"/{'/'.join([*folders[:depth], '404.html'])}")
        if match.file:
            return match
    return NO_MATCH


DEEPEST = 1
"""Number of folder levels searched for a `404.html`: the folders of the languages."""


def _is_plain(name: str) -> bool:
    """Returns True if every part of the path is the name of a published file. Hidden files, such as the
    manifest, are not.
    """
    if "\\" in name or "\x00" in name or "//" in name:
        return False
    return not any(step.startswith(".") and step != ".well-known" for step in name.split("/"))
