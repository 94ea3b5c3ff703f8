"""Completes translations from their sources, and finds those whose source has changed.

A translation takes everything that is not text from its source, and text that it lacks. For the rest,
`content/translations.lock` has the fingerprints of the source when the translation was last accepted
(`model.translation_lock`); `Document.parts` has the current ones.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.built_in import ONLY_IN, REF
from sitegen.digest import digest_of_bytes
from sitegen.kinds import KINDS, is_translated
from sitegen.model.limits import languages_of
from sitegen.model.translated_pictures import completed, lacks_files
from sitegen.problems.nearest import Names
from sitegen.read.entry_places import INTRO, entry_of_path
from sitegen.types import (
    Config,
    ContentType,
    Document,
    DocumentKey,
    EntryKey,
    Field,
    Library,
    Location,
    Part,
    Problem,
    Severity,
    Site,
)
from sitegen.types.document import LEAD
from sitegen.types.keys import document_key, entry_of

NOT_INHERITED = ("draft", "publish_on", "updated", "review_by", "aliases", "slug", REF, "noindex", "sort_as")
"""Fields that describe a single file and not the entry."""


class MergedFields(Struct, frozen=True):
    fields: Mapping[str, object]
    inherited: frozenset[str]
    """Text fields that come from the source: names, and `FIELD/POSITION/NAME` inside groups."""


def merge(
    content_type: ContentType, source: Document, translation: Document
) -> tuple[MergedFields, list[Problem]]:
    """The fields of a translation, completed from its source."""
    fields = dict(translation.fields)
    inherited: set[str] = set()
    problems: list[Problem] = []
    for name, value in source.fields.items():
        known = content_type.fields.get(name)
        if name in NOT_INHERITED:
            continue
        if name not in fields:
            fields[name] = value
            if known is None or _has_words(known):
                inherited.add(name)
        elif known is not None and known.fields:
            inherited.update(_texts_of_groups(known, value, fields[name]))
            fields[name] = _groups(known, value, fields[name], translation, problems)
            inherited.update(_pictures_of_groups(known, value, fields, translation.fields[name]))
        elif known is not None and KINDS[known.kind].picture:
            fields[name], words = completed(value, fields[name], name)
            inherited.update(words)
    return MergedFields(fields, frozenset(inherited)), problems


def _has_words(known: Field) -> bool:
    return is_translated(known) or KINDS[known.kind].picture or bool(known.fields)


def without_unnamed_pictures(
    translation: Document, fields: Mapping[str, object], problems: list[Problem]
) -> Mapping[str, object]:
    """The fields of a translation without pictures that have no file, because the source has none either."""
    unnamed = [name for name, value in fields.items() if lacks_files(value)]
    for name in unnamed:
        line, column = translation.positions.get(name, (1, 1))
        message = f'"{name}" needs a file: the source has no picture here'
        hint = "write the picture into the source, with as many items in a list, or give a file here"
        problems.append(Problem("field.missing", message, Location(translation.path, line, column), hint))
    return {name: value for name, value in fields.items() if name not in unnamed} if unnamed else fields


def _pictures_of_groups(
    known: Field, source: object, fields: dict[str, object], own: object
) -> Iterator[str]:
    """Completes the pictures in groups; yields the places of the words that come from the source."""
    if not any(KINDS[inner.kind].picture for inner in known.fields.values()):
        return
    several = isinstance(fields[known.name], tuple)
    merged, sources, owns = (
        value if isinstance(value, tuple) else (value,) for value in (fields[known.name], source, own)
    )
    done = []
    for position, group in enumerate(merged):
        found = dict(group)
        for name, inner in known.fields.items():
            place = f"{known.name}/{position}/{name}"
            if KINDS[inner.kind].picture and len(sources) == len(owns) and name in sources[position]:
                if name not in owns[position]:
                    yield place
                else:
                    found[name], words = completed(sources[position][name], owns[position][name], place)
                    yield from words
        done.append(found)
    fields[known.name] = tuple(done) if several else done[0]


def _texts_of_groups(known: Field, source: object, own: object) -> Iterator[str]:
    """Yields the texts that groups lack, as `FIELD/POSITION/NAME`."""
    sources, owns = (value if isinstance(value, tuple) else (value,) for value in (source, own))
    for position, (one, other) in enumerate(zip(sources, owns, strict=False)):
        for name, inner in known.fields.items():
            if is_translated(inner) and name in one and name not in other:
                yield f"{known.name}/{position}/{name}"


def _groups(
    known: Field, source: object, own: object, translation: Document, problems: list[Problem]
) -> object:
    """Completes groups one by one, by their position."""
    if not isinstance(source, tuple) or not isinstance(own, tuple):
        return {**source, **own} if isinstance(source, dict) and isinstance(own, dict) else own
    if len(source) != len(own):
        line, column = translation.positions.get(known.name, (1, 1))
        message = f'"{known.name}" has {len(own)} items here and {len(source)} in the source'
        hint = "translate the same items in the same order"
        problems.append(Problem("translation.items", message, Location(translation.path, line, column), hint))
        return own
    return tuple({**one, **other} for one, other in zip(source, own, strict=True))


def orphans(library: Library, config: Config) -> Iterator[Problem]:
    """Problems for translations without a source: there is no file in the default language."""
    present = {
        document.entry
        for document in library.documents.values()
        if document.language == config.default_language
    }
    unread = (path for path, file in library.files.items() if file.document is None)
    present |= {entry_of_path(path, config) for path in unread}
    for document in library.documents.values():
        codes = languages_of(document)
        if codes and not {config.default_language, document.language}.issubset(codes):
            present.add(document.entry)
    known = Names(present)
    for document in library.documents.values():
        if document.entry not in present and document.language in config.languages:
            if REF in document.fields:
                yield _without_target(document, known)
                continue
            message = f'there is no "{document.name}" in {config.default_language} that this could translate'
            alone = f"; if it is meant for {document.language} alone, add {ONLY_IN}: [{document.language}]"
            hint = "add the source, or rename this file after it" + (alone if document.name != INTRO else "")
            yield Problem("translation.orphan", message, Location(document.path), hint, Severity.WARNING)


def _without_target(document: Document, known: Names) -> Problem:
    """The problem of a translation whose `ref` names no entry."""
    place = Location(document.path, *document.positions.get(REF, ()))
    message = f'there is no entry "{document.entry}" that this file could be a version of'
    hint = known.suggested(document.entry, document.path)
    return Problem("reference.missing", message, place, hint or "name it like guides/deep/page")


# --- states of translations ----------------------------------------------------------------


class State(StrEnum):
    """State of a translation."""

    FRESH = "fresh"
    STALE = "stale"
    UNRECORDED = "unrecorded"
    """The lock file has no record of the source that it was made from."""
    ORPHAN = "orphan"
    """It has no source."""


class Change(Struct, frozen=True):
    """A part of the source that has changed since it was translated."""

    part: Part
    """The current part; for a removed one, a part with a title derived from its name, on line 0."""
    how: str
    """changed, added or removed."""

    @property
    def is_field(self) -> bool:
        return not self.part.name.startswith(LEAD)

    @property
    def name(self) -> str:
        """Name of the part for an editor: `summary`, `"How it began"`."""
        if self.is_field:
            return self.part.text
        return f'"{self.part.text}"' if self.part.text else "the text before the first heading"


def states(site: Site) -> dict[DocumentKey, State]:
    """The state of each translation that is shown, by the key of its document."""
    return {key: state_of(site, key) for key in site.documents if is_translation(site, key)}


def state_of(site: Site, key: DocumentKey) -> State:
    """The state of one translation, by the key of its document."""
    if source_of(site, key) is None:
        return State.ORPHAN
    if key not in site.made_from:
        return State.UNRECORDED
    return State.STALE if key in site.outdated else State.FRESH


def is_translation(site: Site, key: DocumentKey) -> bool:
    document = site.documents[key]
    return document.language != source_language(site, document.entry)


def source_language(site: Site, entry: EntryKey) -> str:
    """Language of an entry's source: the default one, unless the entry is limited to others."""
    return site.only_in[entry][0] if entry in site.only_in else site.config.default_language


def source_of(site: Site, key: DocumentKey) -> Document | None:
    """The source of a translation; None if there is no document in the source language."""
    entry = site.documents[key].entry
    return site.documents.get(document_key(entry, source_language(site, entry)))


def with_records(site: Site, made_from: Mapping[DocumentKey, str]) -> Site:
    """The site with the records of its translations, and the set of outdated ones."""
    if not made_from and not site.made_from:
        return site
    site = replace(site, made_from=made_from)
    return replace(site, outdated=frozenset(key for key in made_from if _outdated(site, key)))


def outdated_again(site: Site, entries: Container[EntryKey]) -> frozenset[DocumentKey]:
    """The outdated translations, after only the texts of these entries have changed."""
    concerned = {key for key in site.made_from if entry_of(key) in entries}
    return (site.outdated - concerned) | {key for key in concerned if _outdated(site, key)}


def _outdated(site: Site, key: DocumentKey) -> bool:
    translates = key in site.documents and is_translation(site, key)
    source = source_of(site, key) if translates else None
    if source is None or source.written == digest_of_bytes(site.made_from[key].encode("utf-8")):
        return False
    return bool(changes(site, key))


def changes(site: Site, key: DocumentKey) -> tuple[Change, ...]:
    """Changes of a source since its translation was accepted, in its order; removed parts last.

    Parts that a translation leaves out cannot be outdated: fields that it takes from the source, and the body
    if it has none.
    """
    source = source_of(site, key)
    if source is None or key not in site.made_from:
        return ()
    recorded = dict(_name_and_digest(text) for text in site.made_from[key].split())
    translation = site.documents[key]
    found = []
    for part in source.parts:
        if part.name not in recorded:
            if _is_text(site, source, part.name) or _gives(translation, part.name):
                found.append(Change(part, "added"))
        elif recorded[part.name] != part.digest and _gives(translation, part.name):
            found.append(Change(part, "changed"))
    there = {part.name for part in source.parts}
    gone = [name for name in recorded if name not in there and _can_be_a_part(site, source, name)]
    found += [Change(_part_gone(name), "removed") for name in gone if _gives(translation, name)]
    return tuple(found)


class StalePage(Struct, frozen=True):
    """A page whose source has changed since it was translated."""

    page: str
    """Address of the page, without the base path."""
    language: str
    title: str
    headings: tuple[str, ...]
    """Headings of the changed parts of the source, and names of fields."""


def stale_pages(site: Site) -> Iterator[StalePage]:
    """Yields the stale translations that have a page, by address."""
    pages = (site.pages[key] for key in site.outdated if key in site.pages)
    for page in sorted(pages, key=lambda page: page.url):
        if page.output:
            names = tuple(change.name for change in changes(site, page.document))
            yield StalePage(page.url, page.language, page.title, names)


def _name_and_digest(text: str) -> tuple[str, str]:
    name, _, digest = text.rpartition("=")
    return name, digest


def _is_text(site: Site, source: Document, name: str) -> bool:
    """True if a part is a text field. The texts of a picture may stay those of the source."""
    content_type = site.config.types.get(source.type)
    known = content_type.fields.get(name) if content_type else None
    return not name.startswith(LEAD) and (known is None or not KINDS[known.kind].picture)


def _can_be_a_part(site: Site, source: Document, name: str) -> bool:
    """False for a field that the type no longer translates."""
    content_type = site.config.types.get(source.type)
    known = content_type.fields.get(name) if content_type else None
    return known is None or _has_words(known)


def _gives(translation: Document, part: str) -> bool:
    return translation.place is not None if part.startswith(LEAD) else part in translation.fields


def _part_gone(name: str) -> Part:
    return Part(name, name.removeprefix(LEAD).replace("-", " ") if name.startswith(LEAD) else name, 0, "")
