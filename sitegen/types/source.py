"""The files that a site is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from sitegen.types.problem import Problem

Digest: TypeAlias = str
"""A content digest, as hexadecimal digits."""


Stamp: TypeAlias = tuple[int, ...]
"""Size, times of change and inode of a file: a hint that it need not be read again, never a proof."""


class SourceFile(Struct, frozen=True, gc=False):
    path: str
    """Relative to the root, with `/`."""
    stamp: Stamp
    digest: Digest
    """Empty for a document that is still to be read."""
    settled: bool = True
    """True if a later change would show in the stamp; if not, the next build reads the file again."""

    @property
    def size(self) -> int:
        return self.stamp[0]


class Sources(Struct, frozen=True):
    content: Mapping[str, SourceFile]
    templates: Mapping[str, SourceFile]
    static: Mapping[str, SourceFile]
    problems: tuple[Problem, ...] = ()
    refused: frozenset[str] = frozenset()
    """Paths below `content/` that cannot be used, each with a problem; a link to one is no second mistake."""
    young: Mapping[str, Stamp] = field(default_factory=dict)
    """Stamps of files that were saved a moment before they were read, by path."""

    @property
    def files(self) -> dict[str, SourceFile]:
        """All of them by path."""
        return {**self.content, **self.templates, **self.static}
