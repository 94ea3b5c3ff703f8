"""The files of a pull request: those of a folder, or those of a commit, read from git's own store.

A commit is read as it was committed. A checkout and `git archive` differ from that: `.gitattributes` may
leave files out of them (`export-ignore`), write into them (`ident`, `export-subst`) and change their bytes
(`eol`, `working-tree-encoding`, `filter`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sitegen.git.commit_files import NoCommit, blobs, listing, tree_named
from sitegen.read.scan import FOLDERS, read_bytes

MOST_SEEN = 200_000
"""Files of a pull request's tree."""


NO_NAMES = frozenset({"", ".", ".."})


class Refused(Exception):
    """Nothing was made; the message says why, for the user."""


class Seen(Struct, frozen=True):
    """Something in a tree that is not a folder."""

    size: int
    wrong: str = ""
    """Why it is not a regular file."""
    digest: str = ""
    """Git's digest, for a file of a commit."""


class Compared(Struct, frozen=True):
    same: frozenset[str]
    """Regular files that are as they are in the base."""
    gone: frozenset[str]
    """Files of the base that the pull request does not have."""


class Tree(Protocol):
    """The files of a pull request."""

    root: Path
    """The folder that it is read from."""

    def files(self) -> dict[str, Seen]:
        """All that is not a folder, by path. Raises `Refused` and OSError."""

    def compare(self, base: Path, ours: Mapping[str, Seen], theirs: Mapping[str, Seen]) -> Compared:
        """Compares the files of the pull request with those of the base."""

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        """The bytes of each of these files."""


class FolderTree:
    """The files below a folder. Links are not followed, special files not opened."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> dict[str, Seen]:
        if not (self.root / "content").is_dir() or (self.root / "content").is_symlink():
            raise Refused(f"{self.root} has no folder content/")
        return dict(walk(self.root, (".git",)))

    def compare(self, base: Path, ours: Mapping[str, Seen], theirs: Mapping[str, Seen]) -> Compared:
        same = frozenset(
            path
            for path, seen in theirs.items()
            if path in ours
            and not seen.wrong
            and ours[path] == seen
            and read_bytes(base, path) == read_bytes(self.root, path)
        )
        # Beside the sources, the base may have files of the machine only: what was built, and the like.
        return Compared(same, frozenset(p for p in ours if p not in theirs and p.split("/")[0] in FOLDERS))

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        return (read_bytes(self.root, path) for path in paths)


class CommitTree:
    """The files of a commit or tree of a repository, whatever its `.gitattributes` say."""

    def __init__(self, repository: Path, digest: str) -> None:
        self.root, self.digest = repository, digest
        self.seen: dict[str, Seen] = {}

    def files(self) -> dict[str, Seen]:
        self.seen = _committed(self.root, self.digest)
        if not any(path.startswith("content/") for path in self.seen):
            raise Refused(f"{self.digest} has no folder content/")
        return self.seen

    def compare(self, base: Path, ours: Mapping[str, Seen], theirs: Mapping[str, Seen]) -> Compared:
        before = _committed(base, commit_tree(base, "HEAD").digest)
        same = frozenset(
            path
            for path, seen in theirs.items()
            if before.get(path) == seen and not seen.wrong and path in ours and not ours[path].wrong
        )
        return Compared(same, frozenset(before.keys() - theirs.keys()))

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        try:
            yield from blobs(self.root, [self.seen[path].digest for path in paths])
        except NoCommit as error:
            raise Refused(str(error)) from error


def commit_tree(repository: Path, name: str) -> CommitTree:
    """The files of the commit or tree that git knows by this name. Raises `Refused`."""
    try:
        return CommitTree(repository, tree_named(repository, name))
    except NoCommit as error:
        raise Refused(str(error)) from error


def _committed(repository: Path, digest: str) -> dict[str, Seen]:
    wrong = {"120000": "it is a link or a special file", "160000": "it is a submodule, of another repository"}
    found: dict[str, Seen] = {}
    try:
        for line in listing(repository, digest):
            odd = "" if NO_NAMES.isdisjoint(line.path.split("/")) else "this is no name of a file"
            found[line.path] = Seen(line.size, wrong.get(line.mode, odd), line.digest)
            _bounded(len(found))
    except NoCommit as error:
        raise Refused(str(error)) from error
    return found


def walk(root: Path, without: Sequence[str]) -> Iterator[tuple[str, Seen]]:
    """Everything below a folder that is not a folder itself, without some entries of its top."""
    waiting, number = [""], 0
    while waiting:
        below = waiting.pop()
        with os.scandir(root / below) as items:
            for item in items:
                path = f"{below}{item.name}"
                if path in without:
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                    continue
                number += 1
                _bounded(number)
                regular = item.is_file(follow_symlinks=False)
                size = item.stat(follow_symlinks=False).st_size
                yield path, Seen(size, "" if regular else "it is a link or a special file")


def _bounded(number: int) -> None:
    if number > MOST_SEEN:
        raise Refused(f"there are more than {MOST_SEEN:,} files; no preview is made of them")
