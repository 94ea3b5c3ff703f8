"""Facts for an accessibility statement, which its template shows."""

from sitegen.types.registers import EntryPoint, entry_points

SHARED_INPUTS = entry_points("sitegen.features.accessibility.statement:KINDS", "accessibility")
VIEWS = {"accessibility": EntryPoint("sitegen.features.accessibility.statement:AccessibilityView")}
