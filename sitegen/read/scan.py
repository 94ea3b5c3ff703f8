"""Lists the files of a site: content, templates and static files, with their digests.

No other module walks the sources. Links and special files are refused, never followed.
"""

from __future__ import annotations

import os
import stat
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.problems.formats import unreadable
from sitegen.read.stillness import is_settled, is_young, stamp_of, wait_until_still
from sitegen.read.style_sheets import sheets_below
from sitegen.store.own_files import read_regular
from sitegen.types import Layer, LayerFiles, Limits, Location, Problem, SourceFile, Sources, Stamp
from sitegen.types.file_kinds import ending_of
from sitegen.types.file_names import advice_for, by_composed_path, on_disk, wrong_with
from sitegen.types.paths import CONTENT, DATA, SOURCE_FOLDERS
from sitegen.types.source import number_in
from sitegen.yaml.merges import KEEP_BOTH, KEEP_ONE, unfinished_merge

FOLDERS = (*SOURCE_FOLDERS, "themes")
"""Folders of a site; of `themes/`, only the theme that it uses is read."""
THEME, OF_THEMES = "theme.yaml", ("templates", "static", "locale", "types")
"""File and folders of a theme."""
CONTENT_FILES = (".md", ".yaml")
KNOWN_PROBLEMS = "content/problems.lock"
FETCHED = "content/rows.lock"
LISTS = ("content/urls.lock", "content/translations.lock", "content/links.lock", KNOWN_PROBLEMS, FETCHED)
"""Files in git that sitegen maintains itself."""
LARGEST_LIST = 50_000_000
"""Limit on bytes of such a file, enough for half a million lines."""
PUBLISHED = ("content/", "static/")
TEXT_FILES = (".csv", ".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".webmanifest", ".xml")
"""Extensions of text files; files below `templates/` are text whatever their extension."""
DEFINITIONS = ("site.yaml", "_type.yaml")
TABLES = ("_rows.csv", "_rows.tsv", "_rows.json", "_rows.yaml")
"""Files whose rows are entries."""
LEFTOVERS = ("~", ".bak", ".orig", ".swp", ".swo", ".tmp", ".part", ".crdownload")
"""Endings of copies that programs make during editing, merging or downloading."""
LEFT_BY_SYSTEMS = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin", "__pycache__"}
)
"""Files that Windows and macOS leave in folders and archives, and the bytecode of Python."""


def scan(
    root: Path,
    known: Mapping[str, SourceFile] | None = None,
    found: Mapping[str, Stamp] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    patient: bool = False,
    layers: Sequence[Layer] = (),
) -> Sources:
    """Lists all source files below `root`, sorted by path, without hidden and editors' backup files.

    `layers` are the themes of the site, the nearest first.

    A file with the same stamp as in `known` is not read again. A document not in `known` has no digest yet:
    it is read only once, when it is parsed. `found` passes stamps that were already collected. With
    `patient`, waits for files that are being saved.
    """
    problems: list[Problem] = []
    stamped = stamps(root, layers) if found is None else found
    young = _saved_recently(root, stamped, known or {}) if patient else {}
    if young:
        stamped = {**stamped, **{path: stamp for path, stamp in young.items() if stamp}}
    files = dict(_files(root, stamped, known or {}, limits, problems))
    of_themes = tuple(files_of_layer(files, layer) for layer in layers)
    content, templates, static, extensions, data = (
        effective(f"{folder}/", files, of_themes) for folder in SOURCE_FOLDERS
    )
    problems += filter(None, (not_a_folder(root, folder) for folder in FOLDERS if folder != DATA))
    problems += _collisions(content)
    below = sheets_below(partial(read_source, root), static, of_themes, problems)
    refused = frozenset(path for path in stamped.keys() - files.keys() if path.startswith("content/"))
    return Sources(
        content, templates, static, tuple(problems), refused, young, extensions, of_themes, data, below
    )


LOCALE, PLACE_OF_LOCALE = "locale/", "templates/locale/"
"""Folder of a theme's catalogues, and of a site's."""


def files_of_layer(files: Mapping[str, SourceFile], layer: Layer) -> LayerFiles:
    """The files of a theme, by the paths that they would have in a site."""
    below = f"{layer.path}/"
    found = {path.removeprefix(below): file for path, file in files.items() if path.startswith(below)}
    moved = {p: p.replace(LOCALE, PLACE_OF_LOCALE, 1) if p.startswith(LOCALE) else p for p in found}
    return LayerFiles(layer.name, {moved[path]: file for path, file in found.items()})


def effective(
    folder: str, files: Mapping[str, SourceFile], layers: Sequence[LayerFiles] = ()
) -> dict[str, SourceFile]:
    """The files of a folder: those of the site, and of its themes those that it does not have itself."""
    found = {path: file for path, file in files.items() if path.startswith(folder)}
    for layer in layers if folder != CONTENT else ():
        found = {path: file for path, file in layer.files.items() if path.startswith(folder)} | found
    return dict(sorted(found.items())) if layers else found


def _saved_recently(
    root: Path, found: Mapping[str, Stamp], known: Mapping[str, SourceFile]
) -> dict[str, Stamp]:
    """The stamps of recently saved files that have to be read, after waiting until they are complete."""
    now = time.time_ns()
    saved = (path for path, stamp in found.items() if stamp and is_young(stamp, now))
    return wait_until_still(root, [path for path in saved if not _is_unchanged(known.get(path), found[path])])


def _is_unchanged(known: SourceFile | None, stamp: Stamp) -> bool:
    """True if a file with this stamp is unchanged since it was read."""
    return known is not None and known.settled and known.stamp == stamp


def read_source(root: Path, path: str) -> bytes:
    """Reads a source file by its own path, which is absolute for a file of an installed theme.

    Raises OSError if there is a link in its place.
    """
    return read_regular(path) if Path(path).is_absolute() else read_bytes(root, path)


def read_bytes(root: Path, path: str, most: int | None = None) -> bytes:
    """Reads a regular file. Raises OSError if there is a link in its place.

    If the file has more than `most` bytes, one more byte than that is read. A path with accents opens the
    file in whichever Unicode form its name is stored.
    """
    try:
        return read_regular(f"{root}/{path}", most)
    except FileNotFoundError:
        if path.isascii():
            raise
        return read_regular(f"{root}/{on_disk(root, path)}", most)


NO_FILE: Stamp = b""
"""Stamp of links and special files."""


def stamps(root: Path, layers: Iterable[Layer] = ()) -> dict[str, Stamp]:
    """The stamp of every file among the sources, by path with composed accents.

    `layers` are the themes of the site.
    """
    found = {}
    for folder in (*SOURCE_FOLDERS, *(f"{layer.path}/{name}" for layer in layers for name in OF_THEMES)):
        for path, status in _walk(root, folder):
            found[path] = stamp_of(status) if stat.S_ISREG(status.st_mode) else NO_FILE
    for path in (f"{layer.path}/{THEME}" for layer in layers):
        with suppress(FileNotFoundError):
            found[path] = stamp_of((root / path).lstat())
    return by_composed_path(found)


def not_a_folder(root: Path, folder: str) -> Problem | None:
    """The problem for something else in place of a folder of the site; None if the folder exists or is
    missing."""
    place = root / folder
    if _is_folder(place) or not os.path.lexists(place):
        return None
    what = "a link" if place.is_symlink() else "a file"
    message, hint = f"this is {what}, not a folder", "put the folder itself here"
    return Problem("file.kind", message, Location(folder), hint)


def _is_folder(place: Path) -> bool:
    return place.is_dir() and not place.is_symlink()


def _walk(root: Path, folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yields everything below a folder except folders, in no particular order."""
    waiting = [folder] if _is_folder(root / folder) else []
    while waiting:
        below = waiting.pop()
        with os.scandir(root / below) as items:
            for item in items:
                if is_ignored(item.name):
                    continue
                path = f"{below}/{item.name}"
                if item.is_dir(follow_symlinks=False):
                    waiting.append(path)
                else:
                    yield path, item.stat(follow_symlinks=False)


def _files(
    root: Path,
    found: Mapping[str, Stamp],
    known: Mapping[str, SourceFile],
    limits: Limits,
    problems: list[Problem],
) -> Iterator[tuple[str, SourceFile]]:
    now = time.time_ns()  # before anything is read
    for path in sorted(found):
        stamp = found[path]
        size = number_in(stamp, 0)
        if size > limits.file_bytes and is_media(path):
            problems.append(_too_large(path, size, limits))
            continue
        if size > LARGEST_LIST and path in LISTS:
            message = f"the list has {size:,} bytes; at most {LARGEST_LIST:,} are read"
            problems.append(
                Problem("file.size", message, Location(path), "remove lines that are not part of it")
            )
            continue
        if _is_unchanged(known.get(path), stamp):
            yield path, known[path]
            continue
        if path.startswith(f"{DATA}/") and not _is_readable(path, stamp):
            continue  # templates that read it report it
        if stamp == NO_FILE:
            problems.append(unreadable(path))
            continue
        wrong = "" if os.path.isabs(path) else wrong_with(path)  # noqa: PTH117 - of every file
        if wrong:
            problems.append(Problem("file.name", wrong, Location(path), advice_for(path)))
            continue
        if is_document(path):
            yield path, SourceFile(path, stamp, "", is_settled(stamp, now))
            continue
        try:
            data = read_source(root, path)
        except OSError as error:
            problems.append(unreadable(path, error))
            continue
        if is_pointer(data) and not path.startswith(f"{DATA}/"):
            problems.append(pointer(path))
            continue
        problems += _unfinished(path, data)
        yield path, SourceFile(path, stamp, digest_of_bytes(data), is_settled(stamp, now))


LARGEST_DATA = 5_000_000
"""Limit on bytes of a file that templates read."""


def _is_readable(path: str, stamp: Stamp) -> bool:
    """True if templates can read a file below `data/`; the folder may have other files."""
    return stamp != NO_FILE and number_in(stamp, 0) <= LARGEST_DATA and not wrong_with(path)


def _too_large(path: str, size: int, limits: Limits) -> Problem:
    message = f"the file has {size:,} bytes; at most {limits.file_bytes:,} are allowed"
    hint = "make it smaller, keep it elsewhere and link to it, or raise limits.file_bytes in site.yaml"
    return Problem("file.size", message, Location(path), hint)


def _unfinished(path: str, data: bytes) -> Iterator[Problem]:
    """Problems for merge conflict markers in files that sitegen maintains or publishes unchanged."""
    if path not in LISTS and not (path.startswith(PUBLISHED) and ending_of(path) in TEXT_FILES):
        return
    if b"<<<<<<<" in data or b">>>>>>>" in data:
        hint = KEEP_BOTH if path in LISTS else KEEP_ONE
        found = unfinished_merge(data.decode("utf-8", "replace"), path, hint=hint)
        if found:
            yield found


def is_document(path: str) -> bool:
    """True if a file is an entry or the text above an index, and not a definition or a file beside them."""
    name = path.rpartition("/")[2]
    below = path.startswith("content/") and name not in DEFINITIONS and name not in TABLES
    return below and path.endswith(CONTENT_FILES)


def is_table(path: str) -> bool:
    """True if each row of a file is an entry."""
    return path.endswith(TABLES) and path.startswith("content/") and path.rpartition("/")[2] in TABLES


def is_media(path: str) -> bool:
    """True if a file is beside entries, which can show it or link to it."""
    name = path.rpartition("/")[2]
    beside = path.startswith("content/") and path not in LISTS and name not in (*DEFINITIONS, *TABLES)
    return beside and not path.endswith(CONTENT_FILES)


def is_ignored(name: str) -> bool:
    """True if a file is hidden, or a leftover of programs such as a backup."""
    if name.startswith((".", "#", "~$")):
        return True
    folded = name.lower()
    return folded.endswith(LEFTOVERS) or folded in LEFT_BY_SYSTEMS


def _collisions(files: Mapping[str, SourceFile]) -> Iterator[Problem]:
    """Problems for names that are equal on a file system that ignores case or normalises accents."""
    seen: dict[str, str] = {}
    for path in files:
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            message = f"this name differs from {seen[folded]} only in case or in how accents are stored"
            yield Problem("file.collision", message, Location(path), "rename one of the two")
        seen.setdefault(folded, path)


POINTER = b"version https://git-lfs.github.com/spec/"
"""First bytes of every pointer (Git LFS, The Pointer)."""


def is_pointer(data: bytes) -> bool:
    """True if a file is a Git LFS pointer: a text in place of a large file that was not fetched."""
    return data.startswith(POINTER)


def pointer(path: str) -> Problem:
    """The problem for a file that was not fetched."""
    message = "this is a pointer of Git LFS, not the file itself"
    hint = "fetch the file: git lfs pull; in GitHub Actions: lfs: true below actions/checkout"
    return Problem("file.pointer", message, Location(path), hint)
