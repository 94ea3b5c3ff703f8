"""Reports on the progress of translations, notices for readers, and a rule on facts that differ."""

from sitegen.types.registers import EntryPoint, entry_points

KEYS = EntryPoint("sitegen.features.translations.keys:KEYS")
INPUTS = entry_points("sitegen.features.translations.notices:KINDS", "untranslated")
SHARED_INPUTS = entry_points("sitegen.features.translations.notices:KINDS", "thin")
VIEWS = {
    "thin": EntryPoint("sitegen.features.translations.notices:ThinView"),
    "untranslated": EntryPoint("sitegen.features.translations.notices:UntranslatedView"),
}
RULES = (EntryPoint("sitegen.features.translations.overridden:RULE"),)
REPORTS = (EntryPoint("sitegen.features.translations.progress:report"),)
