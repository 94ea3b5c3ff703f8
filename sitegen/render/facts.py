"""What checks need to know of a rendered page: its anchors and where it links within the site."""

from __future__ import annotations

import html
import re

from sitegen.types import Facts

ANCHOR = re.compile(rb'\sid="([^"]+)"')
LINK = re.compile(rb'\s(?:href|src)="([^"]+)"')


def facts_of(data: bytes, base_url: str, base_path: str) -> Facts:
    """The facts of an HTML page; addresses on other sites do not count."""
    anchors = frozenset(html.unescape(a.decode("utf-8")) for a in ANCHOR.findall(data))
    found = dict.fromkeys(html.unescape(link.decode("utf-8")) for link in LINK.findall(data))
    links = (link.removeprefix(base_url) or "/" if link.startswith(base_url) else link.removeprefix(base_path)
             for link in found)  # fmt: skip
    return Facts(
        anchors, tuple(link for link in links if link.startswith(("/", "#")) and not link.startswith("//"))
    )
