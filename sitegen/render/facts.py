"""What checks need to know of a rendered page: its anchors, and its links that need a closer look."""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from sitegen.model.urls import target_of
from sitegen.types import Config, Facts

ANCHOR = re.compile(r'\sid="([^"]+)"')
LINK = re.compile(r'\s(?:href|src)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the site stands on the web, and what it consists of."""

    base_url: str
    base_path: str
    outputs: frozenset[str]

    @classmethod
    def of(cls, config: Config, outputs: frozenset[str]) -> Addresses:
        return cls(config.base_url, config.base_path, outputs)


def facts_of(data: bytes, path: str, addresses: Addresses) -> Facts:
    """The facts of the HTML page at a path; links to other sites do not count."""
    text = data.decode("utf-8")
    anchors = frozenset(map(_plain, ANCHOR.findall(text)))
    links = map(_plain, dict.fromkeys(LINK.findall(text)))
    return Facts(anchors, tuple(_open(links, path, anchors, addresses)))


def _plain(written: str) -> str:
    return html.unescape(written) if "&" in written else written


def _open(links: Iterable[str], path: str, anchors: Container[str], addresses: Addresses) -> Iterator[str]:
    for link in links:
        if link.startswith("#"):
            if unquote(link[1:]) not in anchors:
                yield link
            continue
        if link.startswith(addresses.base_url):
            local = link.removeprefix(addresses.base_url) or "/"
        elif link.startswith("/") and not link.startswith("//"):
            local = link.removeprefix(addresses.base_path)
        else:
            continue
        target, fragment = target_of(local, path)
        if fragment or target not in addresses.outputs:
            yield local
