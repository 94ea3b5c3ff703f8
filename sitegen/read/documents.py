"""Content files → documents, each read alone, so that they can be read in parallel and kept."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from sitegen.definition.content_types import ONLY_IN
from sitegen.digest import Digester, digest_of_bytes, digest_of_parts
from sitegen.execute import Executor, GivenUp, ItemLimits
from sitegen.kinds.scalars import Reading
from sitegen.markdown.fragment import EMPTY_FRAGMENT, Fragment
from sitegen.markdown.markdown import convert
from sitegen.markdown.typography import Typography, typography_of
from sitegen.problems.formats import suggest
from sitegen.read.entry_places import INTRO, place_of
from sitegen.read.fields import check_defaults, read_fields
from sitegen.read.filter_values import filters_of, too_many
from sitegen.read.fingerprints import as_line, parts_of
from sitegen.read.front_matter import Parts, data_mapping, decode, split
from sitegen.read.pointers import is_pointer, pointer
from sitegen.read.rows import file_of, row_of
from sitegen.read.scan import is_document, is_media, read_bytes, unreadable
from sitegen.store.bodies import Bodies
from sitegen.types import (
    Config,
    Digest,
    Document,
    Library,
    LoadedFindings,
    Location,
    Problem,
    ReadFile,
    Severity,
    Sources,
    SourceText,
    document_key,
    entry_key,
)
from sitegen.types.file_names import no_address
from sitegen.types.zones import declared_zone

NO_TEXT = ("file.size", "file.encoding")
"""Codes of problems after which there is nothing to read."""
UNFINISHED = ("field.missing", "field.empty")
"""Codes of problems that a draft may have, until it is to be shown."""
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Inspection = Callable[[Document, Config, SourceText], Iterator[Problem]]
"""What is wrong with a document, as far as that can be said of it alone."""


def no_inspection(_: Document, __: Config, ___: SourceText) -> Iterator[Problem]:
    return iter(())


class FreshFile(NamedTuple):
    """A file that was read in this build."""

    digest: Digest
    """Of its bytes."""
    file: ReadFile
    seconds: float
    """How long reading it took."""


class ReadMeans(Struct, frozen=True):
    """What reading works with."""

    bodies: Bodies
    known: Mapping[str, ReadFile] = field(default_factory=dict)
    """What reading gave in the last build."""
    inspection: Inspection = no_inspection
    read: Mapping[str, FreshFile] = field(default_factory=dict)
    """What reading gave in this build already, by path."""


def read_documents(
    root: Path, sources: Sources, config: Config, executor: Executor, means: ReadMeans
) -> Library:
    """Every document below `content/`, with the problems of all of them.

    A file is read again only if it, its type's definition or the files beside entries have changed.
    """
    return begin_reading(root, sources, config, executor, means)()


def begin_reading(
    root: Path, sources: Sources, config: Config, executor: Executor, means: ReadMeans
) -> Callable[[], Library]:
    """The same for who has something else to do while other processes read: call it for the documents."""
    paths = [path for path in sources.content if is_document(path)]
    sizes = _sizes(sources)
    keys = _Keys(config, sizes)
    files = {path: fresh.file for path, fresh in means.read.items()}
    seconds = {path: fresh.seconds for path, fresh in means.read.items()}
    digests = {path: sources.content[path].digest for path in paths}
    digests |= {path: fresh.digest for path, fresh in means.read.items()}
    known = {path: means.known[path] for path in paths if _is_whole(path, means)}
    others = (path for path in paths if path not in files)
    unread = [path for path in others if path not in known or known[path].key != keys.of(path, digests[path])]
    wanted = [(path, known[path].key if path in known else "") for path in unread]
    results = _read(root, config, keys, means, wanted, executor)

    def library() -> Library:
        for path, (digest, row, taken) in results:
            digests[path] = digest
            if row:
                files[path] = file_of(path, row)
                seconds[path] = taken
        all_files = {path: files[path] if path in files else known[path] for path in paths}
        documents, problems = _by_key(all_files)
        problems += _folders_without_type(sources, config)
        problems += (
            problem
            for content_type in config.types.values()
            for problem in check_defaults(content_type, declared_zone(config))
        )
        media, fresh = frozenset(sizes), seconds.keys()
        return Library(documents, media, all_files, fresh, digests, seconds, tuple(problems))

    return library


def read_some(
    root: Path, paths: Iterable[str], sources: Sources, config: Config, executor: Executor, means: ReadMeans
) -> dict[str, FreshFile]:
    """What reading these documents gives, by path."""
    keys = _Keys(config, _sizes(sources))
    found = _read(root, config, keys, means, [(path, "") for path in paths], executor)
    return {path: FreshFile(digest, file_of(path, row), seconds) for path, (digest, row, seconds) in found}


def _read(
    root: Path,
    config: Config,
    keys: _Keys,
    means: ReadMeans,
    wanted: Sequence[tuple[str, Digest]],
    executor: Executor,
) -> Iterator[tuple[str, tuple[Digest, str, float]]]:
    """Each file with its digest, what reading it gave, and how long that took; begun at once."""
    read = partial(_timed, partial(_read_file, root, config, keys, replace(means, known={}, read={})))
    results = executor.guarded(read, wanted, ItemLimits.for_page(config.limits))
    return (
        (path, _gave_up(path, result, config, keys.sizes) if isinstance(result, GivenUp) else result)
        for (path, _), result in zip(wanted, results, strict=True)
    )


def _gave_up(
    path: str, stopped: GivenUp, config: Config, sizes: Mapping[str, int]
) -> tuple[Digest, str, float]:
    document = _without_text(path, config, sizes)
    return "", row_of("", document, (_stopped(path, stopped, config),)), 0.0


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


def _stopped(path: str, stopped: GivenUp, config: Config) -> Problem:
    """What is said of a file whose reading was ended."""
    if stopped.reason == "time":
        seconds = config.limits.page_seconds
        shown = "1 second" if seconds == 1 else f"{seconds} seconds"
        message = f"reading this page took longer than {shown} and was stopped"
        hint = "look for very many brackets, stars or levels in it, or raise limits.page_seconds"
        return Problem("limit.time", message, Location(path), hint)
    what = "needed too much memory" if stopped.reason == "memory" else "ended the process that did it"
    hint = "look for very many brackets, stars or levels in it, or raise limits.page_memory"
    return Problem("limit.memory", f"reading this page {what}", Location(path), hint)


def _is_whole(path: str, means: ReadMeans) -> bool:
    """Whether a file is known from the last build, with its body still in its place."""
    known = means.known.get(path)
    if known is None:
        return False
    place = known.document.place if known.document else None
    return place is None or means.bodies.has(place)


class _Keys:
    """For each file the digest of all that its reading depends on."""

    def __init__(self, config: Config, sizes: Mapping[str, int]) -> None:
        digester = Digester()
        languages = (tuple(config.languages.values()), config.default_language)
        self.sizes = sizes
        rules = (config.limits, config.engine, config.hosts, config.drafts, config.time_zone)
        self.shared = digester.digest_of((languages, rules, sizes))
        self.types = {
            name: digester.digest_of((content_type, filters_of(config, name)))
            for name, content_type in config.types.items()
        }

    def of(self, path: str, digest: Digest) -> Digest:
        return digest_of_parts(path, digest, self.shared, self.types.get(path.split("/")[1], ""))


def _by_key(files: Mapping[str, ReadFile]) -> tuple[dict[str, Document], list[Problem]]:
    documents: dict[str, Document] = {}
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


def _folders_without_type(sources: Sources, config: Config) -> Iterator[Problem]:
    folders = {
        path.split("/")[1]: path for path in sorted(sources.content, reverse=True) if path.count("/") == 2
    }
    for folder, path in sorted(folders.items()):
        if folder not in config.types and is_document(path):
            hint = suggest(folder, config.types) or f"add content/{folder}/_type.yaml"
            if folder in config.languages:
                stem, _, ending = path.rpartition("/")[2].rpartition(".")
                hint = (
                    f"the language belongs into the name of the file: content/TYPE/{stem}.{folder}.{ending}"
                )
            message = f'the folder "{folder}" has no _type.yaml, so its entries have no type'
            yield Problem("type.missing", message, Location(path), hint)


def _timed(
    read: Callable[[tuple[str, Digest]], tuple[Digest, str]], wanted: tuple[str, Digest]
) -> tuple[Digest, str, float]:
    started = time.perf_counter()
    try:
        digest, row = read(wanted)
    except (OSError, MemoryError):
        raise
    except Exception as error:
        traceback.print_exc()
        digest, row = "", row_of("", None, (_fault(wanted[0], error),))
    return digest, row, time.perf_counter() - started


def _fault(path: str, error: Exception) -> Problem:
    """The problem of a file on which sitegen itself fails."""
    message = f"this file cannot be read, by a fault of sitegen: {type(error).__name__}: {error}"
    hint = "please report it with this file and the lines above; until then, write the text in another way"
    return Problem("file.fault", message, Location(path), hint)


def _read_file(
    root: Path, config: Config, keys: _Keys, means: ReadMeans, wanted: tuple[str, Digest]
) -> tuple[Digest, str]:
    """The digest of a file and what reading it gives, as text: that is the least to send between
    processes. No text where its key is the one it was last read with."""
    path, known = wanted
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
    document, html, source, found = read_document(path, text, config, keys.sizes)
    problems += found
    if document is None:
        return digest, row_of(key, None, problems)
    remarks = *_warnings(problems), *means.inspection(document, config, source)
    problems = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    document = replace(document, place=means.bodies.put(html)) if html else document
    return digest, row_of(key, document, problems, remarks)


def _warnings(problems: Iterable[Problem]) -> Iterator[Problem]:
    return (problem for problem in problems if problem.severity is not Severity.ERROR)


class Outcome(NamedTuple):
    """What the text of a file is."""

    document: Document | None
    """None where its place is wrong. What its row adds (digests, place, targets) is still missing."""
    html: str
    source: SourceText
    problems: tuple[Problem, ...]


def read_document(path: str, text: str, config: Config, sizes: Mapping[str, int]) -> Outcome:
    """The document that a text is, in HTML and in Markdown."""
    problems: list[Problem] = []
    place = place_of(path, config, problems)
    if place is None:
        return Outcome(None, "", SourceText("", 1), tuple(problems))
    content_type, name, language = place
    typography = typography_of(config.languages.get(language))
    parts, fragment = _parts(path, text, config, typography)
    problems += (*parts.problems, *fragment.problems)
    is_source = language == config.default_language or parts.fields.get(ONLY_IN) is not None
    zone, codes = declared_zone(config), tuple(config.languages)
    reading = Reading(path, sizes, not is_source, config.engine, zone, typography, codes)
    fields, positions = read_fields(reading, content_type, parts.fields)
    for filter_name, problem in too_many(path, filters_of(config, content_type.name), parts.fields):
        fields.pop(filter_name, None)
        problems.append(problem)
    if parts.readable:
        draft = fields.get("draft") is True and not config.drafts
        problems += (p for p in reading.problems if not (draft and p.code in UNFINISHED))
    if not name.startswith("_") and not SLUG.fullmatch(name) and "slug" not in fields:
        problems.append(no_address(path, name))
    kind = content_type.name if name != INTRO else path.split("/")[1] if path.count("/") > 1 else ""
    translatable = is_source and len(config.languages) > 1
    written = parts_of(content_type, parts, fragment.headings) if translatable else ()
    document = Document(
        path=path,
        type=kind,
        name=name,
        language=language,
        fields=fields,
        facts="",
        body=digest_of_bytes(fragment.html.encode("utf-8")),
        place=None,
        targets=(),
        calls=(),
        findings=LoadedFindings(positions, fragment.links, fragment.headings, fragment.shortcodes, written),
        entry=entry_key(kind, name),
        key=document_key(kind, name, language),
        written=digest_of_bytes(as_line(written).encode("utf-8")) if written else "",
    )
    return Outcome(document, fragment.html, parts.source._replace(html=fragment.html), tuple(problems))


def _parts(path: str, text: str, config: Config, typography: Typography) -> tuple[Parts, Fragment]:
    if path.endswith(".yaml"):
        problems: list[Problem] = []
        node = data_mapping(text, path, 1, problems)
        return Parts(node, "", 1, tuple(problems)), EMPTY_FRAGMENT
    parts = split(text, path, config.limits.front_matter_bytes)
    if not parts.divided:
        return parts, EMPTY_FRAGMENT
    return parts, convert(parts.body, path, parts.body_line, config.engine, typography)
