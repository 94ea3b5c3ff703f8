"""Which files the site is made of: content, templates and static files, with their digests.

The one place that walks the sources. Links and special files are refused, never followed.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.types import Location, Problem, SourceFile, Sources

FOLDERS = ("content", "templates", "static")
CONTENT_FILES = (".md", ".yaml")
MEDIA_FILES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".avif",
    ".gif",
    ".pdf",
    ".csv",
    ".ods",
    ".odt",
    ".docx",
    ".xlsx",
)
"""Files beside entries that fields and texts may point to; nothing that a browser would run."""


def scan(root: Path) -> Sources:
    """All source files below `root`, sorted by path; hidden and editors' backup files left out."""
    problems: list[Problem] = []
    found = {folder: dict(_files(root, folder, problems)) for folder in FOLDERS}
    problems += _collisions(found["content"])
    problems += _strangers(found["content"])
    return Sources(found["content"], found["templates"], found["static"], tuple(problems))


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a regular file; a link in place of the file is an `OSError`."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(root / path, flags)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(f"{path} is not a regular file")
        return file.read()


def _files(root: Path, folder: str, problems: list[Problem]) -> Iterator[tuple[str, SourceFile]]:
    waiting = [root / folder] if (root / folder).is_dir() else []
    found: list[tuple[str, os.stat_result]] = []
    while waiting:
        for item in os.scandir(waiting.pop()):
            if _ignored(item.name):
                continue
            path = Path(item.path).relative_to(root).as_posix()
            if item.is_dir(follow_symlinks=False):
                waiting.append(Path(item.path))
            elif item.is_file(follow_symlinks=False):
                found.append((path, item.stat(follow_symlinks=False)))
            else:
                message = "this is a link or a special file, not a file with text"
                problems.append(Problem("file.kind", message, Location(path), "put the file itself here"))
    for path, status in sorted(found, key=lambda pair: pair[0]):
        try:
            digest = digest_of_bytes(read_bytes(root, path))
        except OSError as error:
            problems.append(Problem("file.unreadable", f"cannot be read: {error.strerror}", Location(path)))
            continue
        yield path, SourceFile(path, status.st_size, status.st_mtime_ns, digest)


def _ignored(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(("~", ".bak", ".swp", ".tmp"))


def _collisions(files: dict[str, SourceFile]) -> Iterator[Problem]:
    """Two names that are one on a file system that folds case or normalises accents."""
    seen: dict[str, str] = {}
    for path in files:
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            message = f"this name differs from {seen[folded]} only in case or in how accents are stored"
            yield Problem("file.collision", message, Location(path), "rename one of the two")
        seen.setdefault(folded, path)


def _strangers(files: dict[str, SourceFile]) -> Iterator[Problem]:
    for path in files:
        if not path.endswith((*CONTENT_FILES, *MEDIA_FILES)):
            hint = "files that are to be copied as they are belong in static/"
            yield Problem("file.stranger", "content cannot hold a file of this kind", Location(path), hint)
