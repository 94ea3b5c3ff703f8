"""A figure must have a value, a date and a source, even if its type does not require them.

value: 2500
as_of: 2025-10     →   figure.incomplete: a figure needs "source"
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.model.figures import FIGURES, figures_of
from sitegen.types import Location, Problem

NEEDED = ("value", "as_of", "source")


def check(checked: Checked) -> Iterator[Problem]:
    for entry in figures_of(checked.site):
        for key in checked.site.versions[entry].values():
            page = checked.site.pages[key]
            document = checked.site.documents[page.document]
            fields = checked.site.config.types[FIGURES].fields
            for name in NEEDED:
                required = name in fields and fields[name].required  # then its absence is already reported
                if name not in page.fields and name not in document.positions and not required:
                    place = Location(document.path, 1, 1)
                    yield Problem("figure.incomplete", f'a figure needs "{name}"', place, f"add {name}: …")


RULE = Rule(check, Scope.FACTS)
