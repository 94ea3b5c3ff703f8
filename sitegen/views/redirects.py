"""Redirects: old addresses and the pages that they point to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.kinds.old_addresses import OldAddress, read_old_address
from sitegen.model.urls import folded
from sitegen.read.fields import ALIASES, position_of_alias
from sitegen.types import Document, Location, Page, Site


class Redirect(Struct, frozen=True):
    """An old address with the page that it redirects to."""

    old: OldAddress
    page: Page
    written: str
    """The address as written in its file."""

    @property
    def own(self) -> bool:
        """True if the old address is that of the page itself, ignoring case."""
        return bool(self.old.file) and folded(self.old.file) == folded(self.page.output)


def redirects(site: Site) -> Iterator[Redirect]:
    """Redirects of the site, each once per page. Pages that readers cannot reach have none."""
    for page in site.pages.values():
        if page.output or page.outside or site.config.types[page.type].index:
            known: set[str] = set()
            for found in of_page(page):
                if not found.own and found.old.address not in known:
                    known.add(found.old.address)
                    yield found


def of_page(page: Page) -> Iterator[Redirect]:
    """Yields the old addresses of a page, including ones equal to its address."""
    return (Redirect(read_old_address(alias), page, alias) for alias in page.aliases)


def place_of(document: Document, written: str) -> Location:
    """The place of an old address in a document."""
    positions = document.positions
    return Location(document.path, *positions.get(position_of_alias(written), positions.get(ALIASES, ())))
