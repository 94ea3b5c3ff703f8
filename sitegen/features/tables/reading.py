"""Reads tables whose rows are entries: `_rows.csv`, `.tsv`, `.json` or `.yaml` in the folder of a type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from sitegen.digest import Digester
from sitegen.problems.formats import and_others, suggest, unreadable
from sitegen.read.cells import Cell, TableError, delimiter_of, rows_of
from sitegen.read.decoding import decode
from sitegen.read.entry_places import translation_path
from sitegen.read.scan import is_table, read_bytes
from sitegen.read.tables import TableRow, Tables
from sitegen.types import Config, ContentType, Field, Location, Problem, Sources
from sitegen.types.file_names import plain_name, wrong_with
from sitegen.types.paths import type_folder
from sitegen.yaml.compose import compose
from sitegen.yaml.merges import MARK, unfinished_merge
from sitegen.yaml.nodes import Mapping as Node
from sitegen.yaml.nodes import Node as AnyNode
from sitegen.yaml.nodes import Scalar
from sitegen.yaml.nodes import Sequence as List

NAME = "name"
"""Column with the names of the entries; without it they are made from the titles."""
SEPARATOR = ";"
"""Separates several values in a cell."""
LARGEST_TABLE = 20_000_000


def read_tables(root: Path, sources: Sources, config: Config) -> Tables:
    """The rows of all tables; none if the site has no tables."""
    rows: dict[str, TableRow] = {}
    problems: list[Problem] = []
    folders: dict[str, str] = {}
    for path in filter(is_table, sources.content):
        folder = path.rpartition("/")[0]
        content_type = config.types.get(type_folder(path))
        if content_type is None or folder.count("/") != 1:
            hint = "put it directly into the folder of a type, like content/cities/_rows.csv"
            problems.append(Problem("file.place", "a table of entries cannot be here", Location(path), hint))
        elif folder in folders:
            message = f"this folder has a table already: {folders[folder]}"
            problems.append(Problem("file.collision", message, Location(path), "join the two tables"))
        else:
            folders[folder] = path
            reader = _TableReader(path, sources, config, content_type)
            for name, row in reader.rows(root):
                rows[name] = row
            problems += reader.problems
    return Tables(rows, tuple(problems))


class _TableReader:
    def __init__(self, path: str, sources: Sources, config: Config, content_type: ContentType) -> None:
        self.path = path
        self.folder = path.rpartition("/")[0]
        self.sources = sources
        self.config = config
        self.content_type = content_type
        self.problems: list[Problem] = []
        self.unnamed: list[Node] = []
        """Rows without a name."""
        self.digester = Digester()

    def rows(self, root: Path) -> Iterator[tuple[str, TableRow]]:
        """Yields path and row of each document."""
        try:
            data = read_bytes(root, self.path, LARGEST_TABLE)
        except OSError as error:
            self.problems.append(unreadable(self.path, error))
            return
        text, problems = decode(data, self.path, LARGEST_TABLE)
        self.problems += problems
        if any(problem.code in ("file.size", "file.encoding") for problem in problems):
            return
        unfinished = unfinished_merge(text, self.path)
        if unfinished is None:
            yield from self._every_row(text)
            return
        yield from self._every_row(MARK.sub("", text))  # the entries of both versions exist
        self.problems[:] = [unfinished]

    def _every_row(self, text: str) -> Iterator[tuple[str, TableRow]]:
        seen: dict[str, int] = {}
        for node in self._nodes(text):
            name = self._name(node)
            if name is None:
                continue
            if name in seen:
                self.report(
                    "row.name",
                    f'"{name}" is also the name of the row in line {seen[name]}',
                    node,
                    "give each row a name of its own",
                )
                continue
            seen[name] = node.line
            yield from self._documents(name, node)
        if self.unnamed:
            self._report_unnamed()

    def report(self, code: str, message: str, node: AnyNode | Cell, hint: str) -> None:
        self.problems.append(Problem(code, message, Location(self.path, node.line, node.column), hint))

    # --- nodes ---

    def _nodes(self, text: str) -> Iterator[Node]:
        if self.path.endswith((".csv", ".tsv")):
            yield from self._cells(text)
            return
        root, problems = compose(text, self.path)
        self.problems += problems
        if isinstance(root, List) and all(isinstance(item, Node) for item in root.items):
            yield from (item for item in root.items if isinstance(item, Node))
        elif not problems:
            hint = "write a list of rows, each with its columns and values"
            self.problems.append(
                Problem("row.table", "this is no list of rows", Location(self.path, 1, 1), hint)
            )

    def _cells(self, text: str) -> Iterator[Node]:
        try:
            yield from self._rows(text)
        except TableError as error:
            place = Location(self.path, error.line, error.column)
            self.problems.append(Problem("row.table", error.message, place, error.hint))

    def _rows(self, text: str) -> Iterator[Node]:
        rows = rows_of(text, "\t" if self.path.endswith(".tsv") else delimiter_of(text))
        header = next(rows, [])
        columns = self._columns(header)
        for row in rows:
            if len(row) != len(header):
                few = len(row) < len(header)
                message = f"this row has {len(row)} cells and the first one {len(header)}"
                hint = (
                    "put a cell with the separator in it into quotation marks"
                    if not few
                    else "add the missing cells"
                )
                self.report("row.cells", message, row[-1] if few else row[len(header)], hint)
                continue
            entries = [
                (
                    Scalar(name, cell.line, cell.column),
                    Scalar(cell.text.strip(), cell.line, cell.column, plain=False),
                )
                for name, cell in zip(columns, row, strict=True)
                if name and cell.text.strip()
            ]
            yield Node(tuple(entries), row[0].line, 1)

    def _columns(self, header: Sequence[Cell]) -> list[str]:
        """Names of the columns; empty for one that cannot be used."""
        names: list[str] = []
        for cell in header:
            name = cell.text.strip()
            if name and name in names:
                self.report("row.column", f'there are two columns "{name}"', cell, "rename or remove one")
                name = ""
            elif name and self._is_unknown(name):
                known = [NAME, *self.content_type.fields]
                hint = (
                    suggest(name, known) or f"add the field to {self.content_type.path}, or remove the column"
                )
                self.report(
                    "row.column", f'the column "{name}" is no field of {self.content_type.name}', cell, hint
                )
                name = ""
            names.append(name)
        return names

    def _is_unknown(self, column: str) -> bool:
        field_name, _, inner = self._split(column)[0].partition(".")
        known = self.content_type.fields.get(field_name)
        if column == NAME or self.content_type.unknown_fields != "error":
            return False
        return known is None or bool(inner and inner not in known.fields)

    def _split(self, column: str) -> tuple[str, str]:
        """Name of a column without its language, and the language."""
        before, dot, code = column.rpartition(".")
        return (before, code) if dot and code in self.config.languages else (column, "")

    # --- documents ---

    def _name(self, node: Node) -> str | None:
        written = node.get(NAME) if NAME not in self.content_type.fields else None
        title = node.get("title")
        if isinstance(written, Scalar):
            if wrong_with(f"{self.folder}/{written.text}.yaml") or "/" in written.text or "." in written.text:
                hint = f"use small letters, digits and hyphens: {plain_name(written.text) or 'example'}"
                self.report("row.name", f'"{written.text}" cannot be the name of an entry', written, hint)
                return None
            return written.text
        name = plain_name(title.text) if isinstance(title, Scalar) else ""
        if not name:
            self.unnamed.append(node)
        return name or None

    def _report_unnamed(self) -> None:
        """One problem for all rows without a name; none if the title is in a column that has a problem."""
        without_titles = all(node.get("title") is None for node in self.unnamed)
        if without_titles and any(problem.code == "row.column" for problem in self.problems):
            return
        message = "this row has neither a name nor a title to make one from"
        hint = f'add a column "{NAME}" with the names of the entries, in small Latin letters'
        self.report("row.name", message + and_others(len(self.unnamed)), self.unnamed[0], hint)

    def _documents(self, name: str, node: Node) -> Iterator[tuple[str, TableRow]]:
        by_language: dict[str, list[tuple[Scalar, AnyNode]]] = {"": []}
        for key, value in node.entries:
            column, language = self._split(key.text)
            if key.text == NAME and NAME not in self.content_type.fields:
                continue
            if language == self.config.default_language:
                language = ""
            by_language.setdefault(language, []).append((replace(key, text=column), value))
        path = f"{self.folder}/{name}.yaml"
        for language, entries in by_language.items():
            own = path if not language else translation_path(path, language, self.config)
            fields = Node(tuple(self._grouped(entries)), node.line, node.column)
            file, alone = self._file(own)
            yield file, TableRow(self.path, fields, self.digester.digest_of((self.path, fields)), alone)

    def _file(self, path: str) -> tuple[str, bool]:
        """The file with the text of an entry, or the path of one that does not exist."""
        stem, _, _ = path.rpartition(".")
        plain, dot, code = stem.rpartition(".")
        inside = f"{plain}/index.{code}" if dot and code in self.config.languages else f"{stem}/index"
        for file in (f"{stem}.md", path, f"{inside}.md"):
            if file in self.sources.content:
                return file, False
        return path, True

    def _grouped(self, entries: Sequence[tuple[Scalar, AnyNode]]) -> Iterator[tuple[Scalar, AnyNode]]:
        """The fields, with the columns of a group together and several values of a cell as a list."""
        groups: dict[str, list[tuple[Scalar, AnyNode]]] = {}
        for key, value in entries:
            name, dot, inner = key.text.partition(".")
            known = self.content_type.fields.get(name)
            if not dot or known is None or inner not in known.fields:
                yield key, self._value(known, value)
                continue
            groups.setdefault(name, []).append(
                (replace(key, text=inner), self._value(known.fields[inner], value))
            )
        for name, inside in groups.items():
            first = inside[0][0]
            yield replace(first, text=name), Node(tuple(inside), first.line, first.column)

    def _value(self, known: Field | None, value: AnyNode) -> AnyNode:
        is_cell = isinstance(value, Scalar) and self.path.endswith((".csv", ".tsv"))
        if known is None or not known.many or not is_cell:
            return value
        assert isinstance(value, Scalar)
        parts = [part.strip() for part in value.text.split(SEPARATOR) if part.strip()]
        return List(tuple(replace(value, text=part) for part in parts), value.line, value.column)
