"""Installed packages and their entry points, from the folders that installing a package leaves beside it.

They are described in "Recording installed projects" and "Entry points specification" of the Python Packaging
User Guide. `importlib.metadata` takes longer than all else that is done where nothing has changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from msgspec import Struct

from sitegen.digest import digest_of_parts
from sitegen.types import Digest

RECORD = ".dist-info"


class PackageEntry(Struct, frozen=True):
    """An entry point of an installed package."""

    name: str
    module: str
    package: str
    """Name and version of the package: `sitegen_podcast-1.2`."""


@cache
def installed_packages() -> tuple[tuple[str, str], ...]:
    """Folder, and name with version, of each installed package."""
    found = []
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are all that is asked
            found += [(folder, name.removesuffix(RECORD)) for name in names if name.endswith(RECORD)]
    return tuple(found)


def project_of(package: str) -> str:
    """Name of a package without its version, in lower case and with hyphens (PEP 503)."""
    return package.partition("-")[0].lower().replace("_", "-").replace(".", "-")


@cache
def names_of_packages() -> Digest:
    """Digest of the names and versions of all installed packages."""
    return digest_of_parts(*sorted({name for _, name in installed_packages()}))


@cache
def entry_points_of(group: str) -> tuple[PackageEntry, ...]:
    """Entry points of a group in all installed packages, in the order of their names."""
    found = [entry for folder, package in installed_packages() for entry in _entries(folder, package, group)]
    return tuple(sorted(found, key=lambda entry: (entry.name, entry.module)))


def _entries(folder: str, package: str, group: str) -> Iterator[PackageEntry]:
    try:
        text = Path(folder or ".", package + RECORD, "entry_points.txt").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if group not in text:
        return
    from configparser import ConfigParser, Error

    parser = ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    with suppress(Error):
        parser.read_string(text)
    for name, value in parser.items(group) if parser.has_section(group) else ():
        yield PackageEntry(name.strip(), value.partition("[")[0].split(":", 1)[0].strip(), package)
