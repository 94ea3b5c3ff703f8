"""Reads the files of a commit from git's object store: without a checkout, hooks, filters or attributes.

All calls of git go through `sitegen.git.git`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen.git.git import GitFailed, NoGit, ObjectReader, run, running
from sitegen.read.scan import FOLDERS

REGULAR = ("100644", "100755")
MOST_FILES = 500_000


class NoCommit(Exception):
    """The commit is not available; the message says why and what to do."""


class Commit(Struct, frozen=True):
    """A commit of the repository that contains a site."""

    home: Path
    digest: str
    prefix: str
    """Folder of the site in the repository: empty, or with `/` at its end."""


class TreeEntry(Struct, frozen=True):
    """A file, link or submodule of a tree."""

    mode: str
    digest: str
    size: int
    path: str


def find_commit(home: Path, name: str) -> Commit:
    """Finds a commit by a name such as `main` or `v1.2` in the site's repository. Raises NoCommit."""
    if name.startswith("-"):
        raise NoCommit(f'"{name}" is not the name of a commit')
    prefix = _asked(home, f"{home} is in no git repository", "rev-parse", "--show-prefix").removesuffix("\n")
    shallow = _asked(home, "", "rev-parse", "--is-shallow-repository").strip() == "true"
    missing = f'there is no commit "{name}" here'
    if shallow:
        missing += (
            ", and the clone is shallow: say fetch-depth: 0 to actions/checkout, or git fetch --unshallow"
        )
    return Commit(home, _digest(home, f"{name}^{{commit}}", missing), prefix)


def tree_named(home: Path, name: str) -> str:
    """Digest of a tree, given by the name of a commit or tree. Raises NoCommit."""
    missing = f'there is no commit "{name}" in {home}'
    if name.startswith("-"):
        raise NoCommit(missing)
    return _digest(home, f"{name}^{{tree}}", missing)


def _digest(home: Path, name: str, missing: str) -> str:
    digest = _asked(home, missing, "rev-parse", "--verify", "--quiet", "--end-of-options", name).strip()
    if len(digest) not in (40, 64) or set(digest) - set("0123456789abcdef"):
        raise NoCommit(missing)
    return digest


def files_of(commit: Commit) -> Iterator[tuple[str, bytes]]:
    """Yields path and bytes of the regular files of the site in a commit. Raises NoCommit."""
    folders = [f"{commit.prefix}{folder}" for folder in FOLDERS]
    found = [
        (line.path.removeprefix(commit.prefix), line.digest)
        for line in listing(commit.home, commit.digest, folders)
        if line.mode in REGULAR and not {"", ".", "..", ".git"} & set(line.path.split("/"))
    ]
    if len(found) > MOST_FILES:
        raise NoCommit(f"{commit.digest} has more than {MOST_FILES:,} files")
    paths = [path for path, _ in found]
    yield from zip(paths, blobs(commit.home, [digest for _, digest in found]), strict=True)


def listing(home: Path, digest: str, folders: Sequence[str] = ()) -> Iterator[TreeEntry]:
    """Yields all entries of a tree except folders, with paths from its root. Raises NoCommit."""
    wrong = f"git cannot list the files of {digest}"
    output = _bytes(home, wrong, "ls-tree", "-r", "-l", "-z", "--full-tree", digest, "--", *folders)
    for row in output.split(b"\0"):
        about, _, name = row.partition(b"\t")
        words = about.decode("ascii").split()
        if len(words) == 4:
            mode, _, blob, size = words
            yield TreeEntry(mode, blob, int(size) if size.isdigit() else 0, os.fsdecode(name))


def history_of(commit: Commit) -> dict[str, str]:
    """Returns the files of a repository with only this commit and its ancestors, by path below `.git`."""
    objects = Path(_asked(commit.home, "", "rev-parse", "--git-path", "objects").removesuffix("\n"))
    shallow = Path(_asked(commit.home, "", "rev-parse", "--git-path", "shallow").removesuffix("\n"))
    long = len(commit.digest) == 64
    kind = "[extensions]\n\tobjectFormat = sha256\n" if long else ""
    files = {
        "HEAD": f"{commit.digest}\n",
        "config": f"[core]\n\trepositoryformatversion = {int(long)}\n\tbare = false\n{kind}",
        "objects/info/alternates": f"{(commit.home / objects).resolve()}\n",
        "refs/heads/.keep": "",
    }
    if (commit.home / shallow).is_file():
        files["shallow"] = (commit.home / shallow).read_text(encoding="ascii")
    return files


def blobs(home: Path, digests: Sequence[str]) -> Iterator[bytes]:
    """Yields the bytes of committed files by digest. Raises NoCommit."""
    try:
        with running(home, "cat-file", "--batch") as process:
            for data in ObjectReader(process, most=sys.maxsize).read(digests):
                assert data is not None
                yield data
    except GitFailed as error:
        raise NoCommit("git does not have all files of that commit; fetch the whole of it") from error


def _asked(home: Path, wrong: str, *arguments: str) -> str:
    """Returns git's output as text. Raises NoCommit with the message `wrong`, or git's own if it is empty."""
    return _bytes(home, wrong, *arguments).decode("utf-8", "replace")


def _bytes(home: Path, wrong: str, *arguments: str) -> bytes:
    try:
        return run(home, *arguments)
    except NoGit as error:
        raise NoCommit("git is not installed; build both sites and give their two folders") from error
    except GitFailed as error:
        raise NoCommit(wrong or str(error)) from error
