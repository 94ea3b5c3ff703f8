"""Dates from git: the day on which the text of each content file last changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from sitegen.digest import digest_of_bytes
from sitegen.git.git import GitFailed, ObjectReader, position_of, run, running
from sitegen.git.log import ARGUMENTS, FileChange, LogEntry, commits
from sitegen.types import ChangeDates, Digest, Location, Problem, Severity
from sitegen.types.paths import composed
from sitegen.types.patterns import lazy_pattern

CONTENT = "content/"
ENDINGS = (".md", ".yaml")
FILE = "100"
"""Beginning of the mode of a regular file; links and submodules have different modes."""
IGNORED = ".git-blame-ignore-revs"
"""File at the top of the repository that lists commits to ignore (a convention of git and GitHub)."""
FENCE = lazy_pattern(rb"---[ \t]*(?:\n|\Z)")
CLOSING = lazy_pattern(rb"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
INTERNAL_FIELDS = lazy_pattern(
    rb"^(?:aliases|draft|expires|noindex|owner|publish_on|review_by|slug|superseded_by|template|updated"
    rb"|weight|withdrawn):.*\n?",
    re.MULTILINE,
)
"""Lines of a YAML file that do not describe its subject."""


def last_changes(root: Path, last: ChangeDates, place: Location) -> ChangeDates:
    """Returns the dates of last changes; those of the last build if no commit was added since.

    Uncommitted files have no date. `place` is the setting that requested the dates, for problems.
    """
    position = position_of(root)
    if position.endswith("shallow"):
        message = "this clone lacks a part of the history, so pages have no dates of last changes"
        hint = "fetch all of it: fetch-depth: 0 for actions/checkout, otherwise git fetch --unshallow"
        return ChangeDates(position, {}, (Problem("dates.shallow", message, place, hint, Severity.NOTE),))
    if position and position == last.position:
        return last
    try:
        days = _days(root)
    except GitFailed as error:
        message = f"pages have no dates of last changes: {error}"
        hint = "build in a clone of the repository, or take dates.updated out of the definition"
        return ChangeDates(position, {}, (Problem("dates.git", message, place, hint, Severity.NOTE),))
    return ChangeDates(position, dict(sorted(days.items())))


def _days(root: Path) -> dict[str, date]:
    prefix = run(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").removesuffix("\n")
    listed = run(root, "ls-tree", "-r", "-z", "HEAD", "--", CONTENT).decode("utf-8", "surrogateescape")
    files = (line.partition("\t")[2] for line in listed.split("\0") if line.startswith(FILE))
    walk = _HistoryWalk(prefix + path for path in files if path.endswith(ENDINGS))
    with running(root, "cat-file", "--batch") as reader, running(root, *ARGUMENTS, "--", CONTENT) as log:
        assert log.stdout
        objects = ObjectReader(reader)
        ignored = _ignored(root, objects)
        for commit in commits(log.stdout):
            if not walk.waiting:
                break
            walk.visit(commit, objects, counts=commit.name not in ignored)
        if walk.waiting and log.wait():
            raise GitFailed("git gave no answer")
    return {composed(path.removeprefix(prefix)): day for path, day in walk.days.items()}


def _ignored(root: Path, objects: ObjectReader) -> frozenset[str]:
    """Commits to ignore, from the committed version of the list."""
    listed = run(root, "ls-tree", "-z", "--full-tree", "HEAD", "--", IGNORED).split()
    if len(listed) < 3:
        return frozenset()
    (text,) = objects.read([listed[2].decode("ascii")])
    lines = (text or b"").decode("utf-8", "replace").splitlines()
    return frozenset(line.partition("#")[0].strip() for line in lines) - {""}


class _HistoryWalk:
    """Walk from the newest commit backwards until the last change of every file is known."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.waiting: dict[str, list[str]] = {path: [path] for path in paths}
        """Path of a file at the current commit → its paths in the checked-out commit."""
        self.days: dict[str, date] = {}
        self.texts: dict[str, Digest] = {}

    def visit(self, commit: LogEntry, objects: ObjectReader, counts: bool) -> None:
        changes = [change for change in commit.changes if change.path in self.waiting and change.new]
        if counts:
            self._digest_texts(changes, objects)
        moved: list[tuple[str, list[str]]] = []
        for change in changes:
            today = self.waiting.pop(change.path)
            if change.old and not (counts and self._is_new(change)):
                moved.append((change.before, today))
            elif counts and (day := _day(commit.day)):
                self.days |= dict.fromkeys(today, day)
        for before, today in moved:
            self.waiting[before] = [*self.waiting.get(before, ()), *today]

    def _digest_texts(self, changes: Iterable[FileChange], objects: ObjectReader) -> None:
        wanted = dict(_named(changes))
        unknown = [name for name in wanted if name not in self.texts]
        for name, data in zip(unknown, objects.read(unknown), strict=True):
            self.texts[name] = name if data is None else _digest_of_text(wanted[name], data)

    def _is_new(self, change: FileChange) -> bool:
        """Returns True if the text differs from that in every parent."""
        return all(self.texts[name] != self.texts[change.new] for name in change.old)


def _named(changes: Iterable[FileChange]) -> Iterator[tuple[str, str]]:
    """Yields the old and new objects of files that already existed, each with a path."""
    for change in changes:
        if change.old:
            yield from ((name, change.path) for name in (*change.old, change.new))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _digest_of_text(path: str, data: bytes) -> Digest:
    """Returns the digest of the text below the front matter; for YAML, without fields for internal use."""
    text = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    if path.endswith(".yaml"):
        text = INTERNAL_FIELDS.sub(b"", text)
    elif opening := FENCE.match(text):
        closing = CLOSING.search(text, opening.end())
        text = text[closing.end() :] if closing else text
    return digest_of_bytes(text.strip())
