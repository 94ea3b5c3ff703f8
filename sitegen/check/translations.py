"""How far each language is: what has no translation. One line a language and type, never an error.

content/topics: translation.missing: es: 2 of 20 topics are not translated (food, water)
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.types import Location, Problem, Severity

MOST_NAMED = 5


def check(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    for content_type in site.config.types.values():
        for language in site.config.languages:
            entries = site.entries[content_type.name]
            missing = [e.partition("/")[2] for e in entries if language not in site.versions[e]]
            started = len(missing) < len(entries)
            if missing and (started or language != site.config.default_language) and content_type.page:
                yield _report(content_type.name, language, missing, len(entries))


def _report(type_name: str, language: str, missing: list[str], total: int) -> Problem:
    names = ", ".join(missing[:MOST_NAMED]) + (", …" if len(missing) > MOST_NAMED else "")
    message = f"{language}: {len(missing)} of {total} {type_name} are not translated ({names})"
    return Problem("translation.missing", message, Location(f"content/{type_name}"), "", Severity.WARNING)
