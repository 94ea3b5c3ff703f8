"""Reports the progress of each language, and translations that are older than their sources.

content/site.yaml: note: translation.missing: es: 34 of 199 pages are translated; of pages only
1 of 4 (missing: accessibility, privacy, the-network); of cities, events, news none
content/topics/food.fr.md: note: translation.stale: its source has changed: summary changed
content/topics/food.fr.md: note: translation.picture: the picture in "photo" is described in en only
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.definition.config import SITE
from sitegen.model.offered import offered_in
from sitegen.model.translated_pictures import is_inherited, texts_of
from sitegen.model.translation_lock import LOCK
from sitegen.model.translations import State, changes, states
from sitegen.types import EntryKey, Location, Page, Problem, Severity, Site
from sitegen.types.keys import name_of

MOST_NAMED = 5


def report(checked: Checked) -> Report:
    return Report(tuple(_problems(checked)))


def _problems(checked: Checked) -> Iterator[Problem]:
    yield from _missing(checked.site)
    yield from _stale(checked.site)
    yield from _unrecorded(checked.site)
    yield from _pictures(checked.site)


def _pictures(site: Site) -> Iterator[Problem]:
    """Notes for translations whose pictures have the alternative text of the source."""
    for page in site.pages.values():
        if page.inherited and page.language != page.source_language and page.retired is None:
            for name in sorted(_described_elsewhere(page)):
                path = site.documents[page.document].path
                message = f'the picture in "{name}" is described in {page.source_language} only'
                hint = f"{name}: {{alt: what it shows}} is enough; the file comes from the source"
                yield Problem("translation.picture", message, Location(path), hint, Severity.NOTE)


def _described_elsewhere(page: Page) -> Iterator[str]:
    for name, value in page.fields.items():
        if any(is_inherited(page.inherited, place) for place, _ in texts_of(value, name)):
            yield name


def _missing(site: Site) -> Iterator[Problem]:
    for language in site.config.languages:
        entries = offered_in(site, language).entries
        pages = {t.name: entries[t.name] for t in site.config.types.values() if t.page}
        total = sum(map(len, pages.values()))
        missing = {n: [e for e in pages[n] if language not in site.versions[e]] for n in pages}
        count = total - sum(map(len, missing.values()))
        if count < total:
            details = "; ".join(_details({n: len(pages[n]) for n in pages}, missing))
            message = f"{language}: {count} of {total} pages are translated; {details}"
            yield Problem("translation.missing", message, Location(SITE), severity=Severity.NOTE)


def _details(totals: dict[str, int], missing: dict[str, list[EntryKey]]) -> Iterator[str]:
    """Partially translated types with their missing entries, then types without translations."""
    for name, entries in missing.items():
        if 0 < len(entries) < totals[name]:
            names = ", ".join(name_of(entry) for entry in entries[:MOST_NAMED])
            rest = ", …" if len(entries) > MOST_NAMED else ""
            yield f"of {name} only {totals[name] - len(entries)} of {totals[name]} (missing: {names}{rest})"
    none = [name for name, entries in missing.items() if entries and len(entries) == totals[name]]
    if none:
        yield f"of {', '.join(none)} none"


def _stale(site: Site) -> Iterator[Problem]:
    for key in sorted(site.outdated):
        found = changes(site, key)
        named = ", ".join(f"{change.name} {change.how}" for change in found[:MOST_NAMED])
        rest = ", …" if len(found) > MOST_NAMED else ""
        path = site.documents[key].path
        message = f"its source has changed: {named}{rest}"
        hint = f"when it is up to date again: sitegen translations --accept {path}"
        yield Problem("translation.stale", message, Location(path), hint, Severity.NOTE)


def _unrecorded(site: Site) -> Iterator[Problem]:
    """Notes for translations without a record, if the site keeps records."""
    if not site.made_from:
        return
    found = [key for key, state in states(site).items() if state is State.UNRECORDED]
    for language in site.config.languages:
        paths = [site.documents[key].path for key in found if site.documents[key].language == language]
        if paths:
            named = ", ".join(paths[:MOST_NAMED]) + (", …" if len(paths) > MOST_NAMED else "")
            number = "1 translation has" if len(paths) == 1 else f"{len(paths)} translations have"
            message = f"{language}: {number} not been accepted yet: {named}"
            hint = "read them, then: sitegen translations --accept FILE"
            yield Problem("translation.unrecorded", message, Location(LOCK), hint, Severity.NOTE)
