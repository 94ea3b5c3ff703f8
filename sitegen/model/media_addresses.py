"""Addresses of files beside entries: as their paths, or beside the page of the folder that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.read.entry_places import is_folder_page
from sitegen.types import Document, DocumentKey, Page, Site
from sitegen.types.paths import CONTENT


def folder_bases(documents: Iterable[Document], pages: Mapping[DocumentKey, Page]) -> dict[str, str]:
    """Folder of a section or page → address of its page, if it differs from the path of the folder.

    If several languages have a page in one folder, it is that of the source.
    """
    found: dict[str, str] = {}
    for document in documents:
        page = pages[document.key] if is_folder_page(document) and document.key in pages else None
        if page is not None and page.output:
            folder = document.path.rpartition("/")[0]
            if page.language == page.source_language or folder not in found:
                found[folder] = page.url
    return {folder: url for folder, url in found.items() if url != f"/{folder.removeprefix(CONTENT)}/"}


def media_url(site: Site, path: str) -> str:
    """The address of a file beside entries: `content/a/b.pdf` → `/a/b.pdf`."""
    folder = path if site.bases else ""
    while folder := folder.rpartition("/")[0]:
        if folder in site.bases:
            return site.bases[folder] + path[len(folder) + 1 :]
    return "/" + path.removeprefix(CONTENT)
