"""Which outputs can differ after a change of some documents that left the rest of the site as it was.

The record of an output has a mark for each name that its recipe read. If the previous build had the same
output and none of these names has changed, the output has the same recipe.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Collection, Iterable
from functools import lru_cache
from zlib import crc32

from msgspec import Struct

ANY = "*"
"""Stands for the marks of an output that may read anything."""
MOST_NAMES = 300
"""An output that reads more than this is compared in each build, which costs less than its marks would."""


class Changes(Struct, frozen=True):
    """Names that have changed since the previous build: see `sitegen/views/reads.py`."""

    names: frozenset[str]

    def concern(self, reads: str, outline: str) -> bool:
        """True if an output with these marks can differ, or is planned in a different way than it was."""
        if reads == ANY or not reads.startswith(outline) or len(reads) == len(outline):
            return True
        return any(mark in reads for mark in map(mark_of, self.names))


def marks_of(outline: str, names: Collection[str]) -> str:
    """The marks of an output with this outline whose recipe read these names."""
    return ANY if len(names) > MOST_NAMES else outline + "".join(sorted(map(mark_of, names)))


@lru_cache(maxsize=1 << 18)
def mark_of(name: str) -> str:
    """Four characters for a name. A name that happens to have the same mark costs one more comparison."""
    number = crc32(name.encode("utf-8", "surrogatepass"))
    return b2a_base64(number.to_bytes(4, "big")[1:], newline=False).decode()


def outline_of(parts: Iterable[str]) -> str:
    """The mark of the plan of an output: its renderer, template, language and inputs."""
    return mark_of("\n".join(parts))
