"""A type has sheets only on a site with fonts for them; a note if what makes sheets is not installed.

sheet: sheet.html   in _type.yaml, and no `sheets` in content/site.yaml   →   sheets.fonts
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.features.sheets.definition import SHEET, SITE, SheetRule, template_of
from sitegen.problems.extras import install_command
from sitegen.types import Location, Problem, Severity


def check(checked: Checked) -> Iterator[Problem]:
    """A note if no sheets can be made, and an error for each type with sheets that the site does not have."""
    config = checked.site.config
    rule = config.contributed.get(SITE.name)
    if isinstance(rule, SheetRule) and rule.missing:
        message = f"no sheets are made: {', '.join(rule.missing)} is not installed"
        hint = f"install what makes them with: {install_command('sheets')}"
        yield Problem("sheets.tools", message, rule.location, hint, Severity.NOTE)
    for content_type in config.types.values():
        if template_of(content_type) and rule is None:
            place = Location(content_type.path, content_type.lines[SHEET.name])
            hint = "add sheets with its fonts to content/site.yaml"
            yield Problem(
                "sheets.fonts", "this type has sheets, and the site has no fonts for them", place, hint
            )


RULE = Rule(check, Scope.FACTS)
