"""A mistake in the site as a value."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """A report; it never makes a build fail, also not with `--strict`."""


class Location(Struct, frozen=True, order=True):
    path: str
    """Relative to the root, with `/`."""
    line: int | None = None
    column: int | None = None
    """Both count from 1."""


class Problem(Struct, frozen=True):
    """A located mistake in the site; `code` is explained in docs/problems.md."""

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = Severity.ERROR
