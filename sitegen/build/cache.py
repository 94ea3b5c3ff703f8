"""The state of a site in an SQLite file: read as a whole, written as far as it changed.

Every row has a seal, and every table has one over all its rows (`sitegen/store/seal.py`). A row or table with
a wrong seal, a file that is no database and a file of another version are read as empty: the next build is
slower, never wrong.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from sitegen.store.codec import decode
from sitegen.store.lazy import Lazy
from sitegen.store.own_files import own_folder, regular
from sitegen.store.seal import CACHE, Sealer, sealer_of
from sitegen.types import NO_SNAPSHOT, ChangeDates, Picture, Problem, Record, Snapshot, SourceFile, Stamp

FOLDER = CACHE
FILE = "state.db"
BODIES = "bodies"
PICTURES = "pictures"
LEFT = ("-journal", "-wal", "-shm")
"""Endings of files that SQLite keeps beside its own. We let it make none: one that is there is not ours."""
TABLES = ("about", "sources", "files", "pictures", "outputs", "days", "site", "templates")
SEALS = "seals"
"""Table with the seal of each of the others, and of them all."""
WHOLE = "whole"
DEFINITIONS = {
    name: f"CREATE TABLE {name} (key text primary key, value text, seal blob) without rowid"
    for name in (*TABLES, SEALS)
}
"""As SQLite remembers them: a view or a trigger in their place is not ours."""
PAGE = 16384
"""Bytes of a page of the file; a row of more than a quarter of one takes whole pages for itself."""

AT = "at "
"""Before the commit that a build was made at, among what is remembered of it."""

Rows = Mapping[str, str]


class State(Struct, frozen=True):
    """The rows of each table as texts, by key."""

    tables: Mapping[str, Rows]
    whole: str = ""
    """The seal of all tables together, as they were read or written."""

    @property
    def about(self) -> Rows:
        return self.tables["about"]


EMPTY = State({name: {} for name in TABLES})


class Damaged(Exception):
    """The file does not hold what was written to it."""


def folder_of(root: Path) -> Path:
    """The one folder that holds what is remembered of a site."""
    return root / FOLDER


def path_of(root: Path) -> Path:
    return folder_of(root) / FILE


def check_folders(root: Path) -> None:
    """Raises OSError where a folder of the memory is a link or something else."""
    for folder in (folder_of(root), folder_of(root) / BODIES, folder_of(root) / PICTURES):
        own_folder(folder)


def read(root: Path, tables: Iterable[str] = TABLES) -> State:
    """The saved state; empty if the file is missing, damaged or not ours. Raises OSError for a link."""
    path = path_of(root)
    if not own_folder(path.parent) or regular(path) is None:
        return EMPTY
    _remove_others(path)
    try:
        with _open(path) as connection:
            return _read(connection, sealer_of(root), tables)
    except (sqlite3.Error, Damaged, UnicodeDecodeError, TypeError, ValueError):
        return EMPTY


def with_rest(root: Path, state: State, read_already: Iterable[str]) -> State:
    """A state of which only some tables were read, with the others; nothing where one is damaged."""
    rest = read(root, [name for name in TABLES if name not in read_already])
    if rest.whole != state.whole:
        return EMPTY
    return EMPTY if rest is EMPTY else State({**rest.tables, **{n: state.tables[n] for n in read_already}})


def write(root: Path, state: State, before: State) -> State:
    """Makes the file, which holds the state before, hold this one, in one transaction. Raises OSError.

    Returns the state as it was written.
    """
    path = path_of(root)
    if not own_folder(path.parent):
        path.parent.mkdir()
    regular(path)
    _remove_others(path)
    if before is EMPTY:
        path.unlink(missing_ok=True)
    sealer = sealer_of(root)
    try:
        return _write(path, state, before, sealer)
    except (sqlite3.Error, Damaged):
        path.unlink(missing_ok=True)
        try:
            return _write(path, state, EMPTY, sealer)
        except sqlite3.Error as error:
            raise OSError(f"{path} cannot be written: {error}") from error


def _remove_others(path: Path) -> None:
    """Removes what SQLite would take for the rest of a transaction, and follow to other files."""
    for ending in LEFT:
        other = path.with_name(path.name + ending)
        if other.is_dir() and not other.is_symlink():
            raise OSError(errno.EISDIR, "it is a folder, not a file of sitegen; remove it", str(other))
        other.unlink(missing_ok=True)


def _write(path: Path, state: State, before: State, sealer: Sealer) -> State:
    of_row = sealer.sealing("row")
    with _open(path) as connection, connection:
        for definition in DEFINITIONS.values() if not _is_ours(connection) else ():
            connection.execute(definition)
        if _whole_in(connection) != before.whole:  # it was changed or removed since it was read
            raise Damaged(WHOLE)
        seals = {}
        for name in TABLES:
            old, new = before.tables[name], state.tables[name]
            gone = ((key,) for key in old if key not in new)
            connection.executemany(f"delete from {name} where key = ?", gone)  # noqa: S608 - the names are ours
            changed = ((k, v, of_row(_sealed(name, k, v))) for k, v in new.items() if old.get(k) != v)
            connection.executemany(f"insert or replace into {name} values (?, ?, ?)", changed)  # noqa: S608
            rows = connection.execute(f"select seal from {name} order by key")  # noqa: S608
            seals[name] = _table_seal(name, (seal for (seal,) in rows), sealer)
        seals[WHOLE] = _whole_seal(seals, sealer)
        connection.executemany(
            f"insert or replace into {SEALS} values (?, ?, '')",  # noqa: S608
            seals.items(),
        )
    return State(state.tables, seals[WHOLE])


def _whole_in(connection: sqlite3.Connection) -> str:
    row = connection.execute(f"select value from {SEALS} where key = ?", (WHOLE,)).fetchone()  # noqa: S608
    return row[0] if row else ""


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute(f"pragma page_size = {PAGE}")
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma journal_mode = memory")
        connection.execute("pragma synchronous = off")  # what a crash damages, the seals show
        yield connection


def _is_ours(connection: sqlite3.Connection) -> bool:
    """True if the file has exactly our tables. Raises Damaged if it has different ones."""
    found = dict(connection.execute("select name, sql from sqlite_master"))
    if found and found != DEFINITIONS:
        raise Damaged("tables")
    return bool(found)


def _read(connection: sqlite3.Connection, sealer: Sealer, tables: Iterable[str]) -> State:
    if not _is_ours(connection):
        return EMPTY
    seals = dict(connection.execute(f"select key, value from {SEALS}"))  # noqa: S608
    whole = seals.pop(WHOLE, "")
    if whole != _whole_seal(seals, sealer):
        raise Damaged(WHOLE)
    rows = {name: _rows(connection, name, seals[name], sealer) for name in tables if name in seals}
    return State({**EMPTY.tables, **rows}, whole)


def _rows(connection: sqlite3.Connection, name: str, expected: str, sealer: Sealer) -> dict[str, str]:
    rows: dict[str, str] = {}
    seals: list[bytes] = []
    of_row = sealer.sealing("row")
    query = f"select key, value, seal from {name} order by key"  # noqa: S608
    for key, value, seal in connection.execute(query):
        if seal != of_row(_sealed(name, key, value)):
            raise Damaged(f"{name} {key}")
        seals.append(seal)
        rows[key] = value
    if _table_seal(name, seals, sealer) != expected:
        raise Damaged(name)
    return rows


def _sealed(table: str, key: str, value: str) -> bytes:
    """The bytes of a row that its seal is about: no two rows have the same."""
    return f"{table} {len(key)} {key} {value}".encode("utf-8", "surrogatepass")


def _table_seal(name: str, seals: Iterable[bytes], sealer: Sealer) -> str:
    """The seal of a table: it shows rows that were taken out, or that come from another build."""
    return sealer.seal("table", name.encode() + b"".join(seals)).hex()


def _whole_seal(seals: Mapping[str, str], sealer: Sealer) -> str:
    return sealer.seal("whole", "".join(seals.get(name, "-") for name in TABLES).encode()).hex()


# --- snapshots as rows ---------------------------------------------------------------------


def snapshot_of(state: State, intact: frozenset[str]) -> Snapshot:
    """The snapshot that a state holds; of the records only those of outputs that are as written."""
    from sitegen.build.kept_templates import templates_of
    from sitegen.read.rows import file_of

    outputs, files = state.tables["outputs"], state.tables["files"]
    try:
        return Snapshot(
            sources=sources_of(state),
            files=Lazy(files, lambda path: file_of(path, files[path])),
            pictures={path: picture_of(row) for path, row in state.tables["pictures"].items()},
            records=Lazy(intact, lambda path: record_of(path, outputs[path])),
            paths=frozenset(outputs),
            names=state.about["names"],
            lists=tuple(state.about["lists"].splitlines()),
            rules=state.about["rules"],
            until=state.about["until"],
            outdated=frozenset(state.about["outdated"].splitlines()),
            history=history_of(state),
            problems=problems_in(state.about["problems"]),
            templates=templates_of(state.tables["templates"]),
            complete=state.about["complete"] == str(True),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        return NO_SNAPSHOT


def problems_in(text: str) -> tuple[Problem, ...]:
    found: Any = decode(text)
    return found  # type: ignore[no-any-return]


def history_of(state: State) -> ChangeDates:
    """Days of changes from git at the last commit that was built; empty if there were none."""
    days = {path: date.fromisoformat(day) for path, day in state.tables["days"].items()}
    return ChangeDates(state.about["position"].removeprefix(AT), days) if days else ChangeDates()


def sources_of(state: State) -> dict[str, SourceFile]:
    found = {}
    for path, text in state.tables["sources"].items():
        stamp, digest = text.split(";")
        settled = not stamp.startswith(UNSETTLED)
        numbers = stamp.removeprefix(UNSETTLED).split()
        found[path] = SourceFile(path, tuple(map(int, numbers)), digest, settled)
    return found


def text_of(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))


def stamp_in(row: str) -> str:
    """The stamp with which a row of a file begins, as text."""
    return row.partition(";")[0]


def source_row(file: SourceFile) -> str:
    return f"{'' if file.settled else UNSETTLED}{text_of(file.stamp)};{file.digest}"


UNSETTLED = "?"
"""Before a stamp that no stamp shall equal."""


def output_row(stamp: str, record: Record) -> str:
    return f"{stamp};{record.recipe};{record.digest};{record.text};{record.anchors}"


def picture_of(row: str) -> Picture:
    digest, size, kind, width, height, clear, moving = row.split(" ")
    return Picture(digest, int(size), kind, int(width), int(height), clear == "True", moving == "True")


def row_of(picture: Picture) -> str:
    return " ".join(map(str, astuple(picture)))


def record_of(path: str, row: str) -> Record:
    _, recipe, digest, text, anchors = row.split(";", 4)
    return Record(path, recipe, digest, anchors, text)
