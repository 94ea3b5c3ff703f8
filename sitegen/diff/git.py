"""The files of a commit, taken from git's own store: no checkout, and so no hook, filter or attribute.

Git is asked as `sitegen.history.git` asks it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sitegen.history.git import GitFailed, NoGit, Objects, run, running
from sitegen.read.scan import FOLDERS

REGULAR = (b"100644", b"100755")
MOST_FILES = 500_000


class NoCommit(Exception):
    """The commit cannot be had; the message says why and what to do."""


class Commit(Struct, frozen=True):
    """A commit of the repository that a site lies in."""

    home: Path
    digest: str
    prefix: str
    """The folder of the site in the repository: empty, or with `/` at its end."""


def find_commit(home: Path, name: str) -> Commit:
    """The commit of a name, such as `main` or `v1.2`, in the repository of the site. Raises NoCommit."""
    if name.startswith("-"):
        raise NoCommit(f'"{name}" is not the name of a commit')
    prefix = _asked(home, f"{home} is in no git repository", "rev-parse", "--show-prefix").removesuffix("\n")
    shallow = _asked(home, "", "rev-parse", "--is-shallow-repository").strip() == "true"
    missing = f'there is no commit "{name}" here'
    if shallow:
        missing += (
            ", and the clone is shallow: say fetch-depth: 0 to actions/checkout, or git fetch --unshallow"
        )
    wanted = f"{name}^{{commit}}"
    digest = _asked(home, missing, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted).strip()
    if len(digest) not in (40, 64) or set(digest) - set("0123456789abcdef"):
        raise NoCommit(missing)
    return Commit(home, digest, prefix)


def files_of(commit: Commit) -> Iterator[tuple[str, bytes]]:
    """The regular files of the site in a commit: path below the site, bytes. Raises NoCommit."""
    folders = [f"{commit.prefix}{folder}" for folder in FOLDERS]
    wrong = f"git cannot list the files of {commit.digest}"
    listed = _bytes(commit.home, wrong, "ls-tree", "-r", "-z", "--full-tree", commit.digest, "--", *folders)
    found = list(_listed(listed, commit.prefix))
    if len(found) > MOST_FILES:
        raise NoCommit(f"{commit.digest} has more than {MOST_FILES:,} files")
    yield from _read(commit.home, found)


def history_of(commit: Commit) -> dict[str, str]:
    """The files of a repository that has nothing but this commit and what led to it: by path below `.git`."""
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


def _listed(output: bytes, prefix: str) -> Iterator[tuple[str, str]]:
    """Path and name of the blob; links and submodules are left out."""
    for line in output.split(b"\0"):
        about, _, name = line.partition(b"\t")
        mode, *rest = about.split(b" ")
        if mode in REGULAR and len(rest) == 2:
            path = os.fsdecode(name).removeprefix(prefix)
            if not {"", ".", "..", ".git"} & set(path.split("/")):
                yield path, rest[1].decode("ascii")


def _read(home: Path, files: Sequence[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    try:
        with running(home, "cat-file", "--batch") as process:
            found = Objects(process, most=sys.maxsize).read(blob for _, blob in files)
            for (path, _), data in zip(files, found, strict=True):
                assert data is not None
                yield path, data
    except GitFailed as error:
        raise NoCommit("git does not have all files of that commit; fetch the whole of it") from error


def _asked(home: Path, wrong: str, *arguments: str) -> str:
    """What git answers. Raises NoCommit with these words, or its own."""
    return _bytes(home, wrong, *arguments).decode("utf-8", "replace")


def _bytes(home: Path, wrong: str, *arguments: str) -> bytes:
    try:
        return run(home, *arguments)
    except NoGit as error:
        raise NoCommit("git is not installed; build both sites and give their two folders") from error
    except GitFailed as error:
        raise NoCommit(wrong or str(error)) from error
