"""Finds the folder of a theme by its name, without reading anything.

A theme is a folder below `themes/` of the site, built in, or a package with an entry point in the group
`sitegen.themes`. A build with nothing to do asks for this, so that nothing slow
is imported.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from sitegen.store.packages import PackageEntry, entry_points_of
from sitegen.types import Layer

BUILT_IN = Path(__file__).parents[1] / "themes"
FOLDER, FILE, GROUP = "themes", "theme.yaml", "sitegen.themes"
NAME = r"[a-z][a-z0-9-]*"


def find_theme(root: Path, name: str) -> Layer | None:
    """A theme by its name; None if there is none, or its folder in the site is a link."""
    if not re.fullmatch(NAME, name):
        return None
    own = root / FOLDER / name
    if os.path.lexists(own):
        return Layer(name, f"{FOLDER}/{name}") if _is_theme(own) and not own.is_symlink() else None
    if _is_theme(BUILT_IN / name):
        return Layer(name, _shown(root, BUILT_IN / name))
    return next((_packaged(root, entry) for entry in entry_points_of(GROUP) if entry.name == name), None)


def are_unchanged(root: Path, layers: tuple[Layer, ...]) -> bool:
    """True if the themes of these names are still in the same folders."""
    return all(find_theme(root, layer.name) == layer for layer in layers)


def theme_names(root: Path) -> tuple[str, ...]:
    """Names of all themes that a site can use."""
    places = (path.parent.name for folder in (root / FOLDER, BUILT_IN) for path in folder.glob(f"*/{FILE}"))
    return tuple(sorted({*places, *(entry.name for entry in entry_points_of(GROUP))}))


def installed_themes() -> Iterator[Path]:
    """Folders of the themes of installed packages."""
    for entry in entry_points_of(GROUP):
        if layer := _packaged(Path(), entry):
            yield Path(layer.path)


def _is_theme(folder: Path) -> bool:
    return (folder / FILE).is_file()


def _shown(root: Path, folder: Path) -> str:
    """Path of an installed theme, by which a person can open its files."""
    home = Path(os.path.abspath(root))  # noqa: PTH100 - links stay as they are written
    return folder.relative_to(home).as_posix() if folder.is_relative_to(home) else folder.as_posix()


def _packaged(root: Path, entry: PackageEntry) -> Layer | None:
    """The theme of an entry point, whose value is the package in whose folder it is."""
    try:
        spec = find_spec(entry.module)
    except (ImportError, ValueError):
        return None
    folders = (Path(folder) for folder in (spec and spec.submodule_search_locations) or ())
    folder = next(filter(_is_theme, folders), None)
    version = entry.package.rpartition("-")[2]
    return Layer(entry.name, _shown(root, folder), version) if folder else None
