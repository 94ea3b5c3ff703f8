"""What `sitegen check` says beyond mistakes. Apart from the other rules, since no build needs it."""

from sitegen.check import budgets, contradictions, github, hosts, outbound, translations, unused_files
from sitegen.check.rule import Check

REPORTS: tuple[Check, ...] = (
    translations.check,
    github.check,
    contradictions.check,
    budgets.check,
    hosts.unlisted,
    outbound.check,
    unused_files.check,
)
