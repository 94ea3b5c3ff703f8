"""Register of the reports of `sitegen check`, in a module that builds do not import."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sitegen.check import unused_files
from sitegen.check.report import ReportRule
from sitegen.types.registers import contributed_values

REPORTS: tuple[ReportRule, ...] = (unused_files.report,)


def reports() -> Iterator[ReportRule]:
    """Reports of the core and of the features."""
    return chain(REPORTS, contributed_values("REPORTS"))
