"""The values of a comparison. Addresses are without the base path, and begin with `/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

Op = Literal["equal", "delete", "insert"]


class Segment(Struct, frozen=True):
    """Some words, and whether both builds have them or one."""

    op: Op
    text: str


Hunk = tuple[Segment, ...]
"""A place on a page that changed: what was there and what is there now, with a few words around it."""


class Leaf(Struct, frozen=True):
    """A page as a reader sees it."""

    address: str
    title: str
    language: str
    """As its `<html>` says; perhaps none."""
    words: int = 0
    opening: str = ""
    """The first of them below the title. Both are only for pages that one of the builds has."""


class Weighed(Struct, frozen=True):
    """What the first visit to a page brings over the line."""

    size: int
    """In bytes."""
    requests: int


class PageChange(Struct, frozen=True):
    """A page of both builds that is not the same."""

    before: Leaf
    after: Leaf
    hunks: tuple[Hunk, ...]
    """Those of this page alone; what many pages share is in `Report.shared`."""
    shared: int = 0
    """How many more there are that other pages share."""
    coarse: bool = False
    """The texts were too long for a comparison word by word."""


class Shared(Struct, frozen=True):
    """Changes that are the same on many pages, as those of a template, a menu or a title are."""

    pages: tuple[str, ...]
    """Their addresses."""
    hunks: tuple[Hunk, ...]


class Removed(Struct, frozen=True):
    page: Leaf
    leads_to: str = ""
    """Where the old address leads now; empty: nowhere."""


class LinkChange(Struct, frozen=True):
    """An address within the site that pages began or ceased to lead to."""

    target: str
    pages: tuple[str, ...]
    """Addresses of the pages."""


class NewHost(Struct, frozen=True):
    """Another site that nothing led to before."""

    host: str
    pages: tuple[str, ...]
    """Addresses of the pages and files that name it."""


class FigureState(Struct, frozen=True):
    title: str
    value: str
    """With qualifier and unit, as in `over 2,500 members`."""
    as_of: str


class FigureChange(Struct, frozen=True):
    key: str
    before: FigureState | None
    """None for a new figure."""
    after: FigureState | None
    """None for one that is gone."""


class WeightChange(Struct, frozen=True):
    """A noticeable difference of what pages bring, the same for all of them."""

    before: Weighed
    after: Weighed
    pages: tuple[str, ...]
    """Of the first the figures are; the others differ by about as much."""


class StaleTranslation(Struct, frozen=True):
    """A translation whose source has changed, and that was fresh before."""

    page: str
    """Its address."""
    language: str
    title: str
    headings: tuple[str, ...] = ()
    """Of the parts that have changed."""


class Files(Struct, frozen=True):
    """Other files: style sheets, pictures, data, feeds."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Report(Struct, frozen=True):
    """What the second build changes. Everything is sorted, so that equal builds give equal reports."""

    added: tuple[Leaf, ...] = ()
    changed: tuple[PageChange, ...] = ()
    """Pages with a change of their own."""
    removed: tuple[Removed, ...] = ()
    renamed: tuple[PageChange, ...] = ()
    shared: tuple[Shared, ...] = ()
    markup_only: tuple[str, ...] = ()
    """Addresses of pages with other HTML and the same text."""
    redirects_added: Mapping[str, str] = field(default_factory=dict)
    redirects_removed: Mapping[str, str] = field(default_factory=dict)
    redirects_changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    hosts: tuple[NewHost, ...] = ()
    broken: tuple[LinkChange, ...] = ()
    """Links of the new build to what it does not have, where the old build had none such."""
    links_added: tuple[LinkChange, ...] = ()
    links_removed: tuple[LinkChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    stale: tuple[StaleTranslation, ...] = ()
    lists: tuple[str, ...] = ()
    """The addresses of those pages above that only list others, as far as the builds tell."""
    weights: tuple[WeightChange, ...] = ()
    files: Files = Files()
    unread: tuple[str, ...] = ()
    """What could not be looked at, and why."""
    moved_site: tuple[str, str] | None = None
    """The base addresses, where the two builds are for different ones."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found to be different."""
        return self == Report(moved_site=self.moved_site, lists=self.lists)
