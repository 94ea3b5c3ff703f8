"""Addresses of the pages of entries, including those that are not published yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec.structs import replace

from sitegen.model.dates import first_given
from sitegen.model.limits import source_among
from sitegen.model.urls import entry_url, in_language
from sitegen.read.entry_places import INTRO
from sitegen.types import Config, ContentType, Document

LINK_TO = "link_to"
"""Field of an entry that links to another site in place of a page."""


def page_url(
    source: Document,
    document: Document,
    content_type: ContentType,
    config: Config,
    fields: Mapping[str, object],
) -> str:
    """The address of a version of an entry, or of the site that it links to; empty for data."""
    slug = str(document.fields.get("slug") or source.fields.get("slug") or source.name)
    if content_type.page:
        if LINK_TO in fields:
            return str(fields[LINK_TO])
        url = entry_url(content_type, slug, first_given(fields, content_type.dates))
        return in_language(config, url, document.language)
    return ""  # data is read in the index of its type: see `data_addresses`


def hidden_urls(
    documents: Iterable[Document], shown: Container[str], config: Config
) -> dict[str, tuple[str, ...]]:
    """Future addresses of documents that are not published yet, by the path of the file."""
    found: dict[str, tuple[str, ...]] = {}
    entries: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        entries[document.entry].append(document)
    for versions in entries.values():
        group = {document.language: document for document in versions}
        source = source_among(group, config)
        for document in versions:
            if document.path not in shown:
                found[document.path] = tuple(_future_addresses(source, document, group, config))
    return found


def _future_addresses(
    source: Document, document: Document, group: Container[str], config: Config
) -> Iterator[str]:
    """Includes the addresses in languages without a translation, which readers may be redirected to."""
    content_type = config.types.get(document.type)
    if content_type is None or not content_type.page or document.name == INTRO:
        return
    fields = {**source.fields, **document.fields}
    if LINK_TO in fields:
        return
    url = page_url(source, replace(document, language=config.default_language), content_type, config, fields)
    own = (code for code in config.languages if document is source and code not in group)
    yield from (in_language(config, url, code) for code in (document.language, *own))
    yield from map(str, document.fields.get("aliases", ()))  # type: ignore[call-overload]
