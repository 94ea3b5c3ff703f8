"""Two entries of a type should not have the same title in a language, since readers cannot distinguish them.

A report instead of a rule of builds, because some titles repeat for good reason, such as annual meetings.

content/topics/food.md and content/topics/meals.md: title: Food
    →   content/topics/meals.md:2:8: warning: title.duplicate: content/topics/food.md has this title too
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.checked import Checked
from sitegen.check.report import Report
from sitegen.model.terms import as_term
from sitegen.types import Location, Problem, Severity


def report(checked: Checked) -> Report:
    return Report(tuple(_problems(checked)))


def _problems(checked: Checked) -> Iterator[Problem]:
    site = checked.site
    first: dict[tuple[str, str, str], str] = {}
    pages = ((site.documents[page.document], page) for page in site.pages.values() if page.retired is None)
    for document, page in sorted(pages, key=lambda pair: pair[0].path):
        key = (page.type, page.language, as_term(page.title).casefold())
        other = first.setdefault(key, document.path)
        if other != document.path:
            place = Location(document.path, *document.positions.get("title", (1, 1)))
            hint = "say in each title what only this one is about: a place, a year, a kind"
            yield Problem("title.duplicate", f"{other} has this title too", place, hint, Severity.WARNING)
