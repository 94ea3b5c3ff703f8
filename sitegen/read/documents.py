"""Content files → documents, each read alone, so that they can be read in parallel and kept."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.read.document_file import FileReader, Inspection, ReadingKeys, ReadResult
from sitegen.read.fields import check_defaults
from sitegen.read.rows import file_of, key_of
from sitegen.read.scan import is_document, is_media
from sitegen.read.stopped import stopped_problem
from sitegen.read.tables import files_of_rows, read_tables, tables_in, with_rows_of
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
    Location,
    Problem,
    ReadFile,
    SourceFile,
    Sources,
)
from sitegen.types.zones import declared_zone


class ReadContext(Struct, frozen=True):
    """What reading works with: where bodies are stored, rules for one document, and the previous reading."""

    bodies: Bodies
    inspection: Inspection
    files: Mapping[str, ReadFile] = field(default_factory=dict)
    """Results of the previous reading, by path."""
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
    return start_reading(root, sources, config, executor, context)()


def start_reading(
    root: Path, sources: Sources, config: Config, executor: Executor, context: ReadContext
) -> Callable[[], Library]:
    """Starts reading in other processes; call the result to wait for the `Library`."""
    tables = read_tables(root, sources, config)
    paths = {path: file for path, file in sources.content.items() if is_document(path)}
    paths |= files_of_rows(tables.rows)
    sizes = _sizes(sources)
    keys = ReadingKeys(config, sizes, tables.rows)
    same_rules = keys.rules == context.rules
    same_tables = tables_in(sources.content) == tables_in(context.sources)
    before = context.sources if same_rules and same_tables else {}
    changed = [file for path, file in paths.items() if file is not before.get(path)]
    wanted = [(it.path, key) for it in changed if (key := _cached_key(it, keys, context)) is not None]
    same_paths = len(paths) == len(context.files) and all(file.path in context.files for file in changed)
    reader = FileReader(root, config, keys, context.bodies, context.inspection)
    results = _read(reader, wanted, executor)

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


def _cached_key(file: SourceFile, keys: ReadingKeys, context: ReadContext) -> Digest | None:
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
    reader: FileReader, wanted: Sequence[tuple[str, Digest]], executor: Executor
) -> Iterator[tuple[str, ReadResult]]:
    """Each file with the result of reading it; starts at once."""
    results = executor.guarded(reader, wanted, ItemLimits.for_page(reader.config.limits))
    return (
        (path, _gave_up(path, result, reader) if isinstance(result, GivenUp) else result)
        for (path, _), result in zip(wanted, results, strict=True)
    )


def _gave_up(path: str, stopped: GivenUp, reader: FileReader) -> ReadResult:
    return "", reader.without_text("", path, stopped_problem(path, stopped, reader.config)), 0.0


def _sizes(sources: Sources) -> dict[str, int]:
    """Size of each file beside entries; those that cannot be used are there, and nobody looks for them."""
    sizes = {path: file.size for path, file in sources.content.items() if is_media(path)}
    return {**sizes, **dict.fromkeys(sources.refused, 0)}


def library_again(files: Mapping[str, ReadFile], paths: Iterable[str]) -> Library:
    """The library of an earlier build: `files` is what it read, `paths` what there was below `content/`."""
    documents, problems = _by_key(files)
    media = frozenset(filter(is_media, paths))
    return Library(documents, media, files, frozenset(), {}, {}, tuple(problems))


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
