"""The files that an importer reads: a folder, or a single file. Links are never followed, nothing is run."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from sitegen.features.importing.imported import Note, Outcome
from sitegen.store.own_files import read_regular
from sitegen.types.paths import composed

LARGEST_TEXT = 5_000_000
"""Limit on bytes of a text; larger ones are hardly written by hand."""
LARGEST_FILE = 100_000_000
"""Limit on bytes of a picture or document, that of `limits.file_bytes`."""
MOST_FILES = 200_000
DEEPEST = 40
"""Limit on folders within each other."""
SKIPPED = frozenset(
    {".git", ".hg", ".svn", ".github", ".gitlab", ".venv", ".cache", ".bundle", ".idea", ".vscode"}
    | {"node_modules", "__pycache__", ".sass-cache", ".jekyll-cache", "vendor/bundle"}
)
"""Folders of other programs, which contain nothing of the site."""


class UnusableSource(Exception):
    """The source cannot be imported; carries the message."""


class Source:
    """Files below a folder, by path; a single file is a folder with one file.

    `notes` lists what was not read and why.
    """

    def __init__(self, place: Path, largest_text: int = LARGEST_TEXT) -> None:
        if not place.exists():
            raise UnusableSource(f"{place} does not exist")
        self.single = place.name if place.is_file() else ""
        """Name of the file, if the source is a single one."""
        self.folder = place.parent if self.single else place
        self.largest_text = largest_text
        self.notes: list[Note] = []

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Paths of all files, sorted. Raises UnusableSource."""
        if self.single:
            return (self.single,)
        found = sorted(self._walk())
        if len(found) > MOST_FILES:
            raise UnusableSource(f"{self.folder} has more than {MOST_FILES:,} files")
        return tuple(found)

    @cached_property
    def _on_disk(self) -> dict[str, str]:
        return {}

    def below(self, folder: str) -> tuple[str, ...]:
        """Paths of the files below a folder, which is written without a slash at its end."""
        start = f"{folder}/" if folder else ""
        return tuple(path for path in self.paths if path.startswith(start))

    def __contains__(self, path: str) -> bool:
        return path in self._known

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def data(self, path: str) -> bytes | None:
        """Bytes of a file; None, with a note, if it cannot be read."""
        return self._read(path, LARGEST_FILE)

    def text(self, path: str) -> str | None:
        """Text of a file with line ends `\\n`; None, with a note, if it cannot be read.

        A file that is not UTF-8 is read as Windows-1252, with a note.
        """
        data = self._read(path, self.largest_text)
        if data is None:
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.notes.append(Note(Outcome.DONE, path, "is not UTF-8 and was read as Windows-1252: compare"))
            text = data.decode("cp1252", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _read(self, path: str, most: int) -> bytes | None:
        if path not in self:
            return None
        try:
            data = read_regular(f"{self.folder}/{self._on_disk.get(path, path)}", most)
        except OSError as error:
            self.notes.append(Note(Outcome.LOST, path, f"cannot be read: {error.strerror}"))
            return None
        if len(data) > most:
            self.notes.append(Note(Outcome.LOST, path, f"has more than {most:,} bytes"))
            return None
        return data

    def _walk(self) -> Iterator[str]:
        waiting = [("", 0)]
        count = 0
        while waiting and count <= MOST_FILES:
            below, depth = waiting.pop()
            with os.scandir(self.folder / below) as items:
                for item in sorted(items, key=lambda item: item.name):
                    path = f"{below}/{item.name}" if below else item.name
                    if item.is_dir(follow_symlinks=False):
                        if item.name not in SKIPPED and depth < DEEPEST:
                            waiting.append((path, depth + 1))
                        elif depth >= DEEPEST:
                            self.notes.append(Note(Outcome.LOST, path, "is too deep in folders"))
                    elif stat.S_ISREG(item.stat(follow_symlinks=False).st_mode):
                        whole = composed(path)
                        self._on_disk[whole] = path
                        count += 1
                        yield whole
                    else:
                        self.notes.append(
                            Note(Outcome.LOST, path, "is a link or a special file, which is not followed")
                        )
