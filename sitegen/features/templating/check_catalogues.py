"""Each language has a catalogue of interface strings, and each catalogue belongs to a language of the site.

languages: {en: {}, es: {}}   without templates/locale/es.po   →   catalogue.missing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.check.checked import Checked
from sitegen.check.rule import Rule, Scope
from sitegen.definition.config import SITE
from sitegen.read.parsed_template import BUILT_IN
from sitegen.read.templates import CATALOGUES
from sitegen.types import Location, Problem, Severity, Template
from sitegen.yaml.compose import compose
from sitegen.yaml.nodes import Mapping

WRITTEN_IN = "en"
"""Language of the strings in templates."""


def check(checked: Checked) -> Iterator[Problem]:
    languages, catalogues = checked.site.config.languages, checked.templates.catalogues
    lacking = [code for code in languages if code not in catalogues and not is_english(code)]
    for code in lacking if lacking and _have_words(checked) else ():
        path = f"{CATALOGUES}{code}.po"
        if not has_problem(checked, path):
            name = languages[code].name
            message = f"there are no words of the interface in {name}; readers get the English ones"
            hint = f"add {path}: a copy of the file of another language, with its words translated"
            if checked.site.config.theme.layers:
                hint = f"add {path}; sitegen theme copy locale/fr.po copies a file with all words"
            yield Problem("catalogue.missing", message, _place(checked, code), hint, Severity.WARNING)
    for code, catalogue in catalogues.items():
        if catalogue.path and code not in languages and not is_english(code):
            message = f'"{code}" is not a language of this site, so nothing uses this catalogue'
            near = _language_like(code, languages)
            place = Location(f"{CATALOGUES}{code}.po")
            hint = f"did you mean {near}.po?" if near else "add the language to site.yaml, or remove the file"
            severity = Severity.WARNING if near else Severity.NOTE
            yield Problem("catalogue.unused", message, place, hint, severity)


def _language_like(code: str, languages: Iterable[str]) -> str:
    """Language of the site with a similar code, such as `fr` for `fr_FR`; empty if there is none."""
    first = code.replace("_", "-").partition("-")[0].casefold()
    return next((known for known in languages if known.partition("-")[0] == first), "")


def _have_words(checked: Checked) -> bool:
    """True if a template of the site or of its theme has strings to translate."""
    return any(it.messages for it in checked.templates.templates.values() if not is_built_in(it))


def is_built_in(template: Template) -> bool:
    """True if sitegen itself has the file of a template."""
    return template.path == f"{BUILT_IN}{template.name}"


def has_problem(checked: Checked, path: str) -> bool:
    """True if the catalogue with this path has a problem of its own."""
    return any(problem.location.path == path for problem in checked.templates.problems)


def is_english(code: str) -> bool:
    """True if a language is that of the strings in templates."""
    return code.partition("-")[0] == WRITTEN_IN


def _place(checked: Checked, code: str) -> Location:
    """Location of a language in site.yaml."""
    root, _ = compose(checked.read(SITE).decode("utf-8-sig", "replace"), SITE)
    languages = root.get("languages") if isinstance(root, Mapping) else None
    key = languages.key(code) if isinstance(languages, Mapping) else None
    return Location(SITE, key.line, key.column) if key else Location(SITE)


RULE = Rule(check, Scope.FACTS)
