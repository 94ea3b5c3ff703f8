"""The history of a repository → the day on which the text of each content file last changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from sitegen.git.git import GitFailed, Objects, position_of, run, running
from sitegen.git.log import ARGUMENTS, Changed, Commit, commits
from sitegen.git.texts import digest_of_text
from sitegen.types import Digest, History, Location, Problem, Severity
from sitegen.types.paths import composed

CONTENT = "content/"
ENDINGS = (".md", ".yaml")
FILE = "100"
"""How the mode of a file begins; links and other repositories have others."""
IGNORED = ".git-blame-ignore-revs"
"""At the top of the repository: commits that do not count, a line each (git's and GitHub's convention)."""


def last_changes(root: Path, last: History, place: Location) -> History:
    """The history as far as pages show it: that of the last build, where nothing was committed since.

    What was not committed has no day. `place` is where it was asked for.
    """
    position = position_of(root)
    if position.endswith("shallow"):
        message = "this clone has not the whole history, so nobody knows when pages last changed"
        hint = "fetch all of it: fetch-depth: 0 for actions/checkout, otherwise git fetch --unshallow"
        return History(position, {}, (Problem("dates.shallow", message, place, hint, Severity.NOTE),))
    if position and position == last.position:
        return last
    try:
        days = _days(root)
    except GitFailed as error:
        message = f"nobody knows when pages last changed: {error}"
        hint = "build in a clone of the repository, or take dates.updated out of the definition"
        return History(position, {}, (Problem("dates.git", message, place, hint, Severity.NOTE),))
    return History(position, dict(sorted(days.items())))


def _days(root: Path) -> dict[str, date]:
    prefix = run(root, "rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").removesuffix("\n")
    listed = run(root, "ls-tree", "-r", "-z", "HEAD", "--", CONTENT).decode("utf-8", "surrogateescape")
    files = (line.partition("\t")[2] for line in listed.split("\0") if line.startswith(FILE))
    walk = _Walk(prefix + path for path in files if path.endswith(ENDINGS))
    with running(root, "cat-file", "--batch") as reader, running(root, *ARGUMENTS, "--", CONTENT) as log:
        assert log.stdout
        objects = Objects(reader)
        ignored = _ignored(root, objects)
        for commit in commits(log.stdout):
            if not walk.waiting:
                break
            walk.pass_by(commit, objects, counts=commit.name not in ignored)
        if walk.waiting and log.wait():
            raise GitFailed("git gave no answer")
    return {composed(path.removeprefix(prefix)): day for path, day in walk.days.items()}


def _ignored(root: Path, objects: Objects) -> frozenset[str]:
    """The commits that do not count, as the list that is itself committed says."""
    listed = run(root, "ls-tree", "-z", "--full-tree", "HEAD", "--", IGNORED).split()
    if len(listed) < 3:
        return frozenset()
    (text,) = objects.read([listed[2].decode("ascii")])
    lines = (text or b"").decode("utf-8", "replace").splitlines()
    return frozenset(line.partition("#")[0].strip() for line in lines) - {""}


class _Walk:
    """From the newest commit backwards, until the last change of every file has been passed."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.waiting: dict[str, list[str]] = {path: [path] for path in paths}
        """By the path that a file has where the walk is: the paths that it has today."""
        self.days: dict[str, date] = {}
        self.texts: dict[str, Digest] = {}

    def pass_by(self, commit: Commit, objects: Objects, counts: bool) -> None:
        changes = [change for change in commit.changes if change.path in self.waiting and change.new]
        if counts:
            self._learn(changes, objects)
        moved: list[tuple[str, list[str]]] = []
        for change in changes:
            today = self.waiting.pop(change.path)
            if change.old and not (counts and self._is_new(change)):
                moved.append((change.before, today))
            elif counts and (day := _day(commit.day)):
                self.days |= dict.fromkeys(today, day)
        for before, today in moved:
            self.waiting[before] = [*self.waiting.get(before, ()), *today]

    def _learn(self, changes: Iterable[Changed], objects: Objects) -> None:
        wanted = dict(_named(changes))
        unknown = [name for name in wanted if name not in self.texts]
        for name, data in zip(unknown, objects.read(unknown), strict=True):
            self.texts[name] = name if data is None else digest_of_text(wanted[name], data)

    def _is_new(self, change: Changed) -> bool:
        """Whether no parent has the same text."""
        return all(self.texts[name] != self.texts[change.new] for name in change.old)


def _named(changes: Iterable[Changed]) -> Iterator[tuple[str, str]]:
    """The objects of files that are not new, each with a path."""
    for change in changes:
        if change.old:
            yield from ((name, change.path) for name in (*change.old, change.new))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
