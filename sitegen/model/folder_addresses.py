"""Addresses of the folders that entries are in, below the folder of their type.

A part of an address comes from the name of a folder, or from the `slug` of the entry that is the page of the
folder, in the language of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitegen.model.limits import source_among
from sitegen.types import Config, Document, DocumentKey, EntryKey, Problem
from sitegen.types.file_names import address_name, no_address
from sitegen.types.keys import entry_key

Versions = Mapping[EntryKey, Mapping[str, Document]]


def slug_of(source: Document, document: Document) -> str:
    """The last part of a document's address: its slug, that of its source, or the name of its file."""
    slug = document.fields.get("slug")
    if not slug and document.name == source.name:
        slug = source.fields.get("slug")
    last = document.name.rpartition("/")[2]
    return str(slug or address_name(last) or last)


def folder_addresses(entries: Versions, config: Config) -> dict[DocumentKey, str]:
    """Address of the folder of each document below that of its type: `deep/er`; none at the top."""
    nested = [d for group in entries.values() for d in group.values() if "/" in d.name]
    if not nested:
        return {}
    parts = _Parts(entries, config)
    return {document.key: parts.of_folder(document) for document in nested}


class _Parts:
    """Addresses of folders, each computed once."""

    def __init__(self, entries: Versions, config: Config) -> None:
        self._entries = entries
        self._config = config
        self._known: dict[tuple[str, str, str], str] = {}
        documents = (document for group in entries.values() for document in group.values())
        self._renamed = {
            (document.type, document.name, document.language): document
            for document in documents
            if document.entry != entry_key(document.type, document.name)
        }

    def of_folder(self, document: Document) -> str:
        return self._address(document.type, document.name.rpartition("/")[0], document.language)

    def _address(self, kind: str, folder: str, language: str) -> str:
        key = (kind, folder, language)
        if key not in self._known:
            above, _, last = folder.rpartition("/")
            part = self._slug(kind, folder, language) or address_name(last) or last
            self._known[key] = f"{self._address(kind, above, language)}/{part}" if above else part
        return self._known[key]

    def _slug(self, kind: str, folder: str, language: str) -> str:
        """The slug of the page of a folder; empty if it has no page."""
        document = self._renamed.get((kind, folder, language))
        group = self._entries.get(document.entry if document else entry_key(kind, folder))
        if not group:
            return ""
        source = source_among(group, self._config)
        return slug_of(source, document or group.get(language, source))


def unaddressed_folders(documents: Iterable[Document], entries: Versions) -> Iterator[Problem]:
    """One problem for each folder whose name cannot be part of an address, and has no page with a slug."""
    known: set[tuple[str, str]] = set()
    for document in documents:
        *folders, _ = document.name.split("/")
        for depth, name in enumerate(folders, start=1):
            folder = "/".join(folders[:depth])
            if address_name(name) or (document.type, folder) in known:
                continue
            known.add((document.type, folder))
            versions = entries.get(entry_key(document.type, folder), {}).values()
            if not any("slug" in version.fields for version in versions):
                yield no_address(document.path, name)
