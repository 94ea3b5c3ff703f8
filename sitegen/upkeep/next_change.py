"""The next day on which the site changes without an edit, so that it can be rebuilt on that day only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.build import examine
from sitegen.model.lifecycle import turning_days, turns
from sitegen.model.site import build_site
from sitegen.problems.formats import in_order
from sitegen.types import Config, Page, Problem, Site


class DatedChange(Struct, frozen=True):
    path: str
    """Path of the content file."""
    title: str
    what: str
    """Description of the change: `is published`, `expires`, or the names of two states: `Open → Closed`."""


class NextChange(Struct, frozen=True):
    day: date
    changes: tuple[DatedChange, ...]


def next_change(root: Path, config: Config) -> tuple[NextChange | None, tuple[Problem, ...]]:
    """Returns the first day after today on which the site changes, with its changes; None if there is none.

    If the site has errors, returns them instead. Builds and compares the sites of all candidate days,
    so that no rule here can differ from those of a build.
    """
    planned = examine(root, config)
    if planned.failed:
        return None, in_order(planned.problems)
    library, before = planned.library, planned.site
    days = {day for day in turning_days(library.documents.values(), config) if day > config.today}
    for day in sorted(days):
        after = build_site(library, replace(config, today=day), before.pictures)
        changes = tuple(sorted(_changes(before, after), key=lambda change: (change.path, change.what)))
        if changes:
            return NextChange(day, changes), ()
    return None, ()


def _changes(before: Site, after: Site) -> Iterator[DatedChange]:
    for key, page in after.pages.items():
        previous = before.pages.get(key)
        what = _what(previous, page, before, after) if previous else "is published"
        if what:
            yield DatedChange(after.documents[page.document].path, page.title, what)


def _what(page: Page, later: Page, before: Site, after: Site) -> str:
    """Description of the change of a page between two days; empty if it stays the same."""
    config = after.config
    if page.retired != later.retired:
        return "expires"
    rule = config.types[later.type].state
    if rule is None or page.state == later.state:
        changes = (t.change for t in turns() if t.state(page, before.config) != t.state(later, config))
        return next(changes, "")
    names = (_name(rule.values.get(state or "", {}), config) or state for state in (page.state, later.state))
    return " → ".join(str(name) for name in names)


def _name(texts: Mapping[str, str], config: Config) -> str:
    return texts.get(config.default_language) or texts.get("", "")
