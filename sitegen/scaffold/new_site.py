"""A small complete site: the files below `scaffold/site/`, copied."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


class NotEmpty(Exception):
    """The folder holds something already; nothing was written."""


def make_site(folder: Path) -> int:
    """Writes the files of a new site and gives their number. Raises `NotEmpty`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(f"{folder} is not empty; name a new folder")
    files = list(_files(resources.files("sitegen.scaffold") / "site", ""))
    for name, source in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    return len(files)


def _files(place: Traversable, below: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(place.iterdir(), key=lambda item: item.name):
        name = f"{below}{item.name}".removeprefix("dot-")
        name = f".{name}" if item.name.startswith("dot-") and not below else name
        if item.is_dir():
            yield from _files(item, f"{name}/")
        else:
            yield name, item
