"""Dates on which content last changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from sitegen.types.problem import Problem


class ChangeDates(Struct, frozen=True):
    position: str = ""
    """Commit at which the history was read; empty if it was not read."""
    days: Mapping[str, date] = field(default_factory=dict)
    """Day on which the text last changed, by path of the content file, where git has it."""
    problems: tuple[Problem, ...] = ()
