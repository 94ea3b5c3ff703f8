"""Size of the first visit to a page: the files that its HTML and its style sheets request.

Text is measured compressed with gzip, other files as they are. A picture in several sizes counts with the
largest, in several formats with the first, which current browsers use. Not counted: files loaded by scripts,
audio and video, and files on other sites.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin

from msgspec import Struct

from sitegen.model.urls import ADMIN, target_of
from sitegen.render.tags import SOURCE, tags
from sitegen.types import Config

HTML, CSS, JAVASCRIPT, IMAGE, OTHER = "HTML", "CSS", "JavaScript", "images", "other files"

KINDS = {
    ".html": HTML, ".css": CSS, ".js": JAVASCRIPT, ".mjs": JAVASCRIPT, ".avif": IMAGE, ".gif": IMAGE,
    ".ico": IMAGE, ".jpeg": IMAGE, ".jpg": IMAGE, ".png": IMAGE, ".svg": IMAGE, ".webp": IMAGE,
}  # fmt: skip
"""Ending of a file's name → kind."""

COMPRESSED = (".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml")
GZIP_FRAME = 18
"""Bytes that gzip adds to deflated data (RFC 1952)."""

IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
FETCHING = frozenset({"link", "script", "img", "source", "video"})
LOADED = ("stylesheet", "icon", "preload", "modulepreload")
"""Relations of `link` elements whose file is loaded with the page."""


class Loaded(Struct, frozen=True):
    """A file that a page loads."""

    path: str
    kind: str
    size: int
    """Size in bytes as transferred."""
    lazy: bool = False
    """True if the file is loaded only when the reader scrolls to it."""


class Weight(Struct, frozen=True):
    page: str
    files: tuple[Loaded, ...]
    """The page itself, then each other file once."""

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def requests(self) -> int:
        """Number of requests; pictures that load lazily do not delay the page and are not counted."""
        return sum(not file.lazy for file in self.files)

    def of(self, kind: str) -> tuple[Loaded, ...]:
        return tuple(file for file in self.files if file.kind == kind)


def names_files(html: str) -> bool:
    """True if some HTML has a tag that can load a file."""
    return any(tag.name in FETCHING for tag in tags(html))


def weigh(config: Config, files: Mapping[str, bytes]) -> tuple[Weight, ...]:
    """Weights of the pages for readers among the outputs, by path."""
    scales = Scales(config.base_url, files)
    return tuple(
        scales.weigh(path) for path in files if path.endswith(".html") and not path.startswith(ADMIN)
    )


class Scales:
    """Measures the pages of a site; sizes of files are cached."""

    def __init__(self, base_url: str, files: Mapping[str, bytes]) -> None:
        self._base_url = base_url
        self._files = files
        self._sizes: dict[str, int] = {}
        self._named: dict[str, tuple[str, ...]] = {}

    def weigh(self, path: str) -> Weight:
        """Weight of the HTML page at a path."""
        loaded = {path: self._loaded(path)}
        for file, lazy in self._files_of(path):
            if file not in loaded or (loaded[file].lazy and not lazy):
                loaded[file] = self._loaded(file, lazy)
        return Weight(path, tuple(loaded.values()))

    def _loaded(self, path: str, lazy: bool = False) -> Loaded:
        return Loaded(path, KINDS.get(_ending(path), OTHER), self._size(path), lazy)

    def _size(self, path: str) -> int:
        if path not in self._sizes:
            data = self._files[path]
            text = _ending(path) in COMPRESSED
            self._sizes[path] = len(zlib.compress(data, 6, -15)) + GZIP_FRAME if text else len(data)
        return self._sizes[path]

    def _files_of(self, page: str) -> Iterator[tuple[str, bool]]:
        """Yields the files that a page and its style sheets load, and whether they load lazily."""
        for links, lazy in _fetched(self._files[page].decode("utf-8")):
            paths = [path for link in links if link and (path := self._path(link, page))]
            if paths:
                largest = max(paths, key=self._size)
                yield largest, lazy
                if largest.endswith(".css"):
                    yield from ((file, False) for file in self._named_by(largest))

    def _named_by(self, sheet: str) -> tuple[str, ...]:
        if sheet not in self._named:
            self._named[sheet] = ()  # ends the recursion if two sheets import each other
            links = IN_STYLES.findall(self._files[sheet].decode("utf-8", "replace"))
            paths = [path for link in links if (path := self._path(link[0] or link[1], sheet))]
            deeper = [file for path in paths if path.endswith(".css") for file in self._named_by(path)]
            self._named[sheet] = (*paths, *deeper)
        return self._named[sheet]

    def _path(self, link: str, base: str) -> str:
        """Output for an address on a page or in a style sheet; empty for addresses of other sites."""
        root = f"{self._base_url}/"
        address = urljoin(root + base, link.strip())
        path, _ = target_of(address.removeprefix(root[:-1]).partition("#")[0], base)
        return path if address.startswith(root) and path in self._files else ""


def _ending(path: str) -> str:
    return path[path.rfind(".") :].lower()


def _fetched(html: str) -> Iterator[tuple[Iterable[str], bool]]:
    """Yields the alternatives for each file that a page loads, and whether it loads lazily."""
    first_source: list[str] = []
    inside, icon = False, False
    for tag in tags(html):
        get = tag.attributes.get
        links = [get("src", ""), *SOURCE.findall(get("srcset", ""))]
        match tag.name:
            case "picture" | "/picture":
                inside, first_source = tag.name == "picture", []
            case "link":
                relations = get("rel", "").split()
                if any(relation in LOADED for relation in relations) and not (icon and "icon" in relations):
                    icon = icon or "icon" in relations  # browsers use one icon
                    yield [get("href", "")], False
            case "source":
                first_source = first_source or (links if inside else [])
            case "img":
                yield first_source or links, get("loading") == "lazy"
            case "video":
                yield [get("poster", "")], False
            case "script":
                yield links, False
