"""A mistake in the site as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """A report; it never makes a build fail, also not with `--strict`."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    path: str
    """Relative to the root, with `/`."""
    line: int | None = None
    column: int | None = None
    """Both count from 1."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A located mistake in the site; `code` is explained in docs/problems.md."""

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = Severity.ERROR
