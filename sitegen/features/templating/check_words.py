"""Each string of a template has a translation in each language of the site.

{{ _("Our partners") }}   without a translation in templates/locale/fr.po   →   catalogue.untranslated
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.features.templating.check_catalogues import has_problem, is_built_in, is_english
from sitegen.read.parsed_template import place_in
from sitegen.read.templates import CATALOGUES
from sitegen.types import Location, Problem, Severity, Template, Templates

MOST_NAMED = 10
"""Limit on the strings that a message names."""


def check(checked: Checked) -> Iterator[Problem]:
    languages, templates = checked.site.config.languages, checked.templates
    strings = _strings(templates)
    for code, catalogue in templates.catalogues.items():
        if code not in languages or is_english(code) or has_problem(checked, catalogue.path):
            continue
        missing = [string for string in strings if string not in catalogue.messages]
        if missing:
            rows = checked.read(catalogue.path).decode("utf-8-sig").splitlines() if catalogue.path else ()
            yield _problem(code, languages[code].name, missing, strings, rows)


def _strings(templates: Templates) -> dict[str, Template]:
    """The strings of all templates in use, each with the first that has it; those of the site come first."""
    every = templates.templates.values()
    used = {name for template in every if ":" not in template.name for name in template.uses}
    found: dict[str, Template] = {}
    for template in sorted(every, key=lambda template: (not template.own, template.name)):
        if template.name in used and not is_built_in(template):
            found |= {string: template for string in template.messages if string not in found}
    return found


def _problem(
    code: str, language: str, missing: Sequence[str], strings: Mapping[str, Template], rows: Sequence[str]
) -> Problem:
    """The problem of a language, whose file has these rows: at a string there, or where a template has it."""
    path = f"{CATALOGUES}{code}.po"
    empty = [string for string in missing if _row(string) in rows]
    first, *others = dict.fromkeys((*empty, *missing))
    template = strings[first]
    if empty:
        place = Location(path, rows.index(_row(first)) + 1)
        hint = "write the translation as its msgstr; one that is marked as fuzzy is not used"
    else:
        place = place_in(template.path, template.text, template.messages[first], first)
        place = place if template.own else Location(path)
        hint = f"add {_row(first)} and a line with msgstr to {path}"
    named = [f'"{string}"' for string in (first, *others)][:MOST_NAMED]
    more = len(missing) - len(named)
    ends = [f"{more:,} other{'s' if more > 1 else ''}"] if more else [named.pop()]
    what = f"{', '.join(named)} and {ends[0]} have" if named else f"{ends[0]} has"
    message = f"{what} no translation in {language}; readers get {'them' if others else 'it'} in English"
    return Problem("catalogue.untranslated", message, place, hint, Severity.WARNING)


def _row(string: str) -> str:
    """The row of a string in a catalogue, if it has one of its own."""
    escaped = string.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'msgid "{escaped}"'


RULE = Rule(check, Scope.FACTS)
