"""Information that a built site has about itself: its address, redirects and figures. It is not trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from sitegen.model.urls import output_path
from sitegen.review.diff.built_folder import Folder, open_folder
from sitegen.review.diff.types import FigureState, StaleTranslation

FIGURES = "data/figures.json"
SITEMAP = re.compile(r"^Sitemap:\s*(https?://[^\s]{1,500}?)/sitemap\.xml\s*$", re.MULTILINE)
LARGEST_REDIRECT = 4_000
MOST_STALE = 10_000
REFRESH = b'http-equiv="refresh"'


class BuiltSite(Struct, frozen=True):
    """A folder with a built site, and the information in its files."""

    folder: Folder
    base_url: str
    """Address without a slash at its end; empty if it is unknown."""
    redirects: Mapping[str, str]
    """New address of each old one."""
    figures: Mapping[str, FigureState]
    pages: frozenset[str]
    """Paths of the HTML pages, without redirects."""
    stale: tuple[StaleTranslation, ...] = ()
    """Translations that its build found to be stale."""
    lists: frozenset[str] = frozenset()
    """Addresses of pages that only list others."""

    @property
    def base_path(self) -> str:
        return urlsplit(self.base_url).path

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    def inside(self, link: str) -> str:
        """Returns an address of this site without the base path; empty for other sites."""
        if self.base_url and (link == self.base_url or link.startswith(f"{self.base_url}/")):
            return link.removeprefix(self.base_url) or "/"
        if not link.startswith("/") or link.startswith("//"):
            return ""
        if self.base_path and (link == self.base_path or link.startswith(f"{self.base_path}/")):
            return link.removeprefix(self.base_path) or "/"
        return link


def open_site(root: Path) -> BuiltSite:
    """Opens a built site in a folder. Raises NotAFolder."""
    return site_in(open_folder(root))


def site_in(folder: Folder) -> BuiltSite:
    """Reads the information about a built site from its folder."""
    base_url = _base_url(folder)
    bare = BuiltSite(folder, base_url, {}, {}, frozenset())
    redirects = _redirects(bare)
    old = {output_path(unquote(form)) for address in redirects for form in (address, f"{address}/")}
    html = (path for path in folder.sizes if path.endswith(".html"))
    pages = frozenset(path for path in html if path not in old or not _is_redirect(folder, path))
    manifest = _manifest(folder)
    figures, stale = _figures(folder), tuple(_stale(manifest))
    return BuiltSite(folder, base_url, redirects, figures, pages, stale, frozenset(_lists(manifest)))


def _is_redirect(folder: Folder, path: str) -> bool:
    """Returns True if a page is only a redirect; a page in the list of redirects may have text as well."""
    try:
        return folder.sizes[path] <= LARGEST_REDIRECT and REFRESH in folder.read(path)
    except OSError:
        return False


def _base_url(folder: Folder) -> str:
    try:
        found = SITEMAP.search(folder.read("robots.txt").decode("utf-8", "replace"))
        url = found[1] if found else ""
        return url if urlsplit(url).hostname else ""
    except (OSError, ValueError):
        return ""


def _redirects(site: BuiltSite) -> dict[str, str]:
    data = _json(site.folder, "redirects.json")
    if not isinstance(data, dict):
        return {}
    return {
        inside: site.inside(new) or new
        for old, new in sorted(data.items())
        if isinstance(new, str) and (inside := site.inside(old))
    }


def _figures(folder: Folder) -> dict[str, FigureState]:
    data = _json(folder, FIGURES)
    entries = data.get("entries") if isinstance(data, dict) else None
    found = {}
    for entry in entries if isinstance(entries, list) else ():
        fields = entry.get("fields") if isinstance(entry, dict) else None
        if isinstance(fields, dict) and isinstance(entry.get("id"), str):
            parts = (_word(fields.get(name)) for name in ("qualifier", "value", "unit"))
            title = _word(entry.get("title")) or entry["id"]
            found[entry["id"]] = FigureState(title, " ".join(filter(None, parts)), _word(fields.get("as_of")))
    return found


def _manifest(folder: Folder) -> dict[str, object]:
    try:
        manifest = json.loads(folder.manifest().decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def _lists(manifest: Mapping[str, object]) -> Iterator[str]:
    rows = manifest.get("lists")
    yield from (row for row in rows if isinstance(row, str)) if isinstance(rows, list) else ()


def _stale(manifest: Mapping[str, object]) -> Iterator[StaleTranslation]:
    rows = manifest.get("stale")
    for row in rows[:MOST_STALE] if isinstance(rows, list) else ():
        if isinstance(row, dict):
            page, language, title = (_word(row.get(name)) for name in ("page", "language", "title"))
            names = row.get("headings")
            headings = tuple(map(_word, names[:MOST_STALE])) if isinstance(names, list) else ()
            yield StaleTranslation(page, language, title, headings)


def _word(value: object) -> str:
    return str(value)[:300] if isinstance(value, str | int | float) else ""


def _json(folder: Folder, path: str) -> object:
    try:
        return json.loads(folder.read(path).decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
