"""Imports a table as CSV or TSV: a row becomes an entry, a column a field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.features.importing.imported import (
    Field,
    Imported,
    ImportedEntry,
    ImportedLanguage,
    ImportedType,
    Note,
    Outcome,
)
from sitegen.features.importing.importers import ImportOptions
from sitegen.features.importing.source import Source, UnusableSource
from sitegen.read.cells import Cell, TableError, delimiter_of, rows_of
from sitegen.types.file_names import plain_name

TITLES = ("title", "titel", "titre", "titulo", "título", "titolo", "name", "nom", "nombre", "nome", "label")
"""Names of a column that is likely the title, in lower case."""
NAMES = ("slug", "id", "key", "code")
"""Names of a column that is likely the name of an entry, if all of its values differ."""
FORMULA = re.compile(r"[=@]|[+-](?![0-9.,])")


def read(source: Source, options: ImportOptions) -> Imported:
    """Reads a table. Raises UnusableSource with line and column for what is no table."""
    path = source.single or next((p for p in source.paths if p.lower().endswith((".csv", ".tsv"))), "")
    data = source.data(path) if path else None
    if data is None:
        raise UnusableSource("there is no table: name a file that ends in .csv or .tsv")
    header, rows = _rows(_text(data, path), path)
    type_name = plain_name(options.type or path.rpartition(".")[0]) or "entries"
    notes: list[Note] = []
    title = _title(header, path, notes)
    names = _names(header, rows, title)
    language = options.language
    entries = tuple(
        ImportedEntry(
            type=type_name,
            name=name,
            language=language,
            fields=tuple(_fields(header, row, title)),
            source=f"{path}:{row[0].line}",
        )
        for row, name in zip(rows, names, strict=True)
    )
    for row in rows:
        for cell in row:
            if FORMULA.match(cell.text):
                text = f"column {cell.column}: “{cell.text[:40]}” looks like a formula and is kept as text"
                notes.append(Note(Outcome.DONE, path, text, cell.line))
    return Imported(
        generator="csv",
        title={language: type_name.replace("-", " ").capitalize()},
        languages=(ImportedLanguage(code=language),),
        types=(ImportedType(name=type_name, source=path),),
        entries=entries,
        notes=tuple(notes),
    )


def _text(data: bytes, path: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnusableSource(f"{path} is UTF-16; save it as “CSV UTF-8”")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise UnusableSource(
            f"{path}:{line}:{column}: this is not UTF-8; save the table as “CSV UTF-8”"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(text: str, path: str) -> tuple[list[Cell], list[list[Cell]]]:
    delimiter = "\t" if path.lower().endswith(".tsv") else delimiter_of(text)
    try:
        header, *rows = list(rows_of(text, delimiter)) or [[]]
    except TableError as error:
        raise UnusableSource(f"{path}:{error.line}:{error.column}: {error.message}; {error.hint}") from None
    if not rows:
        raise UnusableSource(f"{path} has no rows below its first one, which has the names of the columns")
    seen: set[str] = set()
    for cell in header:
        name = cell.text.strip()
        if name in seen and name:
            raise UnusableSource(
                f"{path}:{cell.line}:{cell.column}: there are two columns “{name}”; rename one"
            )
        seen.add(name)
    for row in rows:
        if len(row) != len(header):
            cell = row[min(len(row), len(header)) - 1] if len(row) < len(header) else row[len(header)]
            message = f"this row has {len(row)} cells and the first one {len(header)}"
            raise UnusableSource(f"{path}:{cell.line}:{cell.column}: {message}")
    return header, rows


def _title(header: Sequence[Cell], path: str, notes: list[Note]) -> int:
    """Position of the column with the titles: the first with such a name, otherwise the first."""
    names = [cell.text.strip().lower() for cell in header]
    found = next((names.index(name) for name in TITLES if name in names), 0)
    if names[found] != "title":
        notes.append(Note(Outcome.DONE, path, f"the column “{header[found].text.strip()}” became the title"))
    return found


def _names(header: Sequence[Cell], rows: Sequence[Sequence[Cell]], title: int) -> list[str]:
    """Names of the entries, from a column for that, or from the titles."""
    columns = [cell.text.strip().lower() for cell in header]
    for known in NAMES:
        if known in columns:
            names = [plain_name(row[columns.index(known)].text) for row in rows]
            if all(names) and len(set(names)) == len(names):
                return names
    return [plain_name(row[title].text) or f"row-{row[0].line}" for row in rows]


def _fields(header: Sequence[Cell], row: Sequence[Cell], title: int) -> list[Field]:
    texts = [cell.text.strip() for cell in row]
    fields = [Field("title", texts[title] or f"Row {row[0].line}")]
    for number, (cell, text) in enumerate(zip(header, texts, strict=True)):
        name = cell.text.strip()
        if number != title and name and text:
            fields.append(Field(name, text))
    return fields
