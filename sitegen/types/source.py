"""The source files of a site."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.problem import Problem

Digest: TypeAlias = str
"""Digest of content, as hexadecimal digits."""


Stamp: TypeAlias = bytes
"""Size, modification times and inode of a file, eight bytes each: a hint that the file is unchanged, never a
proof.
"""
EACH = 8
EIGHT_BYTES = (1 << 8 * EACH) - 1
_packed = struct.Struct("<4Q").pack
_unpacked = struct.Struct("<q").unpack_from


def stamp_with(size: int, modified: int, inode: int, changed: int = 0) -> Stamp:
    """The stamp with these numbers, which as a tuple would take three times as much memory."""
    return _packed(size, modified & EIGHT_BYTES, changed & EIGHT_BYTES, inode & EIGHT_BYTES)


def number_in(stamp: Stamp, place: int) -> int:
    """The number at a place of a stamp; 0 if the stamp is empty."""
    return int(_unpacked(stamp, place * EACH)[0]) if stamp else 0


class SourceFile(Struct, frozen=True, array_like=True, gc=False):
    path: str
    """Path relative to the root, with `/`."""
    stamp: Stamp
    digest: Digest
    """Digest of the file's bytes; empty for a document that is not read yet."""
    settled: bool = True
    """False if a later change might not change the stamp; the next build then reads the file again."""

    @property
    def size(self) -> int:
        return number_in(self.stamp, 0)


class LayerFiles(Struct, frozen=True):
    """The files of a theme."""

    name: str
    files: Mapping[str, SourceFile]
    """By the path that a file of the site has in its place: `templates/base.html`."""


class Sources(Struct, frozen=True):
    """The files of a site; those of its theme are in the places that files of the site would have."""

    content: Mapping[str, SourceFile]
    templates: Mapping[str, SourceFile]
    static: Mapping[str, SourceFile]
    problems: tuple[Problem, ...] = ()
    refused: frozenset[str] = frozenset()
    """Unusable paths below `content/`, each with a problem; links to them are not reported again."""
    young: Mapping[str, Stamp] = field(default_factory=dict)
    """Stamps of files that were saved just before they were read, by path."""
    extensions: Mapping[str, SourceFile] = field(default_factory=dict)
    layers: tuple[LayerFiles, ...] = ()
    """All files of the theme, and of those that it is based on, the nearest first."""
    data: Mapping[str, SourceFile] = field(default_factory=dict)
    """Files below `data/` that templates may read."""
    below: Mapping[str, tuple[SourceFile, ...]] = field(default_factory=dict)
    """Style sheets of themes that a style sheet includes, the nearest first, by path below `static/`."""

    @property
    def own_templates(self) -> dict[str, SourceFile]:
        """The files below `templates/` that the site has itself."""
        return {path: file for path, file in self.templates.items() if file.path == path}

    @property
    def files(self) -> dict[str, SourceFile]:
        """All files by their own path."""
        found = {**self.content, **self.templates, **self.static, **self.extensions, **self.data}
        if not self.layers:
            return found
        others = (file for layer in self.layers for file in layer.files.values())
        return {file.path: file for file in (*found.values(), *others)}
