"""What a page says, without what every generator writes in its own way.

White space, classes, the scheme of heading ids and the wrappers that carry no meaning are left out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fnmatch import fnmatch
from html.parser import HTMLParser
from pathlib import Path

Said = dict[str, list[str]]
"""Words, elements and links in their order, for each part of a page: head, header, main and footer."""

PARTS = ("head", "header", "main", "footer")
TEXT = {"h1", "h2", "p", "blockquote", "pre", "code", "strong", "em", "time", "a"}
MEANINGFUL = TEXT | {"ul", "li", "table", "tr", "th", "td"}
"""Elements that count; div, section, thead and the like do not."""
LINKS = {"alternate", "canonical", "stylesheet"}
"""Relations that count; a page also links to the scripts that it loads early."""
UNREAD = {"script", "style"}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def addresses(output: Path, added: str = "") -> set[str]:
    """Paths of the HTML files below a folder, without those that match the pattern for added pages."""
    found = (str(path.relative_to(output)) for path in output.rglob("*.html"))
    return {name for name in found if not fnmatch(name, added)}


def read_page(path: Path) -> Said:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    reader.said["head"].sort()
    broken = sorted(reader.targets - reader.ids)
    if broken:
        reader.said["main"].append(f"links to headings that are not there: {broken}")
    return reader.said


def read_feed(path: Path) -> list[tuple[str, ...]]:
    """The fields of the feed and of its entries, in no order: to Atom it means nothing."""
    feed = ET.parse(path).getroot()
    return sorted(
        tuple(_text(item, name) for name in ("id", "title", "updated", "published", "summary"))
        for item in (feed, *feed.iter(f"{ATOM}entry"))
    )


def read_sitemap(path: Path) -> set[str]:
    return {where.text or "" for where in ET.parse(path).iter(f"{SITEMAP}loc")}


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{ATOM}{name}") or "").replace("+00:00", "Z")


class _Reader(HTMLParser):
    """Collects what the parts say; `feed()` and `close()` are the base class's."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Said = {part: [] for part in PARTS}
        self.part: list[str] = []
        """What is being read is said here."""
        self.unread = False
        self.targets: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in PARTS:
            self.part = self.said[tag]
        if tag in UNREAD:
            self.unread = True
        if tag in MEANINGFUL:
            self.part.append(f"<{tag}>")
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if "datetime" in attributes:
            self.part.append(attributes["datetime"])
        if tag == "a":
            self._link(attributes.get("href", ""))
        if tag == "meta" and attributes.get("name") == "description":
            self.part.append(f"description: {attributes.get('content', '')}")
        if tag == "link" and attributes.get("rel") in LINKS:
            self.part.append(f"{attributes.get('rel', '')}: {attributes.get('href', '')}")

    def _link(self, address: str) -> None:
        if address.startswith("#"):
            self.targets.add(address[1:])
            address = "#heading"
        self.part.append(f"[{address}]")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = False

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.part.extend(_straight(data).split())


def _straight(text: str) -> str:
    """With plain quotes and apostrophes."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))
