"""Brings tables from the web into the folders of their types. No build does this."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from sitegen.digest import digest_of_bytes
from sitegen.features.tables.definition import TableSource
from sitegen.features.tables.loaders import FetchError, TableRequest, loaders
from sitegen.online.fetch import RequestLimits, fetch, moved_to
from sitegen.problems.nearest import names_of
from sitegen.read.cells import TableError, delimiter_of, rows_of
from sitegen.read.scan import TABLES, read_bytes
from sitegen.store.own_files import replace_file

LOCK = "content/rows.lock"
LARGEST = 20_000_000
MOST_REDIRECTS = 5
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Fetched(Struct, frozen=True):
    """A table that was brought."""

    path: str
    rows: int
    changed: bool


def bring(root: Path, type_name: str, source: TableSource, today: date, seconds: float) -> Fetched:
    """Writes the table of a type, if it has changed. Raises FetchError and OSError."""
    path = f"content/{type_name}/_rows.csv"
    other = next((name for name in TABLES if (root / path).with_name(name).exists()), "_rows.csv")
    if other != "_rows.csv":
        raise FetchError(
            f"content/{type_name}/{other} is in the way", "remove it; the fetched table is _rows.csv"
        )
    present = read_bytes(root, path, LARGEST) if (root / path).is_file() else b""
    if source.loader:
        header, rows = _loaded(type_name, source, seconds)
    else:
        header, rows = _table(_body(source.url, seconds), source)
    taken = _taken(header, source, _header(present))
    if not rows:
        advice = "look at the address in a browser" if source.url else f"see the loader {source.loader}"
        raise FetchError("the table has no rows", advice)
    data = _written([name for _, name in taken], ([row[at] for at, _ in taken] for row in rows))
    changed = data != present
    if changed:
        replace_file(root / path, data)
        _record(root, type_name, source.url or f"loader:{source.loader}", today, data)
    return Fetched(path, len(rows), changed)


# --- the request ------------------------------------------------------------------------------


def _body(url: str, seconds: float) -> bytes:
    """The bytes at an address, over at most five redirects, each of which must be as safe."""
    for _ in range(MOST_REDIRECTS + 1):
        local = (urlsplit(url).hostname or "") in LOOPBACK
        if urlsplit(url).scheme != "https" and not (local and urlsplit(url).scheme == "http"):
            raise FetchError(f"{url} is not an address with https://", "only localhost may be without")
        response = fetch(url, RequestLimits(seconds=seconds, most=LARGEST, private=local))
        if response.failure:
            raise FetchError(f"{url}: {response.failure}")
        target = moved_to(url, response)
        if not target:
            break
        if not local and (urlsplit(target).hostname or "") in LOOPBACK:
            raise FetchError(f"{url} leads to {target}, which is this machine")
        url = target
    else:
        raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")
    if response.status != 200:
        raise FetchError(f"{url} answers with status {response.status}")
    if response.cut:
        raise FetchError(f"{url} has more than {LARGEST:,} bytes")
    return response.body


# --- the table --------------------------------------------------------------------------------


def _table(data: bytes, source: TableSource) -> tuple[list[str], list[list[str]]]:
    """Names of the columns and the rows. Raises FetchError."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise FetchError(f"the table is not UTF-8 (byte {error.start + 1})", "publish it as UTF-8") from None
    if text.lstrip()[:1] in ("[", "{"):
        return _of_json(text, source.at)
    if text.lstrip()[:1] == "<":
        raise FetchError("this is a web page, not a table", "name the address of the table as CSV or JSON")
    return _of_csv(text)


def _of_csv(text: str) -> tuple[list[str], list[list[str]]]:
    try:
        header, *rows = [
            [cell.text.strip() for cell in row] for row in rows_of(text, delimiter_of(text))
        ] or [[]]
    except TableError as error:
        raise FetchError(f"line {error.line}, column {error.column} of the table: {error.message}") from None
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise FetchError(f"row {number} of the table has {len(row)} cells, and the first {len(header)}")
    return header, rows


def _of_json(text: str, at: str) -> tuple[list[str], list[list[str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"the table is not JSON: {error}") from None
    for key in filter(None, at.split(".")):
        if not isinstance(found, dict) or key not in found:
            known = ", ".join(found) if isinstance(found, dict) else "a list"
            raise FetchError(f'the JSON has no "{key}"', f"it has: {known}"[:200])
        found = found[key]
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise FetchError("the JSON has no list of rows", "name the keys that lead to it: at: data.items")
    return _of_rows(found)


def _loaded(type_name: str, source: TableSource, seconds: float) -> tuple[list[str], list[list[str]]]:
    """Names of the columns and the rows that a loader brings. Raises FetchError, ExtensionFailed."""
    request = TableRequest(type_name, source.url, lambda url: _body(url, seconds))
    return _of_rows(list(loaders()[source.loader](request)))


def _of_rows(found: Sequence[Mapping[str, object]]) -> tuple[list[str], list[list[str]]]:
    header = list(dict.fromkeys(str(key) for row in found for key in row))
    return header, [[_text(row.get(name)) for name in header] for row in found]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(_text, value))
    if isinstance(value, dict):
        raise FetchError("a value of the table is a mapping", "a cell is a text, a number or a list of them")
    return str(value)


def _header(data: bytes) -> list[str]:
    """Names of the columns of the table that is there."""
    text = data.decode("utf-8", "replace")
    try:
        return [cell.text.strip() for cell in next(rows_of(text, delimiter_of(text)), [])]
    except TableError:
        return []


def _taken(header: Sequence[str], source: TableSource, before: Sequence[str]) -> list[tuple[int, str]]:
    """Position and name of each column that is taken. Raises FetchError if one is gone."""
    twice = next((name for name in header if name and header.count(name) > 1), "")
    if twice:
        raise FetchError(f'the table has two columns "{twice}"', "rename one of them there")
    if source.columns:
        for name in source.columns:
            if name not in header:
                raise _gone(name, header, source.columns, before)
        return [(header.index(name), target) for name, target in source.columns.items()]
    for name in before:
        if name not in header:
            raise _gone(name, header, source.columns, before)
    return [(at, name) for at, name in enumerate(header) if name]


def _gone(name: str, header: Sequence[str], columns: Mapping[str, str], before: Sequence[str]) -> FetchError:
    """The error for a column that the table had; suggests the one that it may be now."""
    new = [column for column in header if column and column not in columns and column not in before]
    close = names_of(new).nearest(name) or (new[0] if len(new) == 1 else "")
    target = columns.get(name, name)
    hint = (
        f"did you mean {close}? Then write columns: {{{close}: {target}}}"
        if close
        else f"it has: {', '.join(header)}"
    )
    return FetchError(f'the table has no column "{name}" any more', hint)


def _written(names: Sequence[str], rows: Iterator[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _record(root: Path, type_name: str, url: str, today: date, data: bytes) -> None:
    """Writes when and from where the table came, with its digest."""
    lines = {}
    if (root / LOCK).is_file():
        for line in read_bytes(root, LOCK, LARGEST).decode("utf-8", "replace").splitlines():
            lines[line.partition(" ")[0]] = line
    lines[type_name] = f"{type_name} {today.isoformat()} {digest_of_bytes(data)} {url}"
    replace_file(root / LOCK, ("\n".join(lines[name] for name in sorted(lines)) + "\n").encode("utf-8"))
