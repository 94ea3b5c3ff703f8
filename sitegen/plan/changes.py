"""Which outputs can differ after a change of some documents that left the rest of the site as it was.

The record of an output has marks of four characters: of what it is rendered with (the template, the words of
the language, the code), of its plan, and of each name that its recipe read. If the first differs, so does the
recipe. If all are the same and none of the names has changed, the output has the same recipe.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Collection
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

    def concern(self, marks: str) -> bool:
        """True if the recipe with these marks can differ, if the output has the plan that it had."""
        names = marks[2 * SIZE :]
        marks_of_changes = _marks_of_names(self.names)
        return not names or names == ANY or any(map(names.__contains__, marks_of_changes))


def marks_of(fixed: str, plan: str, names: Collection[str]) -> str:
    """The marks of an output; its recipe read these names."""
    read = ANY if ANY in names or len(names) > MOST_NAMES else "".join(sorted(map(_mark_of_name, names)))
    return f"{fixed}{plan}{read}"


def has_other_fixed_parts(marks: str, fixed: str) -> bool:
    """True if an output with these marks was rendered with something else."""
    return marks[:SIZE] != fixed


def has_same_inputs(marks: str, plan: str) -> bool:
    """True if an output with this plan has the inputs that it had, since all inputs are as they were."""
    return not has_other_plan(marks, plan) and not Changes(frozenset()).concern(marks)


def with_fixed_parts(marks: str, fixed: str) -> str:
    """The marks of an output after a change of what it is rendered with."""
    return fixed + marks[SIZE:]


def has_other_plan(marks: str, plan: str) -> bool:
    """True if an output with these marks has another plan now."""
    return marks[SIZE : 2 * SIZE] != plan


def mark_of(*parts: str) -> str:
    """Four characters for some texts. Different texts can have the same mark, which costs one comparison."""
    number = crc32("\n".join(parts).encode("utf-8", "surrogatepass"))
    return b2a_base64(number.to_bytes(4, "big")[1:], newline=False).decode()


SIZE = 4
_mark_of_name = lru_cache(maxsize=1 << 18)(mark_of)


@lru_cache(maxsize=4)
def _marks_of_names(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(map(_mark_of_name, names))
