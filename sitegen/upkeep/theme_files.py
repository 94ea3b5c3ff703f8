"""Files of a site in place of files of its theme, and what has changed in the theme since they were copied.

`themes/copied/` has the files of the theme as they were when the site copied them.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from sitegen.problems.formats import suggest
from sitegen.read.parsed_template import LOWER
from sitegen.read.scan import LOCALE, OF_THEMES, PLACE_OF_LOCALE, is_ignored, read_source
from sitegen.store.own_files import replace_file
from sitegen.types import Layer

COPIED = "themes/copied"
TYPES, TYPE_FILE, CONTENT = "types/", "/_type.yaml", "content/"


class State(StrEnum):
    """Relation of a file of the site to that of the theme below it."""

    EQUAL = "equal to that of the theme, so it is not needed"
    EXTENDS = "extends that of the theme"
    CURRENT = "the theme has not changed it since it was copied"
    CHANGED = "the theme has changed it since it was copied"
    UNKNOWN = "not compared; sitegen theme accept FILE notes the theme's file"
    WORDS = "words that come before those of the theme, one by one"


class Override(Struct, frozen=True):
    path: str
    """Path of the site's file."""
    layer: str
    """Name of the theme whose file it replaces."""
    state: State


class NoSuchFile(Exception):
    """The theme has no such file; the message says so."""


def place_in_site(path: str) -> str:
    """Path that a site's file has in the place of a theme's: `content/news/_type.yaml`."""
    if path.startswith(LOCALE):
        return path.replace(LOCALE, PLACE_OF_LOCALE, 1)
    return path.replace(TYPES, CONTENT, 1) if path.startswith(TYPES) else path


def place_in_theme(path: str) -> str:
    """Path of a theme's file below that of a site; the inverse of `place_in_site`."""
    if path.startswith(PLACE_OF_LOCALE):
        return path.replace(PLACE_OF_LOCALE, LOCALE, 1)
    return path.replace(CONTENT, TYPES, 1) if path.startswith(CONTENT) else path


def theme_files(root: Path, layers: tuple[Layer, ...]) -> dict[str, Layer]:
    """The theme that has each file, by path in the theme; of several themes the nearest."""
    found: dict[str, Layer] = {}
    for layer in layers:
        folder = root / layer.path
        for path in (path for name in OF_THEMES for path in sorted((folder / name).rglob("*"))):
            if path.is_file() and not is_ignored(path.name):
                found.setdefault(path.relative_to(folder).as_posix(), layer)
    return found


def overrides(root: Path, layers: tuple[Layer, ...]) -> Iterator[Override]:
    """The files of a site that replace files of its theme, sorted by path."""
    files = theme_files(root, layers)
    for path in sorted(files, key=place_in_site):
        own = place_in_site(path)
        compared = not path.startswith(TYPES) or (root / COPIED / path).is_file()
        if compared and (root / own).is_file():
            yield Override(own, files[path].name, _state(root, own, _content(root, files[path], path)))


def _state(root: Path, own: str, below: bytes) -> State:
    data = read_source(root, own)
    base = root / COPIED / place_in_theme(own)
    if own.startswith(PLACE_OF_LOCALE):
        return State.WORDS
    if data == below:
        return State.EQUAL
    if base.is_file():
        return State.CURRENT if base.read_bytes() == below else State.CHANGED
    return State.EXTENDS if LOWER.encode() in data else State.UNKNOWN


def _content(root: Path, layer: Layer, path: str) -> bytes:
    return read_source(root, f"{layer.path}/{path}")


def wanted_file(root: Path, layers: tuple[Layer, ...], written: str) -> tuple[str, bytes]:
    """Path in the theme and content of a file, given by its path in the theme or in the site.

    Raises NoSuchFile.
    """
    files = theme_files(root, layers)
    path = written if written in files else place_in_theme(written)
    if path not in files:
        hint = suggest(written, files) or "sitegen theme lists the folders of the theme"
        raise NoSuchFile(f'the theme has no file "{written}"; {hint}')
    return path, _content(root, files[path], path)


def copy(root: Path, layers: tuple[Layer, ...], written: str) -> str:
    """Copies a file of the theme into the site and returns its path there. Raises NoSuchFile, OSError."""
    path, data = wanted_file(root, layers, written)
    own = place_in_site(path)
    if (root / own).exists():
        raise NoSuchFile(f"{own} exists already; see: sitegen theme diff {own}")
    _write(root / own, data)
    _write(root / COPIED / path, data)
    return own


def accept(root: Path, layers: tuple[Layer, ...], written: str) -> str:
    """Notes the theme's file as the one that the site's file goes with. Raises NoSuchFile, OSError."""
    path, data = wanted_file(root, layers, written)
    _write(root / COPIED / path, data)
    return place_in_site(path)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, data)


def differences(root: Path, layers: tuple[Layer, ...], written: str) -> str:
    """Changes of the theme since a file was copied, and those of the site. Raises NoSuchFile, OSError."""
    path, below = wanted_file(root, layers, written)
    own, base = place_in_site(path), root / COPIED / path
    if not (root / own).is_file():
        raise NoSuchFile(f"this site has no {own}, so that of the theme is used")
    parts = []
    if base.is_file():
        parts += _diff(base.read_bytes(), below, "theme, as it was copied", "theme, now")
    parts += _diff(below, read_source(root, own), "theme, now", own)
    return "\n".join(parts)


def _diff(one: bytes, other: bytes, first: str, second: str) -> list[str]:
    before, after = (data.decode("utf-8", "replace").splitlines() for data in (one, other))
    return list(difflib.unified_diff(before, after, first, second, lineterm=""))
