"""Reports on the progress of translations, and a rule on facts in which they differ from their sources."""

from sitegen.types.registers import EntryPoint

RULES = (EntryPoint("sitegen.features.translations.overridden:RULE"),)
REPORTS = (EntryPoint("sitegen.features.translations.progress:report"),)
