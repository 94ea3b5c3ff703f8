"""The contents of a long list: its years or letters, and its pages with what is on them.

A list that is sorted by date first is divided by year, and one that is sorted by title by the letters of the
language. The pages of other lists are not divided, such as those of a term whose entries are sorted by type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from msgspec import Struct

from sitegen.features.contents.long_lists import MOST_PAGES, LongList, long_list, sort_of_list
from sitegen.model.collation import collator
from sitegen.model.dates import is_when
from sitegen.model.sorting import value_to_sort_by
from sitegen.model.urls import page_number_url
from sitegen.types import EntryKey, Input, When
from sitegen.types.keys import kind_and_key, number_of, owner_of, parse_listing, parse_term, subject_key
from sitegen.views.inputs.archives import with_term
from sitegen.views.inputs.indexes import listed
from sitegen.views.inputs.kind import InputKind, made_from
from sitegen.views.inputs.source import InputSource
from sitegen.views.pagers import PagerParts, page_count, pager
from sitegen.views.titled import LISTING, TERM

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
    found, number = long_list(inputs.site, key), number_of(key)[1]
    by = _sorted_by(inputs, found)
    label = _labels(inputs, by)
    starts = inputs.shared.get(Input("contents", found.subject), _starts, inputs, found)
    assert isinstance(starts, tuple)
    groups = tuple(ContentsGroup(name, _place(inputs, found, page)) for name, page in starts if name)
    size = found.on_page
    first, last = (number - 1) * MOST_PAGES, number * MOST_PAGES
    entries = _entries(inputs, found)[first * size : last * size]
    pages = [entries[at : at + size] for at in range(0, len(entries), size)]
    views = [_page(inputs, found, at, page, by) for at, page in enumerate(pages, start=first + 1)]
    sections = (
        ContentsSection(name, tuple(view for _, view in its))
        for name, its in groupby(zip(pages, views, strict=True), key=lambda pair: label(pair[0][0]))
    )
    return ContentsView(groups, tuple(sections))


def _entries(inputs: InputSource, found: LongList) -> Sequence[EntryKey]:
    """All entries of a list in its order."""
    kind, key = kind_and_key(found.subject)
    return with_term(inputs, parse_term(key)) if kind == TERM else listed(inputs, parse_listing(key))


def _starts(inputs: InputSource, found: LongList) -> tuple[tuple[str, int], ...]:
    """Each year or letter of a list in its order, with the number of the page on which it begins."""
    entries, label = _entries(inputs, found), _labels(inputs, _sorted_by(inputs, found))
    starts: dict[str, int] = {}
    for number, at in enumerate(range(0, len(entries), found.on_page), start=1):
        page = entries[at : at + found.on_page]
        whole = label(page[0]) != label(page[-1])
        for entry in page if whole else page[:1]:
            starts.setdefault(label(entry), number)
    return tuple(starts.items())


def _labels(inputs: InputSource, name: str) -> Callable[[EntryKey], str]:
    """Finds the year or the letter of an entry in a list sorted by a field; empty if it is neither."""
    viewer = inputs.viewer
    value_of, letter = value_to_sort_by(name), collator(viewer.language.locale).letter

    def label(entry: EntryKey) -> str:
        page = viewer.page(entry)
        if name == TITLE:
            return letter(page.sort_title)
        value = value_of(page)
        return f"{value.year:04d}" if is_when(value) else ""  # type: ignore[attr-defined]

    return label


def _sorted_by(inputs: InputSource, found: LongList) -> str:
    """Name of the field by which a list is sorted first; empty if it is sorted by type."""
    return next(iter(sort_of_list(inputs.site, found)), "").lstrip("-")


def _page(
    inputs: InputSource, found: LongList, number: int, entries: Sequence[EntryKey], by: str
) -> ContentsPage:
    viewer = inputs.viewer
    ends = viewer.page(entries[0]), viewer.page(entries[-1])
    dates = tuple(map(value_to_sort_by(by), ends))
    return ContentsPage(
        number,
        viewer.href(viewer.here(page_number_url(found.url, number))),
        (viewer.title(ends[0]), viewer.title(ends[1])),
        dates if all(map(is_when, dates)) else None,  # type: ignore[arg-type]
    )


def _place(inputs: InputSource, found: LongList, page: int) -> str:
    """Address of the place in the contents of a list that names one of its pages."""
    viewer = inputs.viewer
    url = page_number_url(found.contents_url, (page - 1) // MOST_PAGES + 1)
    return f"{viewer.href(viewer.here(url))}#page-{page}"


def _pager(inputs: InputSource, key: str) -> PagerParts:
    found = long_list(inputs.site, key)
    pages = page_count(found.entries, found.on_page)
    return PagerParts(found.contents_url, number_of(key)[1], pages, MOST_PAGES)


def _of_listing(inputs: InputSource, key: str) -> str | None:
    """Address of the contents of the list of which this is a page, if it has contents."""
    listing = parse_listing(key)
    if listing.filters or owner_of(listing.scope):
        return None
    return _url(inputs, subject_key(LISTING, key))


def _of_term(inputs: InputSource, key: str) -> str | None:
    return _url(inputs, subject_key(TERM, key))


def _url(inputs: InputSource, key: str) -> str | None:
    viewer, found = inputs.viewer, long_list(inputs.site, key)
    return viewer.href(viewer.here(found.contents_url)) if found.pages_of_contents else None


KINDS = {
    "contents": InputKind(_contents),
    "contents_pager": made_from(_pager, pager),
    "contents_url": InputKind(_of_listing),
    "term_contents_url": InputKind(_of_term),
}
