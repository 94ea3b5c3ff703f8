"""The reports of `sitegen check`, in a module that builds do not import."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.report import ReportRule
from sitegen.types.registers import contributed_values


def reports() -> Iterator[ReportRule]:
    """Reports of the features."""
    yield from contributed_values("REPORTS")
