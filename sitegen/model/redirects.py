"""Old addresses and the pages that they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model.viewer import Viewer
from sitegen.types import Page, Site


def redirects(site: Site) -> Iterator[tuple[str, Page]]:
    """Each old address without the base path, with its page; what nobody can read has none."""
    for page in site.pages.values():
        if page.output or site.config.types[page.type].index:
            for alias in page.aliases:
                yield alias if alias.endswith((".html", "/")) else f"{alias}/", page


def addresses_moved(viewer: Viewer) -> dict[str, str]:
    """From old to new address, both as a host sees them, in the order of the old ones."""
    found = {viewer.href(old): viewer.href(viewer.url_of(page)) for old, page in redirects(viewer.site)}
    return dict(sorted(found.items()))
