"""Reads one content file in a process of its own: its document as text, and its HTML in the store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from sitegen.definition.digests import digest_of_type
from sitegen.digest import Digester, digest_of_bytes, digest_of_parts
from sitegen.problems.formats import unreadable
from sitegen.read.decoding import decode
from sitegen.read.fields import filters_of
from sitegen.read.rows import row_of
from sitegen.read.scan import is_pointer, pointer, read_bytes
from sitegen.read.stopped import fault
from sitegen.read.tables import TableRow, place_in_table
from sitegen.store.bodies import Bodies
from sitegen.types import Config, Digest, Document, Problem, Severity, SourceText
from sitegen.types.paths import type_folder
from sitegen.types.registers import digest_of_code

NO_TEXT = ("file.size", "file.encoding")
"""Codes of problems after which there is nothing to read."""
Inspection = Callable[[Document, Config, SourceText], Iterator[Problem]]
"""Finds the problems of a document that do not depend on other files."""
ReadResult: TypeAlias = tuple[Digest, str, float]
"""The digest of a file, what reading it gives, as text, and the seconds that it took; no text if its key is
the known one."""


class ReadingKeys:
    """For each file the digest of all that its reading depends on."""

    def __init__(self, config: Config, sizes: Mapping[str, int], rows: Mapping[str, TableRow]) -> None:
        languages = (tuple(config.languages.values()), config.default_language, config.language_folders)
        self.sizes = sizes
        self.rows = rows
        self.codes = config.folder_codes
        html = tuple(sorted(config.markdown.html))
        rules = (config.limits, config.engine, html, config.hosts, config.drafts, config.time_zone)
        code = digest_of_code("DOCUMENT_RULES", "MARKDOWN")
        self.shared = Digester().digest_of((languages, rules, sizes, tuple(config.types), code))
        self.types = {
            name: digest_of_parts(digest_of_type(content_type), *filters_of(config, name))
            for name, content_type in config.types.items()
        }
        self.rules = digest_of_parts(
            self.shared, *config.files, *(f"{name} {key}" for name, key in self.types.items())
        )

    def of(self, path: str, digest: Digest) -> Digest:
        row = (self.rows[path].digest,) if path in self.rows else ()
        return digest_of_parts(
            path, digest, self.shared, self.types.get(type_folder(path, self.codes), ""), *row
        )


class FileReader(Struct, frozen=True):
    """Reads files of a site. Other processes receive it, and import Markdown when they are called."""

    root: Path
    config: Config
    keys: ReadingKeys
    bodies: Bodies
    inspection: Inspection

    def __call__(self, wanted: tuple[str, Digest]) -> ReadResult:
        """The result for a path and the key of the last result. Raises OSError and MemoryError."""
        path, known = wanted
        started = time.perf_counter()
        try:
            digest, row = self._read(path, known)
        except (OSError, MemoryError):
            raise
        except Exception as error:
            digest, row = "", row_of("", None, (fault(path, error),))
        return digest, row, time.perf_counter() - started

    def _read(self, path: str, known: Digest) -> tuple[Digest, str]:
        from sitegen.read.document import read_document

        config, keys = self.config, self.keys
        row = keys.rows.get(path)
        if row is not None and row.alone:
            return row.digest, self._read_row(path, row)
        try:
            data = read_bytes(self.root, path, config.limits.page_bytes)
        except OSError as error:
            return "", self.without_text("", path, unreadable(path, error))
        digest = digest_of_bytes(data)
        key = keys.of(path, digest)
        if key == known:
            return digest, ""
        if is_pointer(data):
            return digest, self.without_text(key, path, pointer(path))
        text, problems = decode(data, path, config.limits.page_bytes)
        if any(problem.code in NO_TEXT for problem in problems):
            return digest, self.without_text(key, path, *problems)
        document, html, source, found = read_document(path, text, config, keys.sizes, row)
        problems += tuple(place_in_table(problem, keys.rows) for problem in found) if row else found
        if document is None:
            return digest, row_of(key, None, problems)
        warnings = (problem for problem in problems if problem.severity is not Severity.ERROR)
        remarks = *warnings, *self.inspection(document, config, source)
        problems = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
        document = replace(document, place=self.bodies.put(html)) if html else document
        return digest, row_of(key, document, problems, remarks)

    def _read_row(self, path: str, row: TableRow) -> str:
        """The result of reading a row without a text, as text."""
        from sitegen.read.document import read_document

        keys = self.keys
        document, _, source, problems = read_document(path, "", self.config, keys.sizes, row)
        key = keys.of(path, row.digest)
        if document is None:
            return row_of(key, None, tuple(place_in_table(problem, keys.rows) for problem in problems))
        problems += tuple(self.inspection(document, self.config, source))
        placed = [place_in_table(problem, keys.rows) for problem in problems]
        errors = tuple(problem for problem in placed if problem.severity is Severity.ERROR)
        return row_of(key, document, errors, tuple(p for p in placed if p.severity is not Severity.ERROR))

    def without_text(self, key: Digest, path: str, *problems: Problem) -> str:
        """The text for a file that cannot be read: a document, so that references to it are not wrong."""
        from sitegen.read.document import read_document

        return row_of(key, read_document(path, "", self.config, self.keys.sizes).document, problems)
