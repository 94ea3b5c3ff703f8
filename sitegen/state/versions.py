"""The versions that are part of every key: another one is another program, and its memory is void."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sitegen.digest import digest_of_bytes, digest_of_parts
from sitegen.types import Digest

LIBRARIES = (
    "babel", "cbor2", "comrak", "feedgenerator", "icalendar", "jinja2", "markdown", "markupsafe", "nh3",
    "pagefind-bin", "pagefind-bin-extended", "pillow", "pymdown-extensions", "python-frontmatter", "pyyaml",
)  # fmt: skip
"""Those whose releases can change a page."""


@cache
def program() -> Digest:
    """The digest of sitegen's own code and templates, of Python's version and of the libraries'."""
    home = Path(__file__).parents[1]
    parts = [sys.version]
    for path in sorted(home.rglob("*")):
        made_with = path.suffix in (".py", ".html", ".xml", ".txt") or path.name == "_headers"
        if made_with and "scaffold" not in path.parts:
            parts += [path.relative_to(home).as_posix(), digest_of_bytes(path.read_bytes())]
    for name in LIBRARIES:
        try:
            parts += [name, version(name)]
        except PackageNotFoundError:
            parts += [name, ""]
    return digest_of_parts(*parts)
