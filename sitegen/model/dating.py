"""Adds the day of the last change from git to documents that do not give one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from sitegen.digest import digest_of_parts
from sitegen.types import Document, Library

UPDATED = "updated"


def dated(library: Library, days: Mapping[str, date]) -> Library:
    """Sets a missing `updated` of documents to these days, given by file path."""
    if not days:
        return library
    documents = {
        key: _dated(document, days.get(document.path)) for key, document in library.documents.items()
    }
    return replace(library, documents=documents)


def _dated(document: Document, day: date | None) -> Document:
    if day is None or UPDATED in document.fields:
        return document
    facts = digest_of_parts(document.facts, day.isoformat())
    return replace(document, fields={**document.fields, UPDATED: day}, facts=facts)
