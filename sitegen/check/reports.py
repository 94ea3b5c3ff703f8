"""Additional rules of `sitegen check`, in a module that builds do not import."""

from sitegen.features.weight import budgets
from sitegen.features.consistency import contradictions, titles
from sitegen.features.writing import github
from sitegen.features.outbound import hosts, recorded as outbound
from sitegen.check import translations, unused_files
from sitegen.check.rule import Check
from sitegen.check.texts import TextRule

REPORTS: tuple[Check, ...] = (
    translations.check,
    budgets.check,
    hosts.unlisted,
    unused_files.check,
    titles.check,
)

TEXT_REPORTS: tuple[TextRule, ...] = (github.report, contradictions.report, outbound.report)
"""Rules that search every text."""
