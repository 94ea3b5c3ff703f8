"""Addresses of the pages of entries, including those that are not published yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator, Mapping

from msgspec.structs import replace

from sitegen.model.dates import first_given
from sitegen.model.folder_addresses import folder_addresses, slug_of
from sitegen.model.limits import source_among
from sitegen.model.urls import entry_url, in_language, index_url
from sitegen.read.entry_places import INTRO, is_section
from sitegen.types import Config, ContentType, Document, EntryKey

LINK_TO = "link_to"
"""Field of an entry that links to another site in place of a page."""


def page_url(
    source: Document,
    document: Document,
    content_type: ContentType,
    config: Config,
    fields: Mapping[str, object],
    folder: str = "",
) -> str:
    """The address of a version of an entry, or of the site that it links to; empty for data.

    `folder` is the address of its folder below that of its type.
    """
    if content_type.page:
        if LINK_TO in fields:
            return str(fields[LINK_TO])
        slug = slug_of(source, document)
        if is_section(document):
            url = (
                f"{index_url(content_type)}{folder}/{slug}/"
                if folder
                else f"{index_url(content_type)}{slug}/"
            )
        else:
            url = entry_url(content_type, slug, first_given(fields, content_type.dates), folder)
        return in_language(config, url, document.language)
    return ""  # data is read in the index of its type: see `data_addresses`


def hidden_urls(
    documents: Collection[Document], shown: Container[str], config: Config
) -> dict[str, tuple[str, ...]]:
    """Future addresses of documents that are not published yet, by the path of the file."""
    found: dict[str, tuple[str, ...]] = {}
    entries: dict[EntryKey, list[Document]] = defaultdict(list)
    for document in documents:
        entries[document.entry].append(document)
    groups = {entry: {document.language: document for document in it} for entry, it in entries.items()}
    folders = folder_addresses(groups, config) if any(d.path not in shown for d in documents) else {}
    for entry, versions in entries.items():
        group = groups[entry]
        source = source_among(group, config)
        for document in versions:
            if document.path not in shown:
                found[document.path] = tuple(
                    _future_addresses(source, document, group, config, folders.get(document.key, ""))
                )
    return found


def _future_addresses(
    source: Document, document: Document, group: Container[str], config: Config, folder: str
) -> Iterator[str]:
    """Includes the addresses in languages without a translation, which readers may be redirected to."""
    content_type = config.types.get(document.type)
    if content_type is None or not content_type.page or document.name == INTRO:
        return
    fields = {**source.fields, **document.fields}
    if LINK_TO in fields:
        return
    of_default = replace(document, language=config.default_language)
    url = page_url(source, of_default, content_type, config, fields, folder)
    own = (code for code in config.languages if document is source and code not in group)
    yield from (in_language(config, url, code) for code in (document.language, *own))
    yield from map(str, document.fields.get("aliases", ()))  # type: ignore[call-overload]
