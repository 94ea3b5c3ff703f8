"""Pagers: links between the pages of a long list."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sitegen.model.urls import page_number_url
from sitegen.types import EntryKey
from sitegen.views.frame import Frame
from sitegen.views.views import Pager, PagerLink

AROUND = 2
"""Number of links on either side of the current page; the first and the last page always have one."""


def page_count(entries: int, paginate_by: int) -> int:
    return max(1, -(-entries // paginate_by))


def on_page(entries: Sequence[EntryKey], number: int, paginate_by: int) -> Sequence[EntryKey]:
    """The entries on one page of a list; pages are numbered from 1."""
    return entries[(number - 1) * paginate_by : number * paginate_by]


class PagerParts(Struct, frozen=True):
    """Everything that the pager on a page of a list is made from."""

    url: str
    """Address of the first page of the list, without a language prefix."""
    number: int
    """Number of the page, from 1."""
    entries: int
    """Number of entries in the whole list."""
    paginate_by: int


def pager(parts: PagerParts, frame: Frame) -> Pager:
    number, total = parts.number, page_count(parts.entries, parts.paginate_by)

    def url(page: int) -> str:
        return frame.href(frame.here(page_number_url(parts.url, page)))

    named = _named(number, total)
    return Pager(
        number=number,
        total=total,
        entries=parts.entries,
        previous=url(number - 1) if number > 1 else None,
        next=url(number + 1) if number < total else None,
        pages=tuple(
            PagerLink(page, url(page), page == number, gap=before + 1 < page)
            for before, page in zip((0, *named), named, strict=False)
        ),
    )


def _named(number: int, total: int) -> tuple[int, ...]:
    """Page numbers that have a link; a gap of a single number is filled, since the ellipsis is as wide."""
    near = {1, total, *range(max(1, number - AROUND), min(total, number + AROUND) + 1)}
    near |= {page + 1 for page in near if page + 2 in near}
    return tuple(sorted(near))
