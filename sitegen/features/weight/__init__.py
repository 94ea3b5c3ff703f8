"""Reports on the size of pages: budgets, and an estimate of the greenhouse gases of a page view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.features.weight import keys

if TYPE_CHECKING:
    from sitegen.check.report import ReportRule


def reports() -> tuple[ReportRule, ...]:
    from sitegen.features.weight import budgets

    return (budgets.report,)


KEYS = keys.KEYS
REPORTS = reports
