"""Links in the pages that are the same in both builds, which are read only if changed pages require it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from html import unescape
from urllib.parse import unquote

from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.built_folder import same
from sitegen.review.diff.html import found_in, hosts_in, loose_hosts, markup_of

LINK = re.compile(rb'href="([^"#?]+)')
HOST = re.compile(rb"//([^/\"'\s<>?#]+)")


def find_in_unchanged(
    before: BuiltSite, after: BuiltSite, hosts: Set[str], gone: Set[str]
) -> tuple[frozenset[str], list[tuple[str, tuple[str, ...]]]]:
    """Hosts among `hosts` that unchanged pages link to, and their links to addresses that are gone."""
    seen: set[str] = set()
    broken = []
    if not hosts and not gone:
        return frozenset(), []
    for path, page in _unchanged_pages(before, after):
        named = hosts and {next(hosts_in(f"//{_text(host)}"), "") for host in set(HOST.findall(page))}
        wanted = (hosts - seen) & named if named else set()
        if wanted:
            text = page.decode("utf-8", "replace")
            seen |= wanted & {*found_in(markup_of(text)).hosts, *loose_hosts(text)}
        links = {after.inside(_text(link)) for link in set(LINK.findall(page))} if gone else set()
        lost = tuple(sorted({unquote(link) for link in links} & gone))
        if lost:
            broken.append((path, lost))
    return frozenset(seen), broken


def _unchanged_pages(before: BuiltSite, after: BuiltSite) -> Iterator[tuple[str, bytes]]:
    for path in sorted(before.pages & after.pages):
        try:
            if same(before.folder, after.folder, path):
                yield path, after.folder.read(path)
        except OSError:
            continue


def _text(written: bytes) -> str:
    return unescape(written.decode("utf-8", "replace"))
