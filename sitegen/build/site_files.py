"""Everything that a build reads: content, templates, files beside entries, and what git knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sitegen.build.context import Context
from sitegen.build.reading import Begun
from sitegen.definition.graphics import without_fonts
from sitegen.digest import digest_of_parts
from sitegen.git.last_changes import last_changes
from sitegen.model.translation_lock import LOCK, records
from sitegen.read.media import Media, read_media
from sitegen.read.scan import KNOWN_PROBLEMS, read_bytes
from sitegen.read.templates import read_templates
from sitegen.types import ChangeDates, Config, Document, DocumentKey, Library, Problem, Sources, Templates


class SiteFiles(Struct, frozen=True):
    """The files of a site, each read alone."""

    sources: Sources
    library: Library
    templates: Templates
    media: Media
    history: ChangeDates
    translated_from: Mapping[DocumentKey, str]
    """The recorded source of each translation."""
    known: str
    """Text of the list of known problems."""
    problems: tuple[Problem, ...]
    """Problems of files that are neither documents nor templates."""


def read_files(root: Path, begun: Begun, config: Config, context: Context) -> SiteFiles:
    """Reads the templates and files that have changed since the previous build, and waits for the content."""
    last, sources = context.previous.snapshot, begun.sources
    templates = read_templates(root, sources, last.templates)
    history = last_changes(root, last.history, config.git_dates) if config.git_dates else ChangeDates()
    library = dated(begun.library(), history.days)
    media = _media(root, sources, library, config, context)
    recorded = records(_text(root, sources, LOCK), library.documents)
    known = _text(root, sources, KNOWN_PROBLEMS)
    problems = (*history.problems, *media.problems, *recorded.problems, *without_fonts(config.social_cards))
    sources, library = _with_digests(sources, library.digests), replace(library, digests={})
    return SiteFiles(sources, library, templates, media, history, recorded.made_from, known, problems)


def _media(root: Path, sources: Sources, library: Library, config: Config, context: Context) -> Media:
    """The files beside entries; if they and the rules for them have not changed, those of the last build."""
    last = context.previous.snapshot
    same_rules = library.rules == last.rules
    if same_rules and all(sources.content[path] is last.sources.get(path) for path in library.media):
        return Media(last.pictures, ())
    return read_media(root, sources.content, last, config, context.executor)


def _with_digests(sources: Sources, digests: Mapping[str, str]) -> Sources:
    """The sources with the digests of documents, which are known once these are read."""
    content = dict(sources.content)
    for path, digest in digests.items():
        if content[path].digest != digest:
            content[path] = replace(content[path], digest=digest)
    return replace(sources, content=content)


def _text(root: Path, sources: Sources, path: str) -> str:
    """Text of one of the lists that sitegen keeps; empty if the site does not have it."""
    return read_bytes(root, path).decode("utf-8", "replace") if path in sources.content else ""


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
