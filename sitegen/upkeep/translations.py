"""States of the translations of a site, and the record that a translation matches its source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.build.build import examine
from sitegen.model.translation_lock import LOCK, records, written_lock
from sitegen.model.translations import (
    Change,
    State,
    changes,
    is_translation,
    source_language,
    source_of,
    state_of,
)
from sitegen.model.versions import is_offered
from sitegen.problems.formats import in_order, suggest
from sitegen.read.entry_places import translation_path
from sitegen.read.fingerprints import as_line
from sitegen.store.own_files import replace_file
from sitegen.types import Config, Document, DocumentKey, EntryKey, Library, Problem, Site
from sitegen.types.keys import document_key

MISSING = "missing"
MOST_NAMED = 10
"""Most missing translations of a type that the text names; the JSON has all."""


class Translation(Struct, frozen=True):
    """Translation of an entry into a language, whether its file exists or not."""

    language: str
    entry: EntryKey
    state: str
    """A `State`, or `missing`."""
    path: str
    """Path of its file, or of the file to create."""
    source: str | None
    """Path of the file that it translates; None for an orphan."""
    changes: tuple[Change, ...] = ()
    """Changes of the source since a stale translation was made."""


class LanguageCount(Struct, frozen=True):
    """Number of translations into a language, by state."""

    language: str
    total: int
    """Number of documents that can be translated."""
    states: Mapping[str, int]
    """Number of translations in each state."""

    @property
    def percent(self) -> int:
        """Percentage of documents with a fresh translation, rounded down."""
        return self.states[State.FRESH] * 100 // self.total if self.total else 100


class Survey(Struct, frozen=True):
    """States of all translations of a site."""

    counts: tuple[LanguageCount, ...]
    """Numbers for each language except the default one, in the order of the site."""
    translations: tuple[Translation, ...]
    """Translations sorted by language and path."""
    problems: tuple[Problem, ...] = ()
    """Errors in the site; everything else is then empty."""


def survey(root: Path, config: Config) -> Survey:
    """Returns the state of every translation of the site."""
    planned = examine(root, config)
    if planned.failed:
        return Survey((), (), in_order(planned.problems))
    site = planned.site
    wanted = translatable(site)
    languages = [code for code in config.languages if code != config.default_language]
    meant = {code: _meant_for(site, code, wanted) for code in languages}
    rows = tuple(row for code in languages for row in _in_language(site, code, meant[code]))
    counts = tuple(
        _count(code, len(meant[code]), (r for r in rows if r.language == code)) for code in languages
    )
    return Survey(counts, rows)


def translatable(site: Site) -> dict[EntryKey, Document]:
    """Documents that can be translated, by entry: pages, texts above lists, and data with translations.

    Data of a type without any translation, such as sources, is not meant to be translated.
    """
    config = site.config
    translated = {d.type for key, d in site.documents.items() if is_translation(site, key)}
    found = {}
    for document in site.documents.values():
        known_type = config.types.get(document.type)
        wanted = document.entry not in site.versions or known_type is None or known_type.page
        if document.language == source_language(site, document.entry) and (
            wanted or document.type in translated
        ):
            found[document.entry] = document
    return found


def _meant_for(site: Site, language: str, wanted: Mapping[EntryKey, Document]) -> Mapping[EntryKey, Document]:
    """Documents that can be translated into a language: not those written in it or limited to others."""
    if not site.only_in:
        return wanted
    return {
        entry: source
        for entry, source in wanted.items()
        if source.language != language and is_offered(site, entry, language)
    }


def _in_language(site: Site, language: str, wanted: Mapping[EntryKey, Document]) -> list[Translation]:
    documents, config = site.documents.items(), site.config
    existing = {d.entry: k for k, d in documents if d.language == language and is_translation(site, k)}
    rows = [_translation(site, key) for key in existing.values()]
    rows += [
        Translation(language, entry, MISSING, translation_path(source.path, language, config), source.path)
        for entry, source in wanted.items()
        if entry not in existing
    ]
    return sorted(rows, key=lambda row: row.path)


def _translation(site: Site, key: DocumentKey) -> Translation:
    document, source, state = site.documents[key], source_of(site, key), state_of(site, key)
    path = source.path if source else None
    what = changes(site, key) if state is State.STALE else ()
    return Translation(document.language, document.entry, state, document.path, path, what)


def _count(language: str, total: int, rows: Iterable[Translation]) -> LanguageCount:
    states = dict.fromkeys((*State, MISSING), 0)
    for row in rows:
        states[row.state] += 1
    return LanguageCount(language, total, states)


# --- recording -------------------------------------------------------------------------------


class Acceptance(Struct, frozen=True):
    """Result of recording translations as up to date."""

    keys: tuple[DocumentKey, ...] = ()
    """Keys of the translations whose records are new or changed."""
    stale: int = 0
    """Number of translations that are still stale."""
    error: str = ""
    """Reason why a given file cannot be accepted; nothing was written then."""
    problems: tuple[Problem, ...] = ()
    """Errors in the site; nothing was written then."""


def accept(root: Path, config: Config, paths: Iterable[str] | None = None) -> Acceptance:
    """Records that translations match their sources; without paths, all that have no record.

    Removes records of translations that no longer exist. Raises OSError if the file cannot be written.
    """
    planned = examine(root, config)
    if planned.failed:
        return Acceptance(problems=in_order(planned.problems))
    library = planned.library
    file = root / LOCK
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    before = {
        key: [line.parts for line in own] for key, own in records(text, library.documents).lines.items()
    }
    existing = _translations(library, config)
    lines = {key: own for key, own in before.items() if key in existing}
    keys = [key for key in existing if key not in lines]
    if paths is not None:
        by_path = {library.documents[key].path: key for key in existing}
        unknown = next((path for path in paths if path not in by_path), None)
        if unknown is not None:
            return Acceptance(error=_no_translation(unknown, by_path, library, config))
        keys = [by_path[path] for path in paths]
    lines |= {key: [existing[key]] for key in keys}
    if lines != before:
        replace_file(file, written_lock(lines).encode("utf-8"))
    changed = tuple(key for key in keys if before.get(key) != lines[key])
    return Acceptance(changed, len(planned.site.outdated - set(keys)))


def _no_translation(path: str, translations: Iterable[str], library: Library, config: Config) -> str:
    languages = {document.path: document.language for document in library.documents.values()}
    if path not in languages:
        return "; ".join(filter(None, (f"there is no translation {path}", suggest(path, translations))))
    if languages[path] == config.default_language:
        return f"{path} is not a translation; name a file such as food.fr.md"
    return f"{path} translates a file that does not exist"


def _translations(library: Library, config: Config) -> dict[DocumentKey, str]:
    """Fingerprints of the source of each translation, drafts included, by key of the translation."""
    default = config.default_language
    found = {}
    for key, document in library.documents.items():
        source = library.documents.get(document_key(document.entry, default))
        if document.language != default and source is not None:
            found[key] = as_line(source.parts)
    return found


# --- as text and as JSON ---------------------------------------------------------------------


def as_text(found: Survey) -> str:
    """A line for each language, followed by its translations that are not fresh."""
    return "\n\n".join("\n".join(_lines(count, found.translations)) for count in found.counts)


def _lines(count: LanguageCount, translations: Iterable[Translation]) -> Iterator[str]:
    states = ", ".join(f"{n} {name}" for name, n in count.states.items() if n and name != State.FRESH)
    fresh = f"{count.states[State.FRESH]} of {count.total} fresh ({count.percent}%)"
    yield f"{count.language}: {fresh}" + (f"; {states}" if states else "")
    own = [row for row in translations if row.language == count.language]
    for state in (State.STALE, State.UNRECORDED, State.ORPHAN):
        for row in own:
            if row.state == state:
                yield f"  {state:<12}{row.path}"
                yield from (f"  {'':<12}  {_change(change, row.source)}" for change in row.changes)
    missing: dict[str, list[str]] = {}
    for row in own:
        if row.state == MISSING:
            missing.setdefault(row.path.rpartition("/")[0], []).append(row.path.rpartition("/")[2])
    for folder, names in missing.items():
        rest = f", and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"  {MISSING:<12}{folder}/ ({len(names)}): {', '.join(names[:MOST_NAMED])}{rest}"


def _change(change: Change, source: str | None) -> str:
    place = f"{source}:{change.part.line}" if change.part.line else source
    return f"{place}: {change.name} {change.how}"


def as_json(found: Survey) -> str:
    """The survey as one JSON document in ASCII; the documentation of the command describes its format."""
    languages = [
        {"code": c.language, "translatable": c.total, **c.states, "percent": c.percent} for c in found.counts
    ]
    translations = [
        {
            "language": row.language,
            "entry": row.entry,
            "state": str(row.state),
            "path": row.path,
            "source": row.source,
            "changes": [_change_data(change) for change in row.changes],
        }
        for row in found.translations
    ]
    return json.dumps({"languages": languages, "translations": translations}, indent=2, ensure_ascii=True)


def _change_data(change: Change) -> dict[str, object]:
    kind = "field" if change.is_field else "heading"
    return {"kind": kind, "name": change.part.text, "line": change.part.line or None, "change": change.how}
