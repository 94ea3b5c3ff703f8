"""When content last changed, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from sitegen.types.problem import Problem


class History(Struct, frozen=True):
    position: str = ""
    """The commit that it was read at; empty where none was asked for."""
    days: Mapping[str, date] = field(default_factory=dict)
    """By path of the content file the day on which its text last changed, as far as somebody knows."""
    problems: tuple[Problem, ...] = ()
