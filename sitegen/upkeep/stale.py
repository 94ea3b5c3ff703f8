"""What waits for somebody: entries past their review, expired, or soon to be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import failed, known
from sitegen.model.dates import at, expiry, last_day, review
from sitegen.model.lifecycle import EXPIRES, REVIEW_BY
from sitegen.problems.formats import in_order
from sitegen.types import Config, Document, Problem, Site, When

REVIEW, EXPIRED, TO_EXPIRE = "review", "expired", "expires"


class Due(Struct, frozen=True):
    """Something that an entry waits for."""

    day: date
    """The last day before it is late, or the last on which the entry holds."""
    what: str
    """`review`, `expired` or `expires`."""
    owner: str
    """As written; of a translation without one that of its source; perhaps nobody."""
    title: str
    path: str
    line: int


def stale(
    root: Path, config: Config, within: int = 0, owner: str = ""
) -> tuple[tuple[Due, ...], tuple[Problem, ...]]:
    """What is late, or will be in so many days, the latest first, and perhaps of one owner.

    Or the problems for which nothing can be said.
    """
    prepared = known(root, config)
    if failed(prepared.problems):
        return (), in_order(prepared.problems)
    ahead = min(within, (date.max - config.today).days)
    found = _due(prepared.site, config.today, config.today + timedelta(days=ahead))
    wanted = (due for due in found if owner.casefold() in due.owner.casefold())
    return tuple(sorted(wanted, key=lambda due: (due.day, due.path, due.line))), ()


def _due(site: Site, today: date, until: date) -> Iterator[Due]:
    for document in site.documents.values():
        retired = site.retired.get(document.entry)
        if at(review(document.fields), until) and not retired:
            yield _waiting(site, document, REVIEW_BY, REVIEW)
        if at(expiry(document.fields), until) and (retired is None or retired.expired):
            late = at(expiry(document.fields), today)
            yield _waiting(site, document, EXPIRES, EXPIRED if late else TO_EXPIRE)


def _waiting(site: Site, document: Document, name: str, what: str) -> Due:
    page = site.pages.get(document.key)
    fields = page.fields if page else document.fields
    when: When = document.fields[name]  # type: ignore[assignment]
    title, line = str(fields.get("title", document.name)), document.positions[name][0]
    return Due(last_day(when), what, str(fields.get("owner", "")), title, document.path, line)
