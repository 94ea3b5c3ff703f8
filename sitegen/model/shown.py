"""Content that readers see: entries with a text or fields on the site, and files beside entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote

from sitegen.types import Document, File, Image, Page, RichText, Site
from sitegen.types.file_kinds import ending_of
from sitegen.types.paths import beside_or_default, composed


def shown_pages(site: Site) -> Iterator[Page]:
    """Yields pages whose fields are shown: on the page itself, in lists and data, or through references."""
    named = {target for targets in site.mentions.values() for target in targets} if site.retired else ()
    for page in site.pages.values():
        if page.output or page.retired is None or page.entry in named:
            yield page


def shown_texts(site: Site) -> Iterator[Document]:
    """Yields documents whose text is on a page."""
    yield from (site.documents[page.document] for page in site.pages.values() if page.output)
    for folder, keys in site.intros.items():
        content_type = site.config.types.get(folder)
        if content_type is None or content_type.index:
            yield from (site.documents[key] for key in keys.values())


def published_files(site: Site) -> frozenset[str]:
    """Paths of files beside entries that a visible text or field refers to."""
    if not site.media:
        return frozenset()
    seen = _FileReferences(site.media, site.config.folder_codes)
    for document in shown_texts(site):
        seen.add_text(document)
    for page in shown_pages(site):
        seen.add_value(site.documents[page.document].path, page.fields)
    return frozenset(seen.found)


def files_of(media: frozenset[str], document: Document, codes: Sequence[str]) -> frozenset[str]:
    """Paths of files that a document refers to in its text or fields, visible or not."""
    seen = _FileReferences(media, codes)
    seen.add_text(document)
    seen.add_value(document.path, document.fields)
    return frozenset(seen.found)


def files_in_text(media: frozenset[str], document: Document, codes: Sequence[str]) -> frozenset[str]:
    """Paths of files that the text of a document links to, shows, or passes to a shortcode."""
    seen = _FileReferences(media, codes)
    seen.add_text(document)
    return frozenset(seen.found)


class _FileReferences:
    """Collects files beside entries that texts and fields name, by relative path or by address
    (`/topics/a.pdf`)."""

    def __init__(self, media: frozenset[str], codes: Sequence[str]) -> None:
        self.media = media
        self.codes = codes
        """Languages with a folder of their own."""
        self.endings = _endings(media)
        self.found: set[str] = set()

    def add_text(self, document: Document) -> None:
        for target in document.targets:
            self._add_named(document.path, target)
        for call in document.calls:
            for word in call[1:]:
                self._add_named(document.path, word)

    def add_value(self, path: str, value: object) -> None:
        """Adds the files that the value of a field names, also within lists and groups; `path` is the
        document's."""
        if isinstance(value, str):
            self._add_named(path, value)
        elif isinstance(value, Image | File):
            self._add(value.path)
        elif isinstance(value, RichText):
            for link in value.links:
                self._add_named(path, link.target)
        elif isinstance(value, Mapping):
            self.add_values(path, value.values())
        elif isinstance(value, tuple):
            self.add_values(path, value)

    def add_values(self, path: str, values: Iterable[object]) -> None:
        for value in values:
            self.add_value(path, value)

    def _add_named(self, path: str, words: str) -> None:
        target = words.partition("#")[0]
        if "." in target and ending_of(target) in self.endings:
            target = unquote(target)
            if target.startswith("/"):
                self._add(composed(f"content{target}"))
            else:
                self._add(beside_or_default(path, target, self.media, self.codes))

    def _add(self, path: str) -> None:
        if path in self.media:
            self.found.add(path)


@lru_cache(maxsize=4)
def _endings(media: frozenset[str]) -> frozenset[str]:
    """Endings of these files, used to rule out most words quickly."""
    return frozenset(map(ending_of, media))
