"""Facts for an accessibility statement, which its template shows."""

from sitegen.features.accessibility import statement

INPUTS = statement.KINDS
VIEWS = {"accessibility": statement.AccessibilityView}
