"""What `sitegen check` says beyond mistakes. Apart from the other rules, since no build needs it."""

from sitegen.check import budgets, contradictions, github, hosts, outbound, titles, translations, unused_files
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
"""Rules that look through every text."""
