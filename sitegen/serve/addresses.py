"""From the address a browser asks for to a file of the output, and to nothing else.

Two servers before this one had a hole here: MkDocs (CVE-2021-40978) and Zola (CVE-2023-40274).
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

from msgspec import Struct


class Found(Struct, frozen=True):
    """A file to send, or the address to go to; neither: there is no such page."""

    file: Path | None = None
    moved_to: str = ""


NOTHING = Found()


def find(output: Path, base_path: str, path: str) -> Found:
    """What to answer to a path as it was sent, without its query.

    Only regular files below the output are found, by their real place; a folder is its `index.html`.
    """
    if path == "/" and base_path:
        return Found(moved_to=f"{base_path}/")
    try:
        whole = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return NOTHING
    name = whole.removeprefix(base_path)
    if not whole.startswith(f"{base_path}/") or not _is_plain(name):
        return NOTHING
    file = output / name[1:]
    if name.endswith("/"):
        file /= "index.html"
    elif file.is_dir():
        return Found(moved_to=f"{quote(base_path + name)}/") if (file / "index.html").is_file() else NOTHING
    real = file.resolve()
    return Found(real) if real.is_file() and real.is_relative_to(output.resolve()) else NOTHING


def missing(output: Path, base_path: str, path: str) -> Found:
    """The response for an address without a page: the nearest `404.html`, as on hosts."""
    folders = path.removeprefix(base_path).split("/")[1:-1]
    for depth in range(min(len(folders), DEEPEST), -1, -1):
        found = find(output, "", f"/{'/'.join([*folders[:depth], '404.html'])}")
        if found.file:
            return found
    return NOTHING


DEEPEST = 1
"""Folders in which a page for missing addresses is looked for: those of the languages."""


def _is_plain(name: str) -> bool:
    """Whether every step is the name of something the site may have; the manifest is none of it."""
    if "\\" in name or "\x00" in name or "//" in name:
        return False
    return not any(step.startswith(".") and step != ".well-known" for step in name.split("/"))
