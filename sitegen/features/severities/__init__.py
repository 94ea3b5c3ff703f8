"""Severities of problems by code and folder, and the list of the problems that a site is known to have."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.severities.keys:KEYS")
JUDGE = EntryPoint("sitegen.features.severities.judge:judge")
