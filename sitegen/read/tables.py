"""Rows of tables that give fields to documents, and the places of problems in them.

A row becomes the fields of a document. Its path is that of the text with the same name, `berlin.md`, if there
is one; otherwise that of a data file that does not exist, `berlin.yaml`. So addresses, links and translations
work as for other entries, and only the places of problems have to be found in the table. A feature reads the
tables (`sitegen/features/tables/reading.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.read.scan import is_table
from sitegen.types import Config, Digest, Location, Problem, SourceFile, Sources
from sitegen.types.document import Row
from sitegen.types.patterns import lazy_pattern
from sitegen.types.registers import contributed
from sitegen.yaml.nodes import Mapping as Node
from sitegen.yaml.nodes import Node as AnyNode
from sitegen.yaml.nodes import Scalar
from sitegen.yaml.nodes import Sequence as List

IN_TABLE = 1_000_000_000
"""Added to the lines of fields that a row gives to a text, to tell them from those of the text."""


class TableRow(Struct, frozen=True):
    """Fields that a row of a table gives to a document."""

    table: str
    """Path of the table."""
    fields: Node
    digest: Digest
    alone: bool
    """True if no file has the text of the entry."""

    @property
    def line(self) -> int:
        return self.fields.line


class Tables(Struct, frozen=True):
    rows: Mapping[str, TableRow] = field(default_factory=dict)
    """Row by the path of its document."""
    problems: tuple[Problem, ...] = ()


def read_tables(root: Path, sources: Sources, config: Config) -> Tables:
    """The rows of all tables; none if the site has no tables, or no feature reads them."""
    if not any(map(is_table, sources.content)):
        return Tables()
    readers = contributed("ROWS")
    found: Tables = readers[0](root, sources, config) if readers else Tables()
    return found


def tables_in(files: Mapping[str, SourceFile]) -> dict[str, Digest]:
    """Digests of the tables, by path."""
    return {path: file.digest for path, file in files.items() if is_table(path)}


def place_in_table(problem: Problem, rows: Mapping[str, Row]) -> Problem:
    """The problem at its place in the table, if a row gave what it is about, naming tables for their rows."""
    if rows and "content/" in problem.message:
        problem = replace(problem, message=ROW.sub(lambda found: _named(found[0], rows), problem.message))
    location = problem.location
    row = rows.get(location.path)
    if row is None:
        return problem
    line = location.line or 0
    if line >= IN_TABLE:
        return replace(problem, location=Location(row.table, line - IN_TABLE, location.column))
    if not row.alone:
        return problem
    place = (line, location.column) if line > 1 else (row.line, 1)
    return replace(problem, location=Location(row.table, *place))


ROW = lazy_pattern(r"content/[^\s:]+\.yaml")


def _named(path: str, rows: Mapping[str, Row]) -> str:
    return f"{row.table}:{row.line}" if (row := rows.get(path)) and row.alone else path


def with_rows_of(paths: AbstractSet[str], rows: Mapping[str, Row]) -> AbstractSet[str]:
    """These paths, and those of the documents whose rows are in tables among them."""
    return paths | {path for path, row in rows.items() if row.table in paths}


def with_row(fields: Node, row: TableRow, path: str, problems: list[Problem]) -> Node:
    """The fields of a text with those of its row; a field in both is a problem, and the text counts."""
    own = {key.text for key, _ in fields.entries}
    added = []
    for key, value in row.fields.entries:
        if key.text in own:
            written = fields.key(key.text)
            assert written is not None
            message = f'"{key.text}" is also a column of {row.table}, line {key.line}'
            hint = "remove it here, or empty the cell"
            problems.append(Problem("row.twice", message, Location(path, written.line, written.column), hint))
        else:
            added.append((_moved(key), _moved(value)))
    return replace(fields, entries=(*fields.entries, *added))


def _moved(node: AnyNode) -> AnyNode:
    """A node whose line says that it is in the table."""
    if isinstance(node, Scalar):
        return replace(node, line=node.line + IN_TABLE)
    if isinstance(node, List):
        return List(tuple(map(_moved, node.items)), node.line + IN_TABLE, node.column)
    entries = tuple((_moved(key), _moved(value)) for key, value in node.entries)
    return Node(entries, node.line + IN_TABLE, node.column)  # type: ignore[arg-type]


def files_of_rows(rows: Mapping[str, TableRow]) -> dict[str, SourceFile]:
    """Source files in place of those that rows without a text do not have."""
    return {path: SourceFile(path, b"", row.digest) for path, row in rows.items() if row.alone}
