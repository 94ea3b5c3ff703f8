"""How far each language is. One report a language, never a mistake.

content/site.yaml: note: translation.missing: es: 34 of 199 pages are translated; of pages only
1 of 4 (missing: accessibility, privacy, the-network); of cities, events, news none
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.config import SITE
from sitegen.types import Location, Problem, Severity

MOST_NAMED = 5


def check(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    pages = {t.name: site.entries[t.name] for t in site.config.types.values() if t.page}
    total = sum(map(len, pages.values()))
    for language in site.config.languages:
        missing = {n: [e for e in pages[n] if language not in site.versions[e]] for n in pages}
        count = total - sum(map(len, missing.values()))
        if count < total:
            details = "; ".join(_details({n: len(pages[n]) for n in pages}, missing))
            message = f"{language}: {count} of {total} pages are translated; {details}"
            yield Problem("translation.missing", message, Location(SITE), severity=Severity.NOTE)


def _details(totals: dict[str, int], missing: dict[str, list[str]]) -> Iterator[str]:
    """Types that are translated in part, with what they lack, and those that are not at all."""
    for name, entries in missing.items():
        if 0 < len(entries) < totals[name]:
            names = ", ".join(entry.partition("/")[2] for entry in entries[:MOST_NAMED])
            rest = ", …" if len(entries) > MOST_NAMED else ""
            yield f"of {name} only {totals[name] - len(entries)} of {totals[name]} (missing: {names}{rest})"
    none = [name for name, entries in missing.items() if entries and len(entries) == totals[name]]
    if none:
        yield f"of {', '.join(none)} none"
