"""The values of a comparison. Addresses begin with `/` and do not include the base path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Op = Literal["equal", "delete", "insert"]


class Segment(Struct, frozen=True):
    """Some words, present in both builds or in one."""

    op: Op
    text: str


Hunk = tuple[Segment, ...]
"""A place on a page that changed: the old and new words, with a few words around them."""


class PageSummary(Struct, frozen=True):
    """A page as its readers see it."""

    address: str
    title: str
    language: str
    """Language of its `<html>`; may be empty."""
    words: int = 0
    opening: str = ""
    """First words below the title. Like the number, it is only set for pages that one build has."""


class PageWeight(Struct, frozen=True):
    """Transfer size of a first visit to a page."""

    size: int
    """Bytes."""
    requests: int


class PageChange(Struct, frozen=True):
    """A page that differs between the builds."""

    before: PageSummary
    after: PageSummary
    hunks: tuple[Hunk, ...]
    """Changes of this page alone; changes on many pages are in `DiffReport.shared`."""
    shared: int = 0
    """Number of other changes, which this page shares with others."""
    coarse: bool = False
    """True if the texts were too long to compare them word by word."""


class Shared(Struct, frozen=True):
    """Changes that are the same on many pages, such as those of a template, menu or title."""

    pages: tuple[str, ...]
    """Addresses of the pages."""
    hunks: tuple[Hunk, ...]


class Removed(Struct, frozen=True):
    """A page that only the old build has."""

    page: PageSummary
    leads_to: str = ""
    """Target of the redirect at its address; empty if there is none."""


class LinkChange(Struct, frozen=True):
    """A link within the site that pages have gained or lost."""

    target: str
    pages: tuple[str, ...]
    """Addresses of the pages."""


class NewHost(Struct, frozen=True):
    """A host to which the old build has no link."""

    host: str
    pages: tuple[str, ...]
    """Addresses of the pages and files that name it."""


class FigureState(Struct, frozen=True):
    title: str
    value: str
    """Value with qualifier and unit: `over 2,500 members`."""
    as_of: str


class FigureChange(Struct, frozen=True):
    key: str
    before: FigureState | None
    """None for a new figure."""
    after: FigureState | None
    """None for a removed figure."""


class WeightChange(Struct, frozen=True):
    """A noticeable change in transfer size, shared by several pages."""

    before: PageWeight
    after: PageWeight
    pages: tuple[str, ...]
    """Addresses of the pages. The sizes are those of the first; the others differ by about as much."""


class StaleTranslation(Struct, frozen=True):
    """A translation that has become stale because its source has changed."""

    page: str
    """Address of the translation."""
    language: str
    title: str
    headings: tuple[str, ...] = ()
    """Headings of the parts that have changed."""


class Files(Struct, frozen=True):
    """Other files: style sheets, pictures, data, feeds."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class DiffReport(Struct, frozen=True):
    """Differences of the second build from the first. Sorted, so that equal builds give equal reports."""

    added: tuple[PageSummary, ...] = ()
    changed: tuple[PageChange, ...] = ()
    """Pages with changes of their own."""
    removed: tuple[Removed, ...] = ()
    renamed: tuple[PageChange, ...] = ()
    shared: tuple[Shared, ...] = ()
    markup_only: tuple[str, ...] = ()
    """Addresses of pages whose HTML has changed but not their text."""
    redirects_added: Mapping[str, str] = field(default_factory=dict)
    redirects_removed: Mapping[str, str] = field(default_factory=dict)
    redirects_changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    hosts: tuple[NewHost, ...] = ()
    broken: tuple[LinkChange, ...] = ()
    """Links to missing pages that only the new build has."""
    links_added: tuple[LinkChange, ...] = ()
    links_removed: tuple[LinkChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    stale: tuple[StaleTranslation, ...] = ()
    lists: tuple[str, ...] = ()
    """Addresses of the pages above that only list others, according to the builds."""
    weights: tuple[WeightChange, ...] = ()
    files: Files = Files()
    unread: tuple[str, ...] = ()
    """Files that could not be read, with the reason."""
    moved_site: tuple[str, str] | None = None
    """The base URLs of the two builds, if they differ."""

    @property
    def is_empty(self) -> bool:
        """True if there are no differences."""
        return self == DiffReport(moved_site=self.moved_site, lists=self.lists)
