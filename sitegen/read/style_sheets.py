"""Style sheets that include the one of their name in the theme below.

The rules of the theme take the place of the statement `@import "theme:css/site.css" layer(below);`, so that a
page loads one file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.types import Digest, LayerFiles, Location, Problem, SourceFile
from sitegen.types.patterns import lazy_pattern

Read: TypeAlias = Callable[[str], bytes]

FOLDER, ENDING = "static/", ".css"
BEFORE_RULES = lazy_pattern(
    rb"\s+|/\*.*?\*/|@charset[^;]*;|@layer[^;{]*;|(?P<imports>@import[^;]*;)", re.DOTALL
)
"""One piece of what may stand before the first rule of a style sheet."""
OF_THEME = lazy_pattern(
    rb"""@import\s+(["'])theme:(?P<path>[^"']*)\1(?:\s+layer\((?P<layer>[\w-]+)\))?\s*;"""
)


class Statement(Struct, frozen=True):
    """A statement that includes the style sheet of the theme below."""

    path: str
    layer: bytes
    """Name of the cascade layer for the rules; empty if there is none."""
    begin: int
    end: int


def statement_in(data: bytes) -> Statement | None:
    """The statement of a style sheet that includes that of the theme below; None if there is none."""
    place = 0
    while piece := BEFORE_RULES.match(data, place):
        place = piece.end()
        if found := OF_THEME.fullmatch(piece["imports"] or b""):
            path = found["path"].decode("utf-8", "replace")
            return Statement(path, found["layer"] or b"", piece.start(), piece.end())
    return None


def included(upper: bytes, lower: bytes) -> bytes:
    """A style sheet with that of the theme below in place of its statement."""
    found = statement_in(upper)
    if found is None:
        return upper
    rules = b"@layer %s {\n%s\n}" % (found.layer, lower) if found.layer else lower
    return upper[: found.begin] + rules + upper[found.end :]


def sheets_below(
    read: Read, static: Mapping[str, SourceFile], layers: Iterable[LayerFiles], problems: list[Problem]
) -> dict[str, tuple[SourceFile, ...]]:
    """Style sheets of themes that each style sheet includes, the nearest first, by path below `static/`."""
    of_themes = tuple(layers)
    found = {}
    for place, file in static.items() if of_themes else ():
        if place.endswith(ENDING):
            files = (layer.files[place] for layer in of_themes if place in layer.files)
            lower = tuple(_chain(read, place, (file, *(it for it in files if it != file)), problems))
            if lower:
                found[place] = lower
    return found


def _chain(
    read: Read, place: str, files: tuple[SourceFile, ...], problems: list[Problem]
) -> Iterator[SourceFile]:
    for upper, lower in zip(files, (*files[1:], None), strict=True):
        try:
            data = read(upper.path)
        except OSError:  # it was removed meanwhile; copying it reports that
            return
        statement = statement_in(data)
        if statement is None:
            return
        if lower is None or FOLDER + statement.path != place:
            problems.append(_wrong(upper, place.removeprefix(FOLDER), statement, data, lower is None))
            return
        yield lower


def _wrong(file: SourceFile, name: str, statement: Statement, data: bytes, last: bool) -> Problem:
    place = Location(file.path, data.count(b"\n", 0, statement.begin) + 1)
    message = f'"theme:{statement.path}" is not the style sheet of this name in the theme below'
    hint = f'write @import "theme:{name}"' if not last else f"no theme below has {name}; remove the line"
    return Problem("theme.import", message, place, hint)


def whole_digest(file: SourceFile, below: Iterable[SourceFile]) -> Digest:
    """Digest of a style sheet with those that it includes."""
    return digest_of_parts(file.digest, *(lower.digest for lower in below))
