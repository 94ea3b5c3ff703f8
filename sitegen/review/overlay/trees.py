"""The files of a pull request: in a folder, or in a commit, read from git's object store.

A commit is read without checkout, because `.gitattributes` can make a checkout and `git archive` leave out
files (`export-ignore`), write into them (`ident`, `export-subst`) or change their bytes (`eol`,
`working-tree-encoding`, `filter`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from sitegen.read.scan import FOLDERS, read_bytes
from sitegen.review.commit_files import NoCommit, blobs, listing, tree_named

MOST_SEEN = 200_000
"""Most files in the tree of a pull request."""
NO_NAMES = frozenset({"", ".", ".."})


class CannotOverlay(Exception):
    """There is no preview, and nothing was written; the message has the reason."""


class TreeFile(Struct, frozen=True):
    """A file, link or special file in a tree."""

    size: int
    wrong: str = ""
    """Reason why it is not a regular file."""
    digest: str = ""
    """Git's digest of a file in a commit."""


class TreeComparison(Struct, frozen=True):
    """Difference between a pull request and its base."""

    same: frozenset[str]
    """Unchanged regular files."""
    gone: frozenset[str]
    """Files of the base that the pull request does not have."""


class SourceTree(Protocol):
    """The files of a pull request."""

    root: Path
    """Folder or repository of the pull request."""

    def files(self) -> dict[str, TreeFile]:
        """Everything but folders, by path. Raises `CannotOverlay` and OSError."""

    def compare(
        self, base: Path, ours: Mapping[str, TreeFile], theirs: Mapping[str, TreeFile]
    ) -> TreeComparison:
        """Compares the files of the pull request with those of the base."""

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        """Contents of the given files."""


class FolderTree:
    """Files below a folder. Links are not followed, and special files are not opened."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def files(self) -> dict[str, TreeFile]:
        if not (self.root / "content").is_dir() or (self.root / "content").is_symlink():
            raise CannotOverlay(f"{self.root} has no folder content/")
        return dict(walk(self.root, (".git",)))

    def compare(
        self, base: Path, ours: Mapping[str, TreeFile], theirs: Mapping[str, TreeFile]
    ) -> TreeComparison:
        same = frozenset(
            path
            for path, seen in theirs.items()
            if path in ours
            and not seen.wrong
            and ours[path] == seen
            and read_bytes(base, path) == read_bytes(self.root, path)
        )
        # Outside its sources, the base may have files that are not committed, such as the built site.
        return TreeComparison(
            same, frozenset(p for p in ours if p not in theirs and p.split("/")[0] in FOLDERS)
        )

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        return (read_bytes(self.root, path) for path in paths)


class CommitTree:
    """Files of a commit or tree in a repository, unaffected by `.gitattributes`."""

    def __init__(self, repository: Path, digest: str) -> None:
        self.root, self.digest = repository, digest
        self.seen: dict[str, TreeFile] = {}

    def files(self) -> dict[str, TreeFile]:
        self.seen = _committed(self.root, self.digest)
        if not any(path.startswith("content/") for path in self.seen):
            raise CannotOverlay(f"{self.digest} has no folder content/")
        return self.seen

    def compare(
        self, base: Path, ours: Mapping[str, TreeFile], theirs: Mapping[str, TreeFile]
    ) -> TreeComparison:
        before = _committed(base, commit_tree(base, "HEAD").digest)
        same = frozenset(
            path
            for path, seen in theirs.items()
            if before.get(path) == seen and not seen.wrong and path in ours and not ours[path].wrong
        )
        return TreeComparison(same, frozenset(before.keys() - theirs.keys()))

    def read(self, paths: Sequence[str]) -> Iterator[bytes]:
        try:
            yield from blobs(self.root, [self.seen[path].digest for path in paths])
        except NoCommit as error:
            raise CannotOverlay(str(error)) from error


def commit_tree(repository: Path, name: str) -> CommitTree:
    """The files of a commit or tree, by any name that git resolves. Raises `CannotOverlay`."""
    try:
        return CommitTree(repository, tree_named(repository, name))
    except NoCommit as error:
        raise CannotOverlay(str(error)) from error


def _committed(repository: Path, digest: str) -> dict[str, TreeFile]:
    wrong = {"120000": "it is a link or a special file", "160000": "it is a submodule"}
    found: dict[str, TreeFile] = {}
    try:
        for line in listing(repository, digest):
            odd = "" if NO_NAMES.isdisjoint(line.path.split("/")) else "it is not the name of a file"
            found[line.path] = TreeFile(line.size, wrong.get(line.mode, odd), line.digest)
            _bounded(len(found))
    except NoCommit as error:
        raise CannotOverlay(str(error)) from error
    return found


def walk(root: Path, without: Sequence[str]) -> Iterator[tuple[str, TreeFile]]:
    """Everything but folders below a folder, except for some of its entries."""
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
                yield path, TreeFile(size, "" if regular else "it is a link or a special file")


def _bounded(number: int) -> None:
    if number > MOST_SEEN:
        raise CannotOverlay(f"there are more than {MOST_SEEN:,} files, so there is no preview")
