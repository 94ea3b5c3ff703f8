"""The state of a site in an SQLite file: read as a whole, written as far as it changed.

Every row carries a seal, a checksum of what it holds. A row that does not match, a file that is no
database, another version: all give nothing, and nothing is worse than slow.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from sitegen.codec import decode
from sitegen.lazy import Lazy
from sitegen.types import NOTHING, History, Picture, Problem, Record, Snapshot, SourceFile, Stamp

FOLDER = ".sitegen"
FILE = "state.db"
TABLES = ("about", "sources", "files", "pictures", "outputs", "days", "site", "templates")
SCHEMA = "; ".join(
    f"create table if not exists {name} (key text primary key, value text, seal integer) without rowid"
    for name in TABLES
)
PAGE = 16384
"""Bytes of a page of the file; a row of more than a quarter of one takes whole pages for itself."""

AT = "at "
"""Before the commit that a build was made at, among what is remembered of it."""

Rows = Mapping[str, str]


class State(Struct, frozen=True):
    """The rows of each table as texts, by key, with the seals of them that were right."""

    tables: Mapping[str, Rows]

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


def read(root: Path, tables: Iterable[str] = TABLES) -> State:
    """What the file holds; nothing where it is missing, damaged or not ours."""
    path = path_of(root)
    if not path.is_file():
        return EMPTY
    try:
        with _open(path) as connection:
            return State({**EMPTY.tables, **{name: _rows(connection, name) for name in tables}})
    except (sqlite3.Error, Damaged, UnicodeDecodeError):
        return EMPTY


def with_rest(root: Path, state: State, read_already: Iterable[str]) -> State:
    """A state of which only some tables were read, with the others; nothing where one is damaged."""
    rest = read(root, [name for name in TABLES if name not in read_already])
    return EMPTY if rest is EMPTY else State({**rest.tables, **{n: state.tables[n] for n in read_already}})


def write(root: Path, state: State, before: State) -> None:
    """Makes the file hold this state, in one transaction. Raises OSError."""
    path = path_of(root)
    path.parent.mkdir(exist_ok=True)
    if before is EMPTY:
        path.unlink(missing_ok=True)
    try:
        _write(path, state, before)
    except sqlite3.Error:
        path.unlink(missing_ok=True)
        try:
            _write(path, state, EMPTY)
        except sqlite3.Error as error:
            raise OSError(f"{path} cannot be written: {error}") from error


def _write(path: Path, state: State, before: State) -> None:
    with _open(path) as connection, connection:
        for name in TABLES:
            old, new = before.tables[name], state.tables[name]
            gone = ((key,) for key in old if key not in new)
            connection.executemany(f"delete from {name} where key = ?", gone)  # noqa: S608 - the names are ours
            changed = ((k, v, _seal(name, k, v)) for k, v in new.items() if old.get(k) != v)
            connection.executemany(f"insert or replace into {name} values (?, ?, ?)", changed)  # noqa: S608


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute(f"pragma page_size = {PAGE}")
        connection.execute("pragma synchronous = off")  # what a crash damages, the seals show
        connection.executescript(SCHEMA)
        yield connection


def _rows(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for key, value, seal in connection.execute(f"select key, value, seal from {name}"):  # noqa: S608
        if seal != _seal(name, key, value):
            raise Damaged(f"{name} {key}")
        rows[key] = value
    return rows


def _seal(table: str, key: str, value: str) -> int:
    return zlib.crc32(f"{table} {key} {value}".encode("utf-8", "surrogatepass"))


# --- snapshots as rows ---------------------------------------------------------------------


def snapshot_of(state: State, intact: frozenset[str]) -> Snapshot:
    """The snapshot that a state holds; of the records only those of outputs that are as written."""
    from sitegen.read.rows import file_of
    from sitegen.state.kept_templates import templates_of

    outputs, files = state.tables["outputs"], state.tables["files"]
    try:
        return Snapshot(
            sources=sources_of(state),
            files=Lazy(files, lambda path: file_of(path, files[path])),
            pictures={path: picture_of(row) for path, row in state.tables["pictures"].items()},
            records=Lazy(intact, lambda path: record_of(path, outputs[path])),
            paths=frozenset(outputs),
            names=state.about["names"],
            facts=state.about["facts"],
            outdated=frozenset(state.about["outdated"].splitlines()),
            history=history_of(state),
            problems=problems_in(state.about["problems"]),
            templates=templates_of(state.tables["templates"]),
            complete=state.about["complete"] == str(True),
        )
    except (ValueError, TypeError, KeyError, IndexError):
        return NOTHING


def problems_in(text: str) -> tuple[Problem, ...]:
    found: Any = decode(text)
    return found  # type: ignore[no-any-return]


def history_of(state: State) -> History:
    """What git said of the last build's commit; nothing where it said of no file when it changed."""
    days = {path: date.fromisoformat(day) for path, day in state.tables["days"].items()}
    return History(state.about["position"].removeprefix(AT), days) if days else History()


def sources_of(state: State) -> dict[str, SourceFile]:
    found = {}
    for path, text in state.tables["sources"].items():
        stamp, digest = text.split(";")
        found[path] = SourceFile(path, tuple(map(int, stamp.split())), digest)
    return found


def text_of(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))


def stamp_in(row: str) -> str:
    """The stamp with which a row of a file begins, as text."""
    return row.partition(";")[0]


def source_row(file: SourceFile) -> str:
    return f"{text_of(file.stamp)};{file.digest}"


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


def rows_of(snapshot: Snapshot, stamps: Rows, about: Rows, others: Mapping[str, Rows]) -> State:
    """A snapshot as rows, with the stamps of the outputs; `others` are the other tables."""
    return State(
        {
            **others,
            "about": about,
            "sources": {path: source_row(file) for path, file in snapshot.sources.items()},
            "files": {path: file.row for path, file in snapshot.files.items()},
            "pictures": {path: row_of(picture) for path, picture in snapshot.pictures.items()},
            "days": {path: day.isoformat() for path, day in snapshot.history.days.items()},
            "outputs": {path: output_row(stamps[path], found) for path, found in snapshot.records.items()},
        }
    )
