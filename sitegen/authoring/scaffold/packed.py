"""Files that are packed with sitegen."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable


def files_below(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """The files of a packed folder with their paths in it, in order."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        inner = f"{path}/{item.name}" if path else item.name
        if item.is_dir():
            yield from files_below(item, inner)
        else:
            yield inner, item
