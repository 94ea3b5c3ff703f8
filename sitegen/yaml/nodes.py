"""YAML as nodes with line and column, and nothing guessed: every scalar stays as written."""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ue000-\ue002]"
)
"""Control characters, overrides of the writing direction, and the three marks sitegen uses itself."""
WIDE = "\u2e80-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff9f\U00020000-\U0003ffff"
"""Letters and signs of Chinese and Japanese, whose words no blanks part; those of Korean are parted."""
UNSEEN = re.compile(r"[\s\u00ad\u034f\u115f\u1160\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe0f\ufeff\uffa0]*")
"""A text of which readers see nothing."""
MOST_NODES = 20_000


class Scalar(Struct, frozen=True):
    text: str
    line: int
    column: int
    plain: bool = True
    """Written without quotes."""

    @property
    def empty(self) -> bool:
        return self.plain and self.text in ("", "~")


class Sequence(Struct, frozen=True):
    items: tuple[Node, ...]
    line: int
    column: int


class Mapping(Struct, frozen=True):
    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def get(self, name: str) -> Node | None:
        return next((value for key, value in self.entries if key.text == name), None)

    def key(self, name: str) -> Scalar | None:
        return next((key for key, _ in self.entries if key.text == name), None)


Node: TypeAlias = Scalar | Sequence | Mapping
