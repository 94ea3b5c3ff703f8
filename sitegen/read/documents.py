"""Content files → documents, each read alone, so that they can be read in parallel and kept."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.definition.built_in import ONLY_IN
from sitegen.digest import Digester, digest_of_bytes, digest_of_parts
from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.kinds import KINDS
from sitegen.kinds.kind import Reading
from sitegen.markdown.fragment import EMPTY_FRAGMENT, Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.typography import Typography, typography_of
from sitegen.read.entry_places import INTRO, entry_of_file, place_of
from sitegen.read.fields import check_defaults, filters_of, read_fields, too_many
from sitegen.read.fingerprints import as_line, parts_of
from sitegen.read.front_matter import Parts, data_mapping, decode, split
from sitegen.read.rows import file_of, key_of, row_of
from sitegen.read.scan import is_document, is_media, is_pointer, pointer, read_bytes, unreadable
from sitegen.read.stopped import fault, stopped_problem
from sitegen.read.tables import (
    TableRow,
    files_of_rows,
    place_in_table,
    read_tables,
    tables_in,
    with_row,
    with_rows_of,
)
from sitegen.read.type_folders import folders_without_type, misplaced_definitions
from sitegen.store.bodies import Bodies
from sitegen.store.lazy import LazyWhole, with_values
from sitegen.store.spilled import TextFile
from sitegen.types import (
    Config,
    Digest,
    Document,
    DocumentKey,
    Library,
    LoadedFindings,
    Location,
    Problem,
    ReadFile,
    Severity,
    SourceFile,
    Sources,
    SourceText,
)
from sitegen.types.file_names import address_name, no_address
from sitegen.types.keys import document_key
from sitegen.types.paths import type_folder
from sitegen.types.registers import digest_of_code
from sitegen.types.zones import declared_zone

NO_TEXT = ("file.size", "file.encoding")
"""Codes of problems after which there is nothing to read."""
UNFINISHED = ("field.missing", "field.empty")
"""Codes of problems that a draft may have, until it is to be shown."""

NO_ROWS: Mapping[str, TableRow] = MappingProxyType({})

Inspection = Callable[[Document, Config, SourceText], Iterator[Problem]]
"""What is wrong with a document, as far as that can be said of it alone."""


def no_inspection(_: Document, __: Config, ___: SourceText) -> Iterator[Problem]:
    return iter(())


class ReadContext(Struct, frozen=True):
    """What reading works with: where bodies are stored, rules for one document, and the previous reading."""

    bodies: Bodies
    files: Mapping[str, ReadFile] = field(default_factory=dict)
    """Results of the previous reading, by path."""
    inspection: Inspection = no_inspection
    sources: Mapping[str, SourceFile] = field(default_factory=dict)
    """The source files as they were at the previous reading."""
    rules: Digest = ""
    """The rules of the previous reading; empty if they are not known."""
    wrong: frozenset[str] = frozenset()
    """Paths of the files in which the previous build found problems."""


def read_documents(
    root: Path, sources: Sources, config: Config, executor: Executor, context: ReadContext
) -> Library:
    """Every document below `content/`, with the problems of all of them.

    A file is read again only if it, its type's definition or the files beside entries have changed.
    """
    return begin_reading(root, sources, config, executor, context)()


def begin_reading(
    root: Path, sources: Sources, config: Config, executor: Executor, context: ReadContext
) -> Callable[[], Library]:
    """Starts reading in other processes; call the result to wait for the `Library`."""
    tables = read_tables(root, sources, config)
    paths = {path: file for path, file in sources.content.items() if is_document(path)}
    paths |= files_of_rows(tables.rows)
    sizes = _sizes(sources)
    keys = _Keys(config, sizes, tables.rows)
    same_rules = keys.rules == context.rules
    same_tables = tables_in(sources.content) == tables_in(context.sources)
    before = context.sources if same_rules and same_tables else {}
    changed = [file for path, file in paths.items() if file is not before.get(path)]
    wanted = [(it.path, key) for it in changed if (key := _cached_key(it, keys, context)) is not None]
    same_paths = len(paths) == len(context.files) and all(file.path in context.files for file in changed)
    results = _read(root, config, keys, context, wanted, executor)

    def library() -> Library:
        digests, files, taken, texts = {}, {}, array("f"), TextFile(context.bodies.folder)
        for path, (digest, row, seconds) in results:
            if path in sources.content:
                digests[path] = digest
            if row:
                files[path] = file_of(path, row, texts.put(row))
                taken.append(seconds)
        if same_rules and same_paths:
            all_files = with_values(context.files, files)
            documents: Mapping[DocumentKey, Document] = LazyWhole(lambda: _by_key(all_files)[0])
            again = (all_files.keys() & with_rows_of(context.wrong, tables.rows)) | files.keys()
            problems = [problem for path in sorted(again) for problem in all_files[path].problems]
        else:
            all_files = files if len(files) == len(paths) else with_values(context.files, files, paths)
            documents, problems = _by_key(all_files)
            problems += _problems_of_types(sources, config)
        problems += (*misplaced_definitions(sources), *tables.problems)
        times = LazyWhole(lambda: dict(zip(files, taken, strict=True)))
        found = (documents, frozenset(sizes), all_files, files.keys(), digests, times, tuple(problems))
        return Library(*found, keys.rules, tables.rows)

    return library


def _cached_key(file: SourceFile, keys: _Keys, context: ReadContext) -> Digest | None:
    """None if the previous result of reading a file is still valid; else the key of that result, if any."""
    cached = context.files.get(file.path)
    place = cached.document.place if cached and cached.document else None
    if cached is None or (place is not None and not context.bodies.has(place)):
        return ""
    known = key_of(cached)
    return None if known == keys.of(file.path, file.digest) else known


def _problems_of_types(sources: Sources, config: Config) -> Iterator[Problem]:
    """Folders without a type, and defaults that are not valid for their field."""
    yield from folders_without_type(sources, config)
    for content_type in config.types.values():
        yield from check_defaults(content_type, declared_zone(config))


def _read(
    root: Path,
    config: Config,
    keys: _Keys,
    context: ReadContext,
    wanted: Sequence[tuple[str, Digest]],
    executor: Executor,
) -> Iterator[tuple[str, tuple[Digest, str, float]]]:
    """Each file with its digest, the result of reading it, and how long that took; starts at once."""
    worker = ReadContext(context.bodies, inspection=context.inspection)
    read = partial(_timed, partial(_read_file, root, config, keys, worker))
    results = executor.guarded(read, wanted, ItemLimits.for_page(config.limits))
    return (
        (path, _gave_up(path, result, config, keys.sizes) if isinstance(result, GivenUp) else result)
        for (path, _), result in zip(wanted, results, strict=True)
    )


def _gave_up(
    path: str, stopped: GivenUp, config: Config, sizes: Mapping[str, int]
) -> tuple[Digest, str, float]:
    document = _without_text(path, config, sizes)
    return "", row_of("", document, (stopped_problem(path, stopped, config),)), 0.0


def _without_text(path: str, config: Config, sizes: Mapping[str, int]) -> Document | None:
    """The document of a file that cannot be read, so that whatever refers to it is not wrong as well."""
    return read_document(path, "", config, sizes).document


def _sizes(sources: Sources) -> dict[str, int]:
    """Size of each file beside entries; those that cannot be used are there, and nobody looks for them."""
    sizes = {path: file.size for path, file in sources.content.items() if is_media(path)}
    return {**sizes, **dict.fromkeys(sources.refused, 0)}


def library_again(files: Mapping[str, ReadFile], paths: Iterable[str]) -> Library:
    """The library of an earlier build: `files` is what it read, `paths` what there was below `content/`."""
    documents, problems = _by_key(files)
    media = frozenset(filter(is_media, paths))
    return Library(documents, media, files, frozenset(), {}, {}, tuple(problems))


class _Keys:
    """For each file the digest of all that its reading depends on."""

    def __init__(
        self, config: Config, sizes: Mapping[str, int], rows: Mapping[str, TableRow] = NO_ROWS
    ) -> None:
        digester = Digester()
        languages = (tuple(config.languages.values()), config.default_language, config.language_folders)
        self.sizes = sizes
        self.rows = rows
        self.codes = config.folder_codes
        rules = (
            config.limits,
            config.engine,
            tuple(sorted(config.markdown.html)),
            config.hosts,
            config.drafts,
            config.time_zone,
        )
        code = digest_of_code("DOCUMENT_RULES", "MARKDOWN")
        self.shared = digester.digest_of((languages, rules, sizes, tuple(config.types), code))
        self.types = {
            name: digester.digest_of((content_type, filters_of(config, name)))
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


def _by_key(files: Mapping[str, ReadFile]) -> tuple[dict[DocumentKey, Document], list[Problem]]:
    documents: dict[DocumentKey, Document] = {}
    problems: list[Problem] = []
    for file in files.values():
        problems += file.problems
        document = file.document
        if document is None:
            continue
        if document.key in documents:
            message = f"this is the same entry as {documents[document.key].path}"
            place = Location(document.path)
            problems.append(Problem("file.collision", message, place, "remove one of the two"))
            continue
        documents[document.key] = document
    return documents, problems


def _timed(
    read: Callable[[tuple[str, Digest]], tuple[Digest, str]], wanted: tuple[str, Digest]
) -> tuple[Digest, str, float]:
    started = time.perf_counter()
    try:
        digest, row = read(wanted)
    except (OSError, MemoryError):
        raise
    except Exception as error:
        digest, row = "", row_of("", None, (fault(wanted[0], error),))
    return digest, row, time.perf_counter() - started


def _read_file(
    root: Path, config: Config, keys: _Keys, context: ReadContext, wanted: tuple[str, Digest]
) -> tuple[Digest, str]:
    """The digest of a file and what reading it gives, as text; no text if its key is the known one."""
    path, known = wanted
    row = keys.rows.get(path)
    if row is not None and row.alone:
        return row.digest, _read_row(path, row, config, keys, context)
    try:
        data = read_bytes(root, path, config.limits.page_bytes)
    except OSError as error:
        return "", row_of("", _without_text(path, config, keys.sizes), (unreadable(path, error),))
    digest = digest_of_bytes(data)
    key = keys.of(path, digest)
    if key == known:
        return digest, ""
    if is_pointer(data):
        return digest, row_of(key, _without_text(path, config, keys.sizes), (pointer(path),))
    text, problems = decode(data, path, config.limits.page_bytes)
    if any(problem.code in NO_TEXT for problem in problems):
        return digest, row_of(key, _without_text(path, config, keys.sizes), problems)
    document, html, source, found = read_document(path, text, config, keys.sizes, row)
    problems += tuple(place_in_table(problem, keys.rows) for problem in found) if row else found
    if document is None:
        return digest, row_of(key, None, problems)
    warnings = (problem for problem in problems if problem.severity is not Severity.ERROR)
    remarks = *warnings, *context.inspection(document, config, source)
    problems = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    document = replace(document, place=context.bodies.put(html)) if html else document
    return digest, row_of(key, document, problems, remarks)


def _read_row(path: str, row: TableRow, config: Config, keys: _Keys, context: ReadContext) -> str:
    """The result of reading a row without a text, as text."""
    document, _, source, problems = read_document(path, "", config, keys.sizes, row)
    key = keys.of(path, row.digest)
    if document is None:
        return row_of(key, None, tuple(place_in_table(problem, keys.rows) for problem in problems))
    problems += tuple(context.inspection(document, config, source))
    placed = [place_in_table(problem, keys.rows) for problem in problems]
    errors = tuple(problem for problem in placed if problem.severity is Severity.ERROR)
    return row_of(key, document, errors, tuple(p for p in placed if p.severity is not Severity.ERROR))


class Outcome(NamedTuple):
    """What the text of a file is."""

    document: Document | None
    """None where its place is wrong. What its row adds (digests, place, targets) is still missing."""
    html: str
    source: SourceText
    problems: tuple[Problem, ...]


def read_document(
    path: str, text: str, config: Config, sizes: Mapping[str, int], row: TableRow | None = None
) -> Outcome:
    """The document that a text is, in HTML and in Markdown; a row of a table can give it fields."""
    problems: list[Problem] = []
    place = place_of(path, config, problems)
    if place is None:
        return Outcome(None, "", SourceText("", 1), tuple(problems))
    content_type, kind, name, language = place
    typography = typography_of(config.languages.get(language))
    if row is not None and row.alone:
        parts, fragment = Parts(row.fields, "", row.fields.line), EMPTY_FRAGMENT
    else:
        parts, fragment = _parts(path, text, config, typography)
        if row is not None:
            parts = replace(parts, fields=with_row(parts.fields, row, path, problems))
    problems += (*parts.problems, *fragment.problems)
    is_source = language == config.default_language or parts.fields.get(ONLY_IN) is not None
    zone, codes, types = declared_zone(config), tuple(config.languages), (kind, *config.types)
    reading = Reading(
        path,
        sizes,
        not is_source,
        KINDS,
        config.markdown,
        zone,
        typography,
        codes,
        types,
        config.folder_codes,
    )
    fields, positions = read_fields(reading, content_type, parts.fields)
    for filter_name, problem in too_many(path, config, content_type.name, parts.fields):
        fields.pop(filter_name, None)
        problems.append(problem)
    if parts.readable:
        draft = fields.get("draft") is True and not config.drafts
        problems += (p for p in reading.problems if not (draft and p.code in UNFINISHED))
    last = name.rpartition("/")[2]
    if name != INTRO and not address_name(last) and "slug" not in fields:
        problems.append(no_address(path, last))
    translatable = is_source and len(config.languages) > 1
    written = parts_of(content_type, parts, fragment.headings) if translatable else ()
    entry = entry_of_file(kind, name, fields)
    document = Document(
        path=path,
        type=kind,
        own_name=name,
        language=language,
        fields=fields,
        facts="",
        body=digest_of_bytes(fragment.html.encode("utf-8")),
        place=None,
        targets=(),
        calls=(),
        findings=LoadedFindings(positions, fragment.links, fragment.headings, fragment.shortcodes, written),
        entry=entry,
        key=document_key(entry, language),
        written=digest_of_bytes(as_line(written).encode("utf-8")) if written else "",
    )
    source = SourceText(parts.body, parts.body_line, fragment.html)
    return Outcome(document, fragment.html, source, tuple(problems))


def _parts(path: str, text: str, config: Config, typography: Typography) -> tuple[Parts, Fragment]:
    if path.endswith(".yaml"):
        problems: list[Problem] = []
        node = data_mapping(text, path, 1, problems)
        return Parts(node, "", 1, tuple(problems)), EMPTY_FRAGMENT
    parts = split(text, path, config.limits.front_matter_bytes)
    if not parts.divided:
        return parts, EMPTY_FRAGMENT
    rule = config.markdown
    return parts, convert(parts.body, path, parts.body_line, rule.engine, typography, rule.html)
