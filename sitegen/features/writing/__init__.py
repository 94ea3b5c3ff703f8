"""Rules on how texts are written: marks that readers would see, link texts, headings, plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.features.writing import field_markup, headings, link_texts, written

if TYPE_CHECKING:
    from sitegen.check.report import ReportRule


def reports() -> tuple[ReportRule, ...]:
    from sitegen.features.writing import github

    return (github.report,)


DOCUMENT_RULES = (link_texts.check, headings.check, field_markup.check, written.check)
REPORTS = reports
