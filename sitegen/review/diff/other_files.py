"""Differences in files other than pages: style sheets, scripts, pictures, data, feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.built_folder import same
from sitegen.review.diff.html import found_in, hosts_in, loose_hosts, markup_of
from sitegen.review.diff.types import Files

MARKUP = (".html", ".svg")
CODE = (".css", ".js", ".mjs")
TEXTS = (".atom", ".css", ".csv", ".ics", ".js", ".json", ".map", ".svg", ".txt", ".webmanifest", ".xml")
ADDRESS = re.compile(r"""(?:(?:https?|wss?):)?//[^\s"'`()<>]{4,300}|\\\\[^\s"'`()<>]{4,300}""", re.IGNORECASE)
"""An address in a style sheet or a script, also in a comment."""


def other_files(before: BuiltSite, after: BuiltSite) -> Files:
    """Added, changed and removed files. A file that cannot be read counts as changed."""
    old, new = (site.folder.sizes.keys() - site.pages for site in (before, after))
    old, new = ({path for path in paths if not path.endswith(".html")} for paths in (old, new))
    changed = (path for path in old & new if not _same(before, after, path))
    return Files(tuple(sorted(new - old)), tuple(sorted(changed)), tuple(sorted(old - new)))


def _same(before: BuiltSite, after: BuiltSite, path: str) -> bool:
    """Returns True if the files are equal, or are texts that differ only in the address of the site."""
    try:
        if same(before.folder, after.folder, path):
            return True
        if before.base_url == after.base_url or not path.endswith(TEXTS) or not before.base_url:
            return False
        old, new = before.base_url.encode(), after.base_url.encode()
        return before.folder.read(path).replace(old, new) == after.folder.read(path)
    except OSError:
        return False


def hosts_of_files(before: BuiltSite, after: BuiltSite) -> Iterator[tuple[str, frozenset[str]]]:
    """Hosts that are named in files other than pages and were not there before."""
    for path in sorted(after.folder.sizes.keys() - after.pages):
        if not path.endswith((*CODE, *MARKUP)):
            continue
        try:
            if path in before.folder.sizes and same(before.folder, after.folder, path):
                continue
            hosts = _hosts(after, path) - {after.host}
            if path in before.folder.sizes:
                hosts -= _hosts(before, path)
        except OSError:
            continue
        if hosts:
            yield path, hosts


def _hosts(site: BuiltSite, path: str) -> frozenset[str]:
    text = site.folder.read(path).decode("utf-8", "replace")
    if path.endswith(MARKUP):
        return frozenset({*found_in(markup_of(text)).hosts, *loose_hosts(text)})
    return frozenset(host for found in ADDRESS.findall(text) for host in hosts_in(found) if "." in host)
