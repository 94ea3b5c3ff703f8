"""Entries limited to some languages, and the choice of the source among an entry's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.definition.built_in import ONLY_IN
from sitegen.types import Config, Document, EntryKey, Location, Problem


def languages_of(document: Document) -> tuple[str, ...]:
    """Languages that a document limits its entry to; empty if it has no limit."""
    codes = document.fields.get(ONLY_IN)
    return codes if isinstance(codes, tuple) else ()


def source_among(group: Mapping[str, Document], config: Config) -> Document:
    """The source that the other documents translate: in the default language, with `only_in`, or the
    first."""
    limited = (document for document in group.values() if languages_of(document))
    return group.get(config.default_language) or next(limited, None) or next(iter(group.values()))


def limits(sources: Mapping[EntryKey, Document]) -> dict[EntryKey, tuple[str, ...]]:
    """Languages of each entry that is limited to some, that of its source first."""
    found = {entry: (source, languages_of(source)) for entry, source in sources.items()}
    return {
        entry: tuple(dict.fromkeys((source.language, *codes)))
        for entry, (source, codes) in found.items()
        if codes
    }


def check_limits(
    entries: Mapping[EntryKey, Mapping[str, Document]], sources: Mapping[EntryKey, Document]
) -> Iterator[Problem]:
    """Problems for files in languages that `only_in` excludes, and for translations whose `only_in`
    differs."""
    for entry, group in entries.items():
        for document in group.values():
            codes = languages_of(document)
            if codes:
                yield from _contradictions(document, codes, group, sources[entry])


def _contradictions(
    document: Document, codes: tuple[str, ...], group: Mapping[str, Document], source: Document
) -> Iterator[Problem]:
    place = Location(document.path, *document.positions.get(ONLY_IN, (1, 1)))
    others = [other for language, other in group.items() if language not in codes]
    if others:
        message = f'"{ONLY_IN}" leaves out {others[0].language}, the language of {others[0].path}'
        hint = f"add {others[0].language} to it"
        hint += "" if others[0] is document else ", or remove one of the two"
        yield Problem("translation.only_in", message, place, hint)
    elif document is not source and set(codes) != set(languages_of(source)):
        message = f'"{ONLY_IN}" differs from that of the source, {source.path}'
        yield Problem("translation.only_in", message, place, "write it into the source, and remove it here")
