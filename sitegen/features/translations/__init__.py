"""Reports on the progress of translations, and a rule on facts in which they differ from their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.rule import Rule, Scope
from sitegen.features.translations import overridden

if TYPE_CHECKING:
    from sitegen.check.report import ReportRule


def reports() -> tuple[ReportRule, ...]:
    from sitegen.features.translations import progress

    return (progress.report,)


RULES = (Rule(overridden.check, Scope.FACTS),)
REPORTS = reports
