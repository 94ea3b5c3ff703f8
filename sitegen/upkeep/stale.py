"""Entries that are due for review, expired, or soon to expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from msgspec import Struct

from sitegen.build.build import examine
from sitegen.model.dates import at, expiry, last_day, review
from sitegen.model.lifecycle import EXPIRES, REVIEW_BY
from sitegen.problems.formats import in_order
from sitegen.types import Config, Document, Problem, Site, When

REVIEW, EXPIRED, TO_EXPIRE = "review", "expired", "expires"


class Deadline(Struct, frozen=True):
    """A review or expiry date of an entry."""

    day: date
    """Last day for the review, or last day on which the entry is valid."""
    what: str
    """Kind of deadline: `review`, `expired` or `expires`."""
    owner: str
    """Owner as written; a translation without one has that of its source. May be empty."""
    title: str
    path: str
    line: int


def stale(
    root: Path, config: Config, within: int = 0, owner: str = ""
) -> tuple[tuple[Deadline, ...], tuple[Problem, ...]]:
    """Deadlines that have passed or will pass within a number of days, earliest first.

    Only entries whose owner contains `owner` are included. If the site has errors, returns them instead.
    """
    planned = examine(root, config)
    if planned.failed:
        return (), in_order(planned.problems)
    ahead = min(within, (date.max - config.today).days)
    deadlines = _deadlines(planned.site, config.today, config.today + timedelta(days=ahead))
    wanted = (deadline for deadline in deadlines if owner.casefold() in deadline.owner.casefold())
    return tuple(sorted(wanted, key=lambda it: (it.day, it.path, it.line))), ()


def _deadlines(site: Site, today: date, until: date) -> Iterator[Deadline]:
    for document in site.documents.values():
        retired = site.retired.get(document.entry)
        if at(review(document.fields), until) and not retired:
            yield _deadline(site, document, REVIEW_BY, REVIEW)
        if at(expiry(document.fields), until) and (retired is None or retired.expired):
            late = at(expiry(document.fields), today)
            yield _deadline(site, document, EXPIRES, EXPIRED if late else TO_EXPIRE)


def _deadline(site: Site, document: Document, name: str, what: str) -> Deadline:
    page = site.pages.get(document.key)
    fields = page.fields if page else document.fields
    when: When = document.fields[name]  # type: ignore[assignment]
    title, line = str(fields.get("title", document.name)), document.positions[name][0]
    return Deadline(last_day(when), what, str(fields.get("owner", "")), title, document.path, line)
