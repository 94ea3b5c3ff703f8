"""The pages of a long list: where one page of it leads."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sitegen.model.urls import page_number_url
from sitegen.views.frame import Frame
from sitegen.views.views import Pager, PagerLink

AROUND = 2
"""Pages named on either side of the present one; the first and the last are always named."""


def page_count(entries: int, paginate_by: int) -> int:
    return max(1, -(-entries // paginate_by))


def on_page(entries: Sequence[str], number: int, paginate_by: int) -> Sequence[str]:
    """What stands on a page; they count from 1."""
    return entries[(number - 1) * paginate_by : number * paginate_by]


class PagerParts(Struct, frozen=True):
    """Everything that the pager on a page of a list is made from."""

    url: str
    """Of the first page of the list, without the prefix of a language."""
    number: int
    """Of the page; they count from 1."""
    entries: int
    """In the whole list."""
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
    """The pages to name; a gap of one is filled, since a gap takes as much room."""
    near = {1, total, *range(max(1, number - AROUND), min(total, number + AROUND) + 1)}
    near |= {page + 1 for page in near if page + 2 in near}
    return tuple(sorted(near))
