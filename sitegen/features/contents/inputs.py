"""The contents of a long list: its years or letters, and its pages with what is on them.

A list that is sorted by date first is divided by year, and one that is sorted by title by the letters of the
language. The pages of other lists are not divided.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct

from sitegen.features.contents.outputs import (
    MOST_PAGES,
    contents_url,
    pages_of_contents,
    pages_of_list,
)
from sitegen.model.collation import collator
from sitegen.model.dates import is_when
from sitegen.model.listings import rule_of, sort_of, url_of
from sitegen.model.sorting import value_to_sort_by
from sitegen.model.urls import page_number_url
from sitegen.types import EntryKey, Input, ScopeKey, When
from sitegen.types.keys import Listing, parse_listing
from sitegen.views.inputs.indexes import listed
from sitegen.views.inputs.kind import InputKind, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import PagerParts, pager

TITLE = "title"


class ContentsPage(Struct, frozen=True):
    """A page of the list."""

    number: int
    url: str
    titles: tuple[str, str]
    """Titles of its first and of its last entry."""
    dates: tuple[When, When] | None
    """Dates of these, by which the list is sorted; None if it is sorted by something else."""


class ContentsSection(Struct, frozen=True):
    label: str
    """The year or letter with which its pages begin; empty if the list is not divided."""
    pages: tuple[ContentsPage, ...]


class ContentsGroup(Struct, frozen=True):
    label: str
    """A year or letter."""
    url: str
    """Address of the place in the contents that names the page on which it begins."""


class ContentsView(Struct, frozen=True):
    groups: tuple[ContentsGroup, ...]
    sections: tuple[ContentsSection, ...]


def _contents(inputs: InputSource, key: str) -> ContentsView:
    listing = parse_listing(key)
    scope, label = listing.scope, _labels(inputs, listing.scope)
    starts = inputs.shared.get(Input("contents", scope), _starts, inputs, scope)
    assert isinstance(starts, tuple)
    groups = tuple(ContentsGroup(name, _place(inputs, scope, page)) for name, page in starts if name)
    size = rule_of(inputs.site.config, scope).paginate_by
    first, last = (listing.number - 1) * MOST_PAGES, listing.number * MOST_PAGES
    entries = listed(inputs, Listing(scope))[first * size : last * size]
    pages = ((entries[at], _page(inputs, scope, first + at // size + 1, entries[at : at + size]))
             for at in range(0, len(entries), size))  # fmt: skip
    sections = (
        ContentsSection(name, tuple(page for _, page in found))
        for name, found in groupby(pages, key=lambda pair: label(pair[0]))
    )
    return ContentsView(groups, tuple(sections))


def _starts(inputs: InputSource, scope: ScopeKey) -> tuple[tuple[str, int], ...]:
    """Each year or letter of a list in its order, with the number of the page on which it begins."""
    entries, label = listed(inputs, Listing(scope)), _labels(inputs, scope)
    size = rule_of(inputs.site.config, scope).paginate_by
    found: dict[str, int] = {}
    for number, at in enumerate(range(0, len(entries), size), start=1):
        page = entries[at : at + size]
        whole = label(page[0]) != label(page[-1])
        for entry in page if whole else page[:1]:
            found.setdefault(label(entry), number)
    return tuple(found.items())


def _labels(inputs: InputSource, scope: ScopeKey) -> Callable[[EntryKey], str]:
    """Finds the year or the letter of an entry; empty if the list is sorted by neither."""
    viewer, name = inputs.viewer, _sorted_by(inputs, scope)
    value_of, letter = value_to_sort_by(name), collator(viewer.language.locale).letter

    def label(entry: EntryKey) -> str:
        page = viewer.page(entry)
        if name == TITLE:
            return letter(page.sort_title)
        value = value_of(page)
        return f"{value.year:04d}" if is_when(value) else ""  # type: ignore[attr-defined]

    return label


def _sorted_by(inputs: InputSource, scope: ScopeKey) -> str:
    return next(iter(sort_of(inputs.site.config, scope)), TITLE).lstrip("-")


def _page(inputs: InputSource, scope: ScopeKey, number: int, entries: Sequence[EntryKey]) -> ContentsPage:
    viewer = inputs.viewer
    ends = viewer.page(entries[0]), viewer.page(entries[-1])
    dates = tuple(map(value_to_sort_by(_sorted_by(inputs, scope)), ends))
    url = url_of(inputs.site, Listing(scope, number=number), viewer.language.code)
    return ContentsPage(
        number,
        viewer.href(viewer.here(url)),
        (viewer.title(ends[0]), viewer.title(ends[1])),
        dates if all(map(is_when, dates)) else None,  # type: ignore[arg-type]
    )


def _place(inputs: InputSource, scope: ScopeKey, page: int) -> str:
    """Address of the place in the contents of a list that names one of its pages."""
    viewer = inputs.viewer
    url = page_number_url(contents_url(inputs.site, scope), (page - 1) // MOST_PAGES + 1)
    return f"{viewer.href(viewer.here(url))}#page-{page}"


def _pager(inputs: InputSource, key: str) -> PagerParts:
    listing, site = parse_listing(key), inputs.site
    pages = pages_of_list(site, listing.scope)
    return PagerParts(contents_url(site, listing.scope), listing.number, pages, MOST_PAGES)


def _url(inputs: InputSource, key: str) -> str | None:
    """Address of the contents of the list of which this is a page, if it has contents."""
    listing, viewer = parse_listing(key), inputs.viewer
    if listing.filters or not pages_of_contents(inputs.site, listing.scope):
        return None
    return viewer.href(viewer.here(contents_url(inputs.site, listing.scope)))


KINDS = {
    "contents": InputKind(_contents),
    "contents_pager": made_from(_pager, pager),
    "contents_url": InputKind(_url),
}
