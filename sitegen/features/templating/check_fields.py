"""A template must not use a field that no card has, even if no page uses the template yet.

{{ card.fields.plase }}   →   template.undefined: no card has the field "plase"
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.definition.built_in import BUILT_IN
from sitegen.problems.formats import suggest
from sitegen.read.parsed_template import place_in
from sitegen.types import Config, FieldUse, Location, Problem, Template

REFUSED = "error"
"""Value of `unknown_fields` of a type whose entries have no fields but those that it declares."""


def check(checked: Checked) -> Iterator[Problem]:
    """A problem for the first use of each unknown field in a template of the site.

    Templates of a theme are also for types that the site does not have.
    """
    types = checked.site.config.types.values()
    anywhere = {name for one in types for name in one.fields}
    on_cards = {name for one in types for name in (one.card if one.page else one.fields)}
    any_name = {one.page for one in types if one.unknown_fields != REFUSED}
    own = (template for template in checked.templates.templates.values() if template.own)
    for template in own:
        for used in template.field_uses:
            if used.on_card and used.name not in on_cards and False not in any_name:
                yield _problem(checked.site.config, template, used, on_cards)
            elif not used.on_card and used.name not in anywhere and not any_name:
                yield _problem(checked.site.config, template, used, anywhere)


def _problem(config: Config, template: Template, used: FieldUse, known: Iterable[str]) -> Problem:
    files = [one.path for one in config.types.values() if one.page and used.name in one.fields]
    message = f'no {"card" if used.on_card else "entry"} has the field "{used.name}"'
    own = sorted({*known} - {field.name for field in BUILT_IN})
    listed = f"fields{' on cards' if used.on_card else ''}: {', '.join(own) or 'none'}"
    hint = suggest(used.name, known) or listed
    if used.on_card and files:
        hint = f'add it to "card" in {" or ".join(files)}'
    return Problem("template.undefined", message, _place(template, used), hint)


def _place(template: Template, used: FieldUse) -> Location:
    found = place_in(template.path, template.text, used.line, f"{used.owner}.fields", used.name)
    return found if found.column else place_in(template.path, template.text, used.line, used.name)


RULE = Rule(check, Scope.FACTS)
