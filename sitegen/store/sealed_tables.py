"""Tables of sealed rows in an SQLite file: read whole, written as far as they have changed.

Every row has a seal, and every table has one over all its rows (`sitegen/store/seal.py`). If a seal is wrong,
the file is no database or it has different tables, nothing of it is used.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from sitegen.store.own_files import own_folder, regular
from sitegen.store.seal import Sealer

LEFT = ("-journal", "-wal", "-shm")
"""Endings of files that SQLite creates beside its own. We let it create none, so such a file is not ours."""
SEALS = "seals"
"""Table with the seal of each of the others, and of them all."""
WHOLE = "whole"
PAGE = 16384
"""Bytes of a page of the file; a row of more than a quarter of one takes whole pages for itself."""

Rows: TypeAlias = Mapping[str, str]


class Tables(Struct, frozen=True):
    """The rows of each table as texts, by key."""

    rows: Mapping[str, Rows]
    whole: str = ""
    """Seal of all tables together, as they were read or written; empty before the first build."""


class Damaged(Exception):
    """The file does not contain what was written to it."""


class TableFile(Struct, frozen=True):
    """An SQLite file with tables of these names."""

    path: Path
    names: tuple[str, ...]
    sealer: Sealer

    def read(self, names: Collection[str]) -> Tables | None:
        """These tables; None if the file is damaged or not ours. Raises OSError."""
        self._remove_others()
        try:
            with _open(self.path) as connection:
                return self._read(connection, names) if self._is_ours(connection) else None
        except (sqlite3.Error, Damaged, UnicodeDecodeError, TypeError, ValueError):
            return None

    def write(self, tables: Tables, before: Tables) -> Tables:
        """Changes the file from the tables before to these, in one transaction. Raises OSError.

        Returns the tables as they were written.
        """
        if not own_folder(self.path.parent):
            self.path.parent.mkdir()
        regular(self.path)
        self._remove_others()
        if not before.whole:
            self.path.unlink(missing_ok=True)
        try:
            return self._write(tables, before)
        except (sqlite3.Error, Damaged):
            self.path.unlink(missing_ok=True)
            try:
                return self._write(tables, Tables({}))
            except sqlite3.Error as error:
                raise OSError(f"{self.path} cannot be written: {error}") from error

    def _remove_others(self) -> None:
        """Removes files that SQLite would take for the rest of a transaction, and follow to other files."""
        for ending in LEFT:
            other = self.path.with_name(self.path.name + ending)
            if other.is_dir() and not other.is_symlink():
                raise OSError(errno.EISDIR, "it is a folder, not a file of sitegen; remove it", str(other))
            other.unlink(missing_ok=True)

    def _definitions(self) -> dict[str, str]:
        """Definitions of the tables as SQLite stores them: a view or a trigger in their place is not ours."""
        columns = "(key text primary key, value text, seal blob) without rowid"
        return {name: f"CREATE TABLE {name} {columns}" for name in (*self.names, SEALS)}

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """True if the file has exactly our tables. Raises Damaged if it has different ones."""
        found = dict(connection.execute("select name, sql from sqlite_master"))
        if found and found != self._definitions():
            raise Damaged("tables")
        return bool(found)

    def _read(self, connection: sqlite3.Connection, names: Collection[str]) -> Tables:
        seals = dict(connection.execute(f"select key, value from {SEALS}"))  # noqa: S608
        whole = seals.pop(WHOLE, "")
        if whole != self._whole_seal(seals):
            raise Damaged(WHOLE)
        return Tables({name: self._rows(connection, name, seals[name]) for name in names}, whole)

    def _rows(self, connection: sqlite3.Connection, name: str, expected: str) -> Rows:
        rows: dict[str, str] = {}
        seals: list[bytes] = []
        seal_of_row = self.sealer.sealing("row")
        query = f"select key, value, seal from {name} order by key"  # noqa: S608 - the names are ours
        for key, value, seal in connection.execute(query):
            if seal != seal_of_row(*_sealed(name, key, value)):
                raise Damaged(f"{name} {key}")
            seals.append(seal)
            rows[key] = value
        if self._table_seal(name, seals) != expected:
            raise Damaged(name)
        return rows

    def _write(self, tables: Tables, before: Tables) -> Tables:
        seal_of_row = self.sealer.sealing("row")
        with _open(self.path) as connection, connection:
            for definition in () if self._is_ours(connection) else self._definitions().values():
                connection.execute(definition)
            if _whole_in(connection) != before.whole:  # it was changed or removed since it was read
                raise Damaged(WHOLE)
            seals = {}
            for name in self.names:
                old, new = before.rows.get(name, {}), tables.rows[name]
                gone = ((key,) for key in old if key not in new)
                connection.executemany(f"delete from {name} where key = ?", gone)  # noqa: S608
                changed = (
                    (k, v, seal_of_row(*_sealed(name, k, v))) for k, v in new.items() if old.get(k) != v
                )
                connection.executemany(f"insert or replace into {name} values (?, ?, ?)", changed)  # noqa: S608
                rows = connection.execute(f"select seal from {name} order by key")  # noqa: S608
                seals[name] = self._table_seal(name, (seal for (seal,) in rows))
            seals[WHOLE] = self._whole_seal(seals)
            statement = f"insert or replace into {SEALS} values (?, ?, '')"  # noqa: S608
            connection.executemany(statement, seals.items())
        return Tables(tables.rows, seals[WHOLE])

    def _table_seal(self, name: str, seals: Iterable[bytes]) -> str:
        """Seal of a table; it shows rows that were taken out, or that come from a different build."""
        return self.sealer.seal("table", name.encode() + b"".join(seals)).hex()

    def _whole_seal(self, seals: Mapping[str, str]) -> str:
        return self.sealer.seal("whole", "".join(seals.get(name, "-") for name in self.names).encode()).hex()


def _sealed(table: str, key: str, value: str) -> tuple[bytes, bytes]:
    """The bytes of a row that its seal is computed from; they differ between any two rows."""
    start = f"{table} {len(key)} {key} ".encode("utf-8", "surrogatepass")
    return start, str(value).encode("utf-8", "surrogatepass")  # in a damaged file it need not be a text


def _whole_in(connection: sqlite3.Connection) -> str:
    row = connection.execute(f"select value from {SEALS} where key = ?", (WHOLE,)).fetchone()  # noqa: S608
    return row[0] if row else ""


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=5)) as connection:
        connection.execute(f"pragma page_size = {PAGE}")
        connection.execute("pragma trusted_schema = off")
        connection.execute("pragma journal_mode = memory")
        connection.execute("pragma synchronous = off")  # seals reveal what a crash damages
        yield connection
