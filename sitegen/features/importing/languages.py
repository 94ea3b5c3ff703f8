"""Languages of the old site as codes of sitegen."""

from __future__ import annotations

from collections.abc import Iterable

from sitegen.features.importing.imported import ImportedLanguage
from sitegen.kinds.codes import known_language


def language_code(written: str) -> str:
    """A code in the form of BCP 47: `pt_br` → `pt-BR`, `zh-hans` → `zh-Hans`."""
    parts = written.strip().replace("_", "-").split("-")
    cased = [parts[0].lower()]
    for part in parts[1:]:
        is_script = len(part) == 4 and part.isalpha()
        cased.append(part.title() if is_script else part.upper() if len(part) in (2, 3) else part.lower())
    return "-".join(cased)


def is_language(written: str) -> bool:
    """True if a name, such as that of a folder, is a code of a language."""
    return known_language(language_code(written))


def language(written: str, name: str = "", locale: str = "") -> ImportedLanguage:
    return ImportedLanguage(code=language_code(written), name=name, locale=locale)


def in_order(languages: Iterable[ImportedLanguage], default: str) -> tuple[ImportedLanguage, ...]:
    """The languages, the default one first."""
    found = {each.code: each for each in languages}
    first = found.pop(default, None) or ImportedLanguage(code=default)
    return (first, *found.values())
