"""Reports on the size of pages: budgets, and an estimate of the greenhouse gases of a page view."""

from sitegen.types.registers import EntryPoint

KEYS = EntryPoint("sitegen.features.weight.keys:KEYS")
REPORTS = (EntryPoint("sitegen.features.weight.budgets:report"),)
