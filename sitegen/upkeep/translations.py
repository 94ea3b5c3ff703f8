"""How far the translations of a site are, and saying of one that it says what its source says now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from sitegen.build.pipeline import failed, known
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
from sitegen.read.fingerprints import as_line
from sitegen.store.own_files import replace_file
from sitegen.types import Config, Document, Library, Problem, Site

MISSING = "missing"
MOST_NAMED = 10
"""Of the missing translations of a type that are named in text; JSON has them all."""


class Translation(Struct, frozen=True):
    """A text in a language, there or not."""

    language: str
    entry: str
    state: str
    """One of `State`, or missing."""
    path: str
    """Where it is or would be."""
    source: str | None
    """The path of what it translates; none of an orphan."""
    changes: tuple[Change, ...] = ()
    """Of a stale one: what the source says otherwise."""


class Count(Struct, frozen=True):
    """How far a language is."""

    language: str
    total: int
    """Texts that can be translated."""
    states: Mapping[str, int]
    """How many there are of each state."""

    @property
    def percent(self) -> int:
        """How many of the texts are fresh, rounded down."""
        return self.states[State.FRESH] * 100 // self.total if self.total else 100


class Survey(Struct, frozen=True):
    counts: tuple[Count, ...]
    """A language each but the default one, in the order of the site."""
    translations: tuple[Translation, ...]
    """By language, and then by path."""
    problems: tuple[Problem, ...] = ()
    """Errors for which the site is not known; nothing else then."""


def survey(root: Path, config: Config) -> Survey:
    """What is translated, and what of it is still what its source says."""
    prepared = known(root, config)
    if failed(prepared.problems):
        return Survey((), (), in_order(prepared.problems))
    site = prepared.site
    wanted = translatable(site)
    languages = [code for code in config.languages if code != config.default_language]
    meant = {code: _meant_for(site, code, wanted) for code in languages}
    rows = tuple(row for code in languages for row in _in_language(site, code, meant[code]))
    counts = tuple(
        _count(code, len(meant[code]), (r for r in rows if r.language == code)) for code in languages
    )
    return Survey(counts, rows)


def translatable(site: Site) -> dict[str, Document]:
    """What can be translated, by entry: pages, texts above lists, and data of types that have translations.

    Data of a type of which no entry is translated, like sources, is meant to stay as it is.
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


def _meant_for(site: Site, language: str, wanted: Mapping[str, Document]) -> Mapping[str, Document]:
    """Documents that can be translated into a language: not those written in it or limited to others."""
    if not site.only_in:
        return wanted
    return {
        entry: source
        for entry, source in wanted.items()
        if source.language != language and is_offered(site, entry, language)
    }


def _in_language(site: Site, language: str, wanted: Mapping[str, Document]) -> list[Translation]:
    documents = site.documents.items()
    there = {d.entry: k for k, d in documents if d.language == language and is_translation(site, k)}
    rows = [_translation(site, key) for key in there.values()]
    rows += [
        Translation(language, entry, MISSING, path_in(source, language), source.path)
        for entry, source in wanted.items()
        if entry not in there
    ]
    return sorted(rows, key=lambda row: row.path)


def _translation(site: Site, key: str) -> Translation:
    document, source, state = site.documents[key], source_of(site, key), state_of(site, key)
    path = source.path if source else None
    what = changes(site, key) if state is State.STALE else ()
    return Translation(document.language, document.entry, state, document.path, path, what)


def path_in(source: Document, language: str) -> str:
    """Path of the translation of a document: `content/topics/food.fr.md`."""
    folder, ending = source.path.rpartition("/")[0], source.path.rpartition(".")[2]
    return f"{folder}/{source.name}.{language}.{ending}"


def _count(language: str, total: int, rows: Iterable[Translation]) -> Count:
    states = dict.fromkeys((*State, MISSING), 0)
    for row in rows:
        states[row.state] += 1
    return Count(language, total, states)


# --- saying so -------------------------------------------------------------------------------


class Accepted(Struct, frozen=True):
    keys: tuple[str, ...] = ()
    """Of the translations whose lines are new or others than before."""
    stale: int = 0
    """How many are left that are stale."""
    wrong: str = ""
    """Why a file that was named cannot be accepted; nothing was written then."""
    problems: tuple[Problem, ...] = ()
    """Errors for which the site is not known; nothing was written then."""


def accept(root: Path, config: Config, paths: Iterable[str] | None = None) -> Accepted:
    """Records that these translations say what their sources say now; without paths, all that are unrecorded.

    What the list has of translations that are no more is removed. Raises OSError where the file cannot
    be written.
    """
    prepared = known(root, config)
    if failed(prepared.problems):
        return Accepted(problems=in_order(prepared.problems))
    library = prepared.library
    file = root / LOCK
    before = records(file.read_text(encoding="utf-8"))[0] if file.exists() else {}
    there = _translations(library, config)
    made_from = {key: parts for key, parts in before.items() if key in there}
    keys = [key for key in there if key not in made_from]
    if paths is not None:
        by_path = {library.documents[key].path: key for key in there}
        unknown = next((path for path in paths if path not in by_path), None)
        if unknown is not None:
            return Accepted(wrong=_no_translation(unknown, by_path, library, config))
        keys = [by_path[path] for path in paths]
    made_from |= {key: there[key] for key in keys}
    if made_from != before:
        replace_file(file, written_lock(made_from).encode("utf-8"))
    changed = tuple(key for key in keys if before.get(key) != made_from[key])
    return Accepted(changed, len(prepared.site.outdated - set(keys)))


def _no_translation(path: str, translations: Iterable[str], library: Library, config: Config) -> str:
    languages = {document.path: document.language for document in library.documents.values()}
    if path not in languages:
        return "; ".join(filter(None, (f"there is no translation {path}", suggest(path, translations))))
    if languages[path] == config.default_language:
        return f"{path} is no translation; name the file of one, such as food.fr.md"
    return f"{path} translates a file that is not there"


def _translations(library: Library, config: Config) -> dict[str, str]:
    """What the source of each translation says now, drafts included, by the key of the translation."""
    default = config.default_language
    found = {}
    for key, document in library.documents.items():
        source = library.documents.get(f"{document.entry}@{default}")
        if document.language != default and source is not None:
            found[key] = as_line(source.parts)
    return found


# --- as text and as JSON ---------------------------------------------------------------------


def as_text(found: Survey) -> str:
    """A line for each language, and below it what is not fresh."""
    return "\n\n".join("\n".join(_lines(count, found.translations)) for count in found.counts)


def _lines(count: Count, translations: Iterable[Translation]) -> Iterator[str]:
    states = ", ".join(f"{n} {name}" for name, n in count.states.items() if n and name != State.FRESH)
    fresh = f"{count.states[State.FRESH]} of {count.total} fresh ({count.percent}%)"
    yield f"{count.language}: {fresh}" + (f"; {states}" if states else "")
    own = [row for row in translations if row.language == count.language]
    for state in (State.STALE, State.UNRECORDED, State.ORPHAN):
        for row in own:
            if row.state == state:
                yield f"  {state:<12}{row.path}"
                yield from (f"  {'':<12}  {_told(change, row.source)}" for change in row.changes)
    missing: dict[str, list[str]] = {}
    for row in own:
        if row.state == MISSING:
            missing.setdefault(row.path.rpartition("/")[0], []).append(row.path.rpartition("/")[2])
    for folder, names in missing.items():
        rest = f", and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        yield f"  {MISSING:<12}{folder}/ ({len(names)}): {', '.join(names[:MOST_NAMED])}{rest}"


def _told(change: Change, source: str | None) -> str:
    place = f"{source}:{change.part.line}" if change.part.line else source
    return f"{place}: {change.name} {change.how}"


def as_json(found: Survey) -> str:
    """The same as one JSON document in ASCII; docs/commands.md describes it."""
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
            "changes": [_plain(change) for change in row.changes],
        }
        for row in found.translations
    ]
    return json.dumps({"languages": languages, "translations": translations}, indent=2, ensure_ascii=True)


def _plain(change: Change) -> dict[str, object]:
    kind = "field" if change.is_field else "heading"
    return {"kind": kind, "name": change.part.text, "line": change.part.line or None, "change": change.how}
