"""Sort text of entries that replaces the title: a family name, or a phonetic reading."""

from __future__ import annotations

from sitegen.types import ContentType, Document


def sort_as(source: Document, document: Document, content_type: ContentType) -> str:
    """The sort text of a page in place of its title. A translation with its own title has its own."""
    named = ("sort_as",) if "sort_as" in document.fields else content_type.sort_as or ("sort_as",)
    found = " ".join(str(document.fields[name]) for name in named if name in document.fields)
    if found or document is source or document.fields.get("title") != source.fields.get("title"):
        return found
    return sort_as(source, source, content_type)
