"""What checks need to know of a rendered page: its anchors, and its links that need a closer look."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator

from sitegen.digest import digest_of_bytes
from sitegen.model.urls import target_of
from sitegen.types import Config, Facts

ANCHOR = re.compile(r'id="([^"]+)"')
LINKS = (re.compile(r'href="([^"]+)"'), re.compile(r'src="([^"]+)"'))
"""Each begins with a word, so that it is found fast; `data-id` and the like do no harm."""
MOST_KNOWN = 8000
"""Links that are kept in mind for the next pages."""


class FactFinder:
    """Finds the facts of pages of a site. What has been looked at on one page is known on the next."""

    def __init__(self, config: Config, outputs: Iterable[str]) -> None:
        self.base_url = config.base_url
        self.base_path = config.base_path
        self.outputs = frozenset(outputs)
        self.searched = config.searched is not None
        self._good: set[str] = set()
        """Links to whole pages that exist, and to other sites."""

    def facts_of(self, data: bytes, path: str) -> Facts:
        """The facts of the HTML page at a path; links to other sites do not count."""
        if len(self._good) > MOST_KNOWN:
            self._good.clear()
        text = data.decode("utf-8")
        anchors = sorted(set(map(_plain, ANCHOR.findall(text))))
        links = {link for pattern in LINKS for link in pattern.findall(text)} - self._good
        found = digest_of_bytes(text_of(data)) if self.searched else ""
        return Facts("\n".join(anchors), tuple(self._open(sorted(links), path, anchors)), found)

    def _open(self, links: Iterable[str], path: str, anchors: Container[str]) -> Iterator[str]:
        for written in links:
            link = _plain(written)
            if link == self.base_url or link.startswith(f"{self.base_url}/"):
                link = link.removeprefix(self.base_url) or "/"
            elif link.startswith("/") and not link.startswith("//"):
                link = link.removeprefix(self.base_path)
            elif not link.startswith("#"):
                self._good.add(written)
                continue
            target, fragment = target_of(link, path)
            if not fragment and target in self.outputs:
                self._good.add(written)
            elif target != path or fragment not in anchors:
                yield link


def _plain(written: str) -> str:
    return html.unescape(written) if "&" in written else written


def text_of(page: bytes) -> bytes:
    """The part of a page with its own text: its `main`, or where it has none its `body`."""
    for name in (b"main", b"body"):
        start, end = page.find(b"<" + name), page.rfind(b"</" + name + b">")
        if 0 <= start < end:
            inner = page.index(b">", start) + 1
            return page[inner:end]
    return b""
