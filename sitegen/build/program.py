"""Digest of the program; a different version invalidates the build cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.store.packages import installed_packages, project_of
from sitegen.types import Digest
from sitegen.types.registers import missing

LIBRARIES = frozenset({
    "babel", "cbor2", "comrak", "feedgenerator", "icalendar", "jinja2", "markdown", "markupsafe", "msgspec",
    "nh3", "pagefind-bin", "pagefind-bin-extended", "pillow", "pymdown-extensions", "python-dateutil",
    "python-frontmatter", "pyyaml", "segno", "typst", "tzdata",
})  # fmt: skip
"""Libraries whose releases can change a page or the build cache."""
MADE_WITH = (".py", ".html", ".xml", ".txt", "/_headers")
"""Endings of our own files that a site is made with."""


@cache
def program() -> Digest:
    """Digest of the code, the versions of Python and of the libraries, and the names of the features that are
    not installed."""
    libraries = {name for _, name in installed_packages() if project_of(name) in LIBRARIES}
    return digest_of_parts(sys.version, *sorted(libraries), *missing(), code())


@cache
def code() -> Digest:
    """Digest of sitegen's own code and templates."""
    home = str(Path(__file__).parents[1])
    themes = os.path.join(home, "themes")  # noqa: PTH118 - their files are sources
    parts: list[str] = []
    for path in sorted(_files_of(home, themes)):
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - in every build, of some hundred files
            parts += [path.removeprefix(home), digest_of_bytes(file.read())]
    return digest_of_parts(*parts)


def _files_of(folder: str, omitted: str) -> Iterator[str]:
    with os.scandir(folder) as items:
        for item in items:
            if item.is_dir():
                if item.name not in ("scaffold", "__pycache__") and item.path != omitted:
                    yield from _files_of(item.path, omitted)
            elif item.path.replace(os.sep, "/").endswith(MADE_WITH):
                yield item.path
