"""All edits that a move needs, computed before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from sitegen.build.context import Context
from sitegen.build.planning import PlannedSite
from sitegen.definition.config import SITE
from sitegen.model.translation_lock import LOCK as TRANSLATIONS
from sitegen.model.translation_lock import moved
from sitegen.move.aliases import addresses, after_move, alias_changes, lost
from sitegen.move.definition_edits import site_changes, type_changes
from sitegen.move.field_edits import field_changes
from sitegen.move.moved_links import Addresses
from sitegen.move.source_text import Source, applied
from sitegen.move.text_edits import text_changes
from sitegen.move.values import Edit, Moves, Replacement
from sitegen.read.scan import KNOWN_PROBLEMS, read_bytes
from sitegen.types import Config, Document
from sitegen.types.keys import last_name_of
from sitegen.types.paths import type_folder
from sitegen.views.released import LOCK, ReleasedAddress, read_lock


class MoveContext(Struct, frozen=True):
    """The site before the move, and the context in which it was read."""

    root: Path
    planned: PlannedSite
    build: Context

    def read(self, path: str) -> bytes:
        """Bytes of a source file. Raises OSError."""
        return read_bytes(self.root, path)


def edits(context: MoveContext, moves: Moves) -> tuple[Edit, ...]:
    """Returns an edit for each changed file, sorted by path. Raises Refused if a change is impossible."""
    planned, read = context.planned, context.read
    config, library = planned.site.config, planned.library
    old_addresses: Mapping[str, list[str]] = {}
    new_addresses: Addresses = {}
    own: dict[str, str] = {}
    if moves.entries:
        after = after_move(planned.site, library, moves)
        new_addresses = addresses(planned.site, after, moves)
        lock = _released(read(LOCK)) if LOCK in planned.sources else None
        old_addresses = lost(planned.site, after, moves, lock)
        by_new_path = {after.documents[page.document].path: page.url for page in after.pages.values()}
        own = {path: by_new_path.get(new, "") for path, new in moves.files.items()}
    words = tuple(_search_words(moves, new_addresses))
    found: list[Edit] = []
    for path in sorted(path for path in planned.sources if path.startswith("content/")):
        document = library.files[path].document if path in library.files else None
        definition = path == SITE or path.endswith("/_type.yaml")
        if not definition and document is None:
            if path == TRANSLATIONS:
                found += _records(path, read(path), moves)
            elif path == KNOWN_PROBLEMS:
                found += _known_problems(path, read(path), moves)
            elif path in moves.files:
                found.append(Edit(path, moves.path(path), b"", None))
            continue
        data = read(path)
        if path not in moves.files and not any(word in data for word in words):
            continue
        try:
            source = Source(path, data)
        except UnicodeDecodeError:
            continue  # already reported as a problem; without text there are no places
        if definition:
            changes = tuple(_definition_changes(source, config, moves))
        else:
            assert document is not None
            changes = tuple(_document_changes(source, document, config, moves, new_addresses))
            if path in moves.files and (own.get(path) or path in old_addresses):
                changes += tuple(alias_changes(source, old_addresses.get(path, ()), own.get(path, "")))
        if changes or path in moves.files:
            text = applied(source.raw, changes).encode("utf-8") if changes else None
            found.append(Edit(path, moves.path(path), data, text, len(changes)))
    return tuple(found)


def _records(path: str, data: bytes, moves: Moves) -> Iterator[Edit]:
    """Edit of the list of accepted translations, whose keys contain the name of the entry."""
    before = data.decode("utf-8", "surrogateescape")
    after = before
    for old, new in (moves.folder,) if moves.folder else moves.top.items():
        after = moved(after, old, new)
    changed = len(set(after.splitlines()) - set(before.splitlines()))
    if changed:
        yield Edit(path, path, data, after.encode("utf-8", "surrogateescape"), changed)


def _known_problems(path: str, data: bytes, moves: Moves) -> Iterator[Edit]:
    """Edit of the list of known problems, whose lines begin with the paths of files."""
    rows = [row.rsplit(" ", 3) for row in data.decode("utf-8", "surrogateescape").splitlines()]
    after = [" ".join((moves.path(row[0]), *row[1:])) if len(row) > 3 else " ".join(row) for row in rows]
    changed = sum(" ".join(row) != new for row, new in zip(rows, after, strict=True))
    if changed:
        text = "".join(f"{row}\n" for row in after)
        yield Edit(path, path, data, text.encode("utf-8", "surrogateescape"), changed)


def _search_words(moves: Moves, changed: Addresses) -> Iterator[bytes]:
    """Words of which at least one occurs in every file that refers to a moved file."""
    names = {last_name_of(entry) for entry in moves.top}
    if moves.folder:
        names = {moves.folder[0]}
    elif not moves.entries:
        names = {path.rpartition("/")[2] for path in moves.files}
    parts = (address.rstrip("/").rpartition("/") for address in changed)
    names |= {last.rpartition("#")[2] for above, _, last in parts if f"{above}/" not in changed}
    for name in sorted(names):
        yield from {name.encode("utf-8"), quote(name).encode("ascii")}


def _definition_changes(source: Source, config: Config, moves: Moves) -> Iterable[Replacement]:
    if source.path == SITE:
        return site_changes(source, config, moves)
    content_type = config.types.get(type_folder(source.path, config.folder_codes))
    return type_changes(source, content_type, moves) if content_type else ()


def _document_changes(
    source: Source, document: Document, config: Config, moves: Moves, changed: Addresses
) -> Iterator[Replacement]:
    content_type = config.types.get(document.type)
    parts = source.parts()
    if content_type and parts.readable:
        yield from field_changes(source, content_type.fields, moves, changed)
    if not source.path.endswith(".yaml") and parts.divided:
        yield from text_changes(source, document, moves, changed, config.markdown)


def _released(data: bytes) -> frozenset[str]:
    """Addresses that the lock lists as live."""
    lines = (line for line in read_lock(data.decode("utf-8", "replace")) if isinstance(line, ReleasedAddress))
    return frozenset(line.address for line in lines if not line.reason)
