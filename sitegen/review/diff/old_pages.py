"""Harmless copies of pages of the old build, to compare them with the new pages side by side.

Scripts, forms, frames and links to other sites are removed by nh3, from an allow-list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import quote, unquote, urljoin

import nh3
from msgspec import Struct

from sitegen.model.urls import address_of, output_path
from sitegen.render.tags import first_tag, tags
from sitegen.review.diff.built import BuiltSite
from sitegen.review.diff.built_folder import same
from sitegen.review.diff.html import HEAD, language_of, title_of
from sitegen.types.paths import REPORT

PLACE = f"{REPORT}/before"
TEXT = """a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li
    main mark nav ol p picture pre q rp rt ruby s samp section small source span strong sub summary
    sup table tbody td tfoot th thead time tr u ul var wbr"""
DRAWING = "svg g path rect circle ellipse line polyline polygon text tspan title desc defs symbol use"
TAGS = frozenset(TEXT.split()) | frozenset(DRAWING.split())
ATTRIBUTES = frozenset({
    "class", "id", "lang", "dir", "title", "alt", "width", "height", "colspan", "rowspan", "scope",
    "headers", "start", "reversed", "value", "datetime", "open", "href", "src", "srcset", "sizes", "media",
    "type", "loading", "role", "aria-label", "aria-hidden", "aria-current", "aria-labelledby", "viewBox",
    "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "points", "transform",
    "preserveAspectRatio", "text-anchor", "fill", "stroke", "stroke-width", "focusable",
})  # fmt: skip
PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
MOST_SHEETS = 10
LARGEST_COPY = 2_000_000
"""Most bytes of a style sheet or picture that is copied."""


class PageCopy(Struct, frozen=True):
    """A harmless copy of a page of the old build."""

    path: str
    """Path of the copy, relative to the root of the site."""
    title: str
    language: str
    direction: str
    """`ltr`, `rtl` or empty."""
    body: str
    """Sanitised markup."""
    now: str
    """Link from the copy to the page in the new build; empty if it is gone."""
    sheets: tuple[str, ...]
    """Links from the copy to style sheets."""
    files: frozenset[str]
    """Paths in the old build of files to copy with the page."""


class PageCopier(Struct, frozen=True):
    """Copies pages; `copied` has the paths of all pages of the old build that are copied."""

    before: BuiltSite
    after: BuiltSite
    copied: Collection[str]

    def copy(self, path: str) -> PageCopy:
        """Returns the copy of a page. Raises OSError."""
        page = self.before.folder.read(path).decode("utf-8", "replace")
        body = first_tag(page, "body")
        files: set[str] = set()
        up = "../" * f"{PLACE}/{path}".count("/")

        def attribute(tag: str, name: str, value: str) -> str | None:
            if name == "srcset":
                return None  # `src` is enough
            if name not in ("href", "src"):
                return value
            return self._address(path, value, up, files, is_link=tag == "a")

        clean = nh3.clean(
            page[body.end :] if body else page,
            tags=set(TAGS),
            attributes={"*": set(ATTRIBUTES)},
            attribute_filter=attribute,
            clean_content_tags={"script", "style", "template", "noscript", "iframe"},
            url_schemes={"http", "https"},
            link_rel=None,
        )
        sheets = [self._address(path, written, up, files, is_link=False) for written in _sheets(page)]
        root = first_tag(page[:HEAD], "html")
        direction = root.attributes.get("dir", "").lower() if root else ""
        return PageCopy(
            path=f"{PLACE}/{path}",
            title=title_of(clean) or path,
            language=language_of(page),
            direction=direction if direction in ("ltr", "rtl") else "",
            body=clean,
            now=up + quote(path.removesuffix("index.html")) if path in self.after.folder.sizes else "",
            sheets=tuple(filter(None, sheets)),
            files=frozenset(files),
        )

    def _address(self, path: str, written: str, up: str, files: set[str], is_link: bool) -> str | None:
        """Link from the copy to an address; None for other sites, and for pages that neither build has."""
        if written.startswith("#"):
            return written
        try:
            address, _, part = written.strip().partition("#")
            inside = self.before.inside(urljoin(f"{self.before.base_path}{address_of(path)}", address))
        except ValueError:
            return None
        target = output_path(unquote(inside.partition("?")[0]))
        end = f"#{part}" if part else ""
        if not inside or ".." in target.split("/"):
            return None
        if is_link:
            if target not in self.copied and target not in self.after.folder.sizes:
                return None
            place = f"{PLACE}/{target}" if target in self.copied else target
            return up + quote(place.removesuffix("index.html")) + end
        if target not in self.before.folder.sizes or not target.endswith((*PICTURES, ".css")):
            return None
        if self._is_the_same(target):
            return up + quote(target) + end
        if self.before.folder.sizes[target] > LARGEST_COPY or target.endswith(".svg"):
            return None
        files.add(target)
        return up + quote(f"{PLACE}/{target}") + end

    def _is_the_same(self, target: str) -> bool:
        try:
            return target in self.after.folder.sizes and same(self.before.folder, self.after.folder, target)
        except OSError:
            return False


def _sheets(page: str) -> Iterator[str]:
    links = (tag.attributes for tag in tags(page) if tag.name == "link")
    sheets = (link for link in links if link.get("rel", "").lower().startswith("stylesheet"))
    return (link["href"] for link in islice(sheets, MOST_SHEETS) if link.get("href"))
