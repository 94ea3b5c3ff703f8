"""Finds the page that a broken link means by an address: the page has it now, or had it before.

[Food](/topics/food)        →   write ../topics/food.md: the page with this address
[Food](../old/food.html)    →   write ../topics/food.md: the page that had this address
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from posixpath import dirname, relpath
from urllib.parse import unquote, urljoin

from sitegen.check.checked import Checked
from sitegen.read.entry_places import INTRO
from sitegen.read.scan import CONTENT_FILES
from sitegen.types import Document
from sitegen.types.paths import beside, composed
from sitegen.types.patterns import lazy_pattern
from sitegen.views.redirects import redirects
from sitegen.views.released import LOCK, ReleasedAddress, read_lock

ENDING = lazy_pattern(r"(?i)(?:/index)?\.(?:html?|php|aspx?|md)$|/+$")
"""Matches what the addresses of a page have at their end on different systems."""


class FormerPages:
    """Pages by address, indexed when the first is needed."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked

    def hint(self, document: Document, target: str) -> str:
        """Advice to link to the file of a page; empty if the target is not an address of one."""
        path = target.partition("#")[0].partition("?")[0]
        if file := self._file(document, path):
            return f"write {relpath(file, dirname(document.path))}"
        for bare in _addresses(document, self._checked, path):
            for pages, words in ((self._now, "with"), (self._before, "that had")):
                if bare in pages:
                    file = relpath(pages[bare], dirname(document.path))
                    return f"write {file}: the page {words} this address"
            if bare in self._gone:
                return f"the page with this address is gone: {self._gone[bare]}"
        return ""

    def _file(self, document: Document, path: str) -> str:
        """Path of a file whose name lacks its ending, or has that of a page; empty if there is none."""
        plain = unquote(ENDING.sub("", path))
        file = composed(f"content{plain}") if path.startswith("/") else beside(document.path, plain)
        found = (f"{file}{ending}" for ending in (*CONTENT_FILES, *(f"/{INTRO}{e}" for e in CONTENT_FILES)))
        return next((path for path in found if path in self._checked.site.paths), "") if plain else ""

    @cached_property
    def _now(self) -> Mapping[str, str]:
        """Address → path of the file of its page."""
        site = self._checked.site
        pages = (page for page in reversed(tuple(site.pages.values())) if page.output)
        return {_bare(page.url): site.documents[page.document].path for page in pages}

    @cached_property
    def _before(self) -> Mapping[str, str]:
        """Old address → path of the file of the page that it redirects to."""
        site = self._checked.site
        return {_bare(r.old.address): site.documents[r.page.document].path for r in redirects(site)}

    @cached_property
    def _gone(self) -> Mapping[str, str]:
        """Address of a page that is gone → the reason."""
        if not self._checked.has_lock:
            return {}
        released = read_lock(self._checked.read(LOCK).decode("utf-8", "replace"))
        return {_bare(r.address): r.reason for r in released if isinstance(r, ReleasedAddress) and r.reason}


def _addresses(document: Document, checked: Checked, path: str) -> Iterator[str]:
    """The addresses that a path can mean, seen from the address of its page and from that of the site."""
    if path.startswith("/"):
        yield _bare(path)
        return
    page = checked.site.pages.get(document.key)
    if page is not None and page.output:
        yield _bare(urljoin(page.url, path))
    yield _bare(f"/{path}")


def _bare(address: str) -> str:
    """An address without what differs between systems: case, escapes, the ending."""
    found = composed(unquote(address)).casefold()
    while ending := ENDING.search(found):
        found = found[: ending.start()]
    return found
