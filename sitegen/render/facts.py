"""Facts about rendered pages, for checks: anchors, and links that need a closer check."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator
from itertools import compress
from operator import itemgetter
from urllib.parse import urljoin

from sitegen.digest import digest_of_bytes
from sitegen.model.urls import target_of
from sitegen.render.tags import SOURCE, anchors_and_links
from sitegen.types import Config, Facts

ANCHOR, SOURCES, LINKS = "id=", "srcset=", ("href=", "src=", "poster=")
"""Ends of the text before a value in quotes; `data-id` also ends so, which does no harm."""
LAST_LETTERS = itemgetter(slice(-3, None))
ENDS = frozenset(map(LAST_LETTERS, (ANCHOR, SOURCES, *LINKS)))
OUTSIDE = re.compile(r"//|[A-Za-z][A-Za-z0-9+.-]*:")
MOST_KNOWN = 8000
"""Limit on valid links that are remembered for other pages."""


class FactFinder:
    """Finds the facts of pages. Links that are valid on one page are not checked again on the next."""

    def __init__(self, config: Config, outputs: Iterable[str], exact: bool = False) -> None:
        """Creates a finder; `exact` if templates write attributes in ways that the fast patterns miss."""
        self.base_url = config.base_url
        self.base_path = config.base_path
        self.outputs = frozenset(outputs)
        self.searched = config.searched is not None
        self.exact = exact
        self._good: set[str] = set()
        """Links to whole pages that exist, and to other sites."""

    def facts_of(self, data: bytes, path: str) -> Facts:
        """Facts of the HTML page at a path; links to other sites are ignored."""
        if len(self._good) > MOST_KNOWN:
            self._good.clear()
        text = data.decode("utf-8")
        anchors, open_links = (None if self.exact else self._quickly(text, path)) or self._exactly(text, path)
        found = digest_of_bytes(text_of(data)) if self.searched else ""
        return Facts("\n".join(sorted(anchors)), open_links, found)

    def _quickly(self, text: str, path: str) -> tuple[set[str], tuple[str, ...]] | None:
        """Anchors and open links, found by fast patterns for the usual forms of attributes.

        None if a link may be broken, or if it may be text that shows HTML.
        """
        anchors, written = _values(text)
        written -= self._good
        written.difference_update(f"#{anchor}" for anchor in anchors if "%" not in anchor)
        found = tuple(self._open(sorted(map(_plain, written)), path, anchors))
        for link, exists in found:
            end = html.escape(link.partition("#")[2])
            if not exists or not _is_in_tag(text, f'#{end}"'):
                return None
        return anchors, tuple(link for link, _ in found)

    def _exactly(self, text: str, path: str) -> tuple[set[str], tuple[str, ...]]:
        """Anchors and open links, found by parsing all tags of the page."""
        anchors, links = anchors_and_links(text)
        found = self._open(sorted(links - self._good), path, anchors)
        return anchors, tuple(dict.fromkeys(link for link, _ in found))

    def _open(self, links: Iterable[str], path: str, anchors: Container[str]) -> Iterator[tuple[str, bool]]:
        """Yields internal links that need a closer check, and whether their page exists.

        The links are converted to begin at the root of the site.
        """
        for written in links:
            if written.startswith("/") and written.endswith("/") and self._is_page(written):
                self._remember(written)
                continue
            link = written
            if link == self.base_url or link.startswith(f"{self.base_url}/"):
                link = link.removeprefix(self.base_url) or "/"
            elif link.startswith("/") and not link.startswith("//"):
                link = link.removeprefix(self.base_path)
            elif OUTSIDE.match(link):
                self._remember(written)
                continue
            elif not link.startswith("#"):
                link = urljoin(f"/{path}", link)
            target, fragment = target_of(link, path)
            exists = target in self.outputs
            if exists and not fragment:
                self._remember(written)
            elif target != path or fragment not in anchors:
                yield link, exists or target == path

    def _is_page(self, written: str) -> bool:
        return f"{written.removeprefix(self.base_path)[1:]}index.html" in self.outputs

    def _remember(self, written: str) -> None:
        """Remembers a valid link if it is independent of the page."""
        if "&" not in written and (written.startswith("/") or OUTSIDE.match(written)):
            self._good.add(written)


def _values(text: str) -> tuple[set[str], set[str]]:
    """Anchors, and links as they are written, in attributes of the usual form."""
    pieces = text.split('"')
    anchors: set[str] = set()
    links: set[str] = set()
    for number in compress(range(len(pieces) - 2), map(ENDS.__contains__, map(LAST_LETTERS, pieces))):
        before, value = pieces[number], pieces[number + 1]
        if before.endswith(ANCHOR):
            anchors.add(_plain(value))
        elif before.endswith(LINKS):
            links.add(value)
        elif before.endswith(SOURCES):
            links.update(SOURCE.findall(value))
    return anchors - {""}, links - {""}


def _is_in_tag(text: str, words: str) -> bool:
    """False if the first occurrence of some text is outside of tags."""
    at = text.find(words)
    return at < 0 or text.rfind("<", 0, at) > text.rfind(">", 0, at)


def _plain(written: str) -> str:
    return html.unescape(written) if "&" in written else written


def text_of(page: bytes) -> bytes:
    """Content of a page: its `main` element, or `body` if it has none."""
    for name in (b"main", b"body"):
        start, end = page.find(b"<" + name), page.rfind(b"</" + name + b">")
        if 0 <= start < end:
            inner = page.index(b">", start) + 1
            return page[inner:end]
    return b""
