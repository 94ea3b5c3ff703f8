"""Rules on what a site says twice: figures and numbers in texts, dates, terms and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.check.rule import Rule, Scope
from sitegen.features.consistency import dates, figures, repeats, terms

if TYPE_CHECKING:
    from sitegen.check.report import ReportRule


def reports() -> tuple[ReportRule, ...]:
    from sitegen.features.consistency import contradictions, titles

    return titles.report, contradictions.report


DOCUMENT_RULES = (dates.check, repeats.check)
RULES = (
    Rule(figures.check, Scope.FACTS),
    Rule(terms.check, Scope.FACTS),
)
REPORTS = reports
