"""Hosts, links and differences in the bytes of a file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin

from msgspec import Struct

TEXTS = (
    ".html", ".xml", ".json", ".txt", ".css", ".js", ".mjs", ".svg", ".csv", ".ics", ".webmanifest", ".map",
)  # fmt: skip
HOST = re.compile(rb"""(?:https?:|["'=(\s])//(?:[^/\s"'<>\\@]{0,99}@)?([A-Za-z0-9\x80-\xff._-]{1,253})""")
ATTRIBUTE = re.compile(r"""\b(?:href|src|action)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
LOCATION = re.compile(
    r"<loc>\s*([^<]{1,2000}?)\s*</loc>|^Sitemap:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE
)
RULE = re.compile(r"^(?:Dis)?allow:\s*(/[^\s*$#]{1,2000})", re.IGNORECASE | re.MULTILINE)
SHOWN = 160
"""Characters of a line to show around a difference."""


class FirstDifference(Struct, frozen=True):
    line: int
    """Line number, from 1."""
    built: str
    found: str


def is_text(path: str) -> bool:
    return path.endswith(TEXTS) or "." not in path.rpartition("/")[2]


def hosts_in(data: bytes) -> frozenset[str]:
    """Every host that follows `//` in a text."""
    names = (found.decode("utf-8", "replace").lower().strip(".") for found in HOST.findall(data))
    return frozenset(name for name in names if "." in name)


def links_in(data: bytes, url: str) -> Iterator[str]:
    """Every address in a page, sitemap or robots.txt at `url`, without its fragment.

    A page is not parsed: an address in a comment or a script of an intruder counts as well.
    """
    text = data.decode("utf-8", "replace")
    for pattern in (ATTRIBUTE, LOCATION, RULE):
        for match in pattern.finditer(text):
            named = next(filter(None, match.groups()), "")
            try:
                yield urldefrag(urljoin(url, html.unescape(named).strip())).url
            except ValueError:
                continue


def first_difference(built: bytes, found: bytes) -> FirstDifference | None:
    """The first line that differs; None if the files are equal."""
    if built == found:
        return None
    ours, theirs = (data.decode("utf-8", "replace").split("\n") for data in (built, found))
    shorter = min(len(ours), len(theirs))
    number = next((n for n in range(shorter) if ours[n] != theirs[n]), shorter)
    mine = ours[number] if number < len(ours) else ""
    other = theirs[number] if number < len(theirs) else ""
    length = min(len(mine), len(other))
    column = next((n for n in range(length) if mine[n] != other[n]), length)
    start = max(0, column - SHOWN // 4)
    return FirstDifference(number + 1, mine[start : start + SHOWN], other[start : start + SHOWN])
