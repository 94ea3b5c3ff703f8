"""Redirects: old addresses and the pages that they point to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sitegen.kinds.old_addresses import OldAddress, read_old_address
from sitegen.model.urls import MISSING, folded, in_language
from sitegen.read.fields import ALIASES, position_of_alias
from sitegen.types import Document, Location, Page, Site
from sitegen.views.viewer import Viewer


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


def missing_pages(viewer: Viewer) -> dict[str, str]:
    """The error page for the addresses below each language, except the default one."""
    config = viewer.config
    others = [code for code in config.languages if code != config.default_language]
    return {
        viewer.href(in_language(config, "/*", code)): viewer.href(in_language(config, MISSING, code))
        for code in others
    }


def addresses_moved(viewer: Viewer) -> dict[str, str]:
    """New addresses by old ones, both as hosts see them, sorted by the old ones."""
    base_path = viewer.config.base_path
    found = {
        base_path + form: viewer.href(viewer.url_of(redirect.page))
        for redirect in redirects(viewer.site)
        for form in redirect.old.forms
    }
    return dict(sorted(found.items()))
