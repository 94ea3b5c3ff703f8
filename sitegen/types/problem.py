"""Problems: located mistakes in the site, as values."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """A report that never makes a build fail, even with `--strict`."""


class Location(Struct, frozen=True, order=True, gc=False):
    path: str
    """Path relative to the root, with `/`."""
    line: int | None = None
    column: int | None = None
    """Column; lines and columns count from 1."""


class Problem(Struct, frozen=True, gc=False):
    """A located mistake in the site; `code` is explained in the documentation."""

    code: str
    message: str
    location: Location
    hint: str = ""
    severity: Severity = Severity.ERROR
