"""Rules on what a site says twice: figures and numbers in texts, dates, terms and titles."""

from sitegen.types.registers import EntryPoint

DOCUMENT_RULES = (
    EntryPoint("sitegen.features.consistency.dates:check"),
    EntryPoint("sitegen.features.consistency.repeats:check"),
)
RULES = (
    EntryPoint("sitegen.features.consistency.figures:RULE"),
    EntryPoint("sitegen.features.consistency.terms:RULE"),
)
REPORTS = (
    EntryPoint("sitegen.features.consistency.titles:report"),
    EntryPoint("sitegen.features.consistency.contradictions:report"),
)
