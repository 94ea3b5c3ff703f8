"""The files of a commit, taken from git's own store: no checkout, and so no hook, filter or attribute.

Nothing that the configuration of a repository names is run, and the network is not asked.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sitegen.read.scan import FOLDERS

CONFIG = ("safe.directory=*", "core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
OPTIONS = ("--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs")
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
REGULAR = (b"100644", b"100755")
MOST_FILES = 500_000


class NoCommit(Exception):
    """The commit cannot be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Commit:
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
    listed = _run(commit.home, "ls-tree", "-r", "-z", "--full-tree", commit.digest, "--", *folders)
    if listed.returncode:
        raise NoCommit(f"git cannot list the files of {commit.digest}")
    found = list(_listed(listed.stdout, commit.prefix))
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
    with subprocess.Popen(
        _command("cat-file", "--batch"),
        cwd=home,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as git:
        assert git.stdin is not None
        assert git.stdout is not None
        for path, blob in files:
            git.stdin.write(f"{blob}\n".encode("ascii"))
            git.stdin.flush()
            head = git.stdout.readline().split()
            if len(head) != 3 or head[1] != b"blob":
                raise NoCommit(f"git does not have the file {path} of that commit; fetch the whole of it")
            data = git.stdout.read(int(head[2]))
            git.stdout.read(1)
            yield path, data


def _asked(home: Path, wrong: str, *arguments: str) -> str:
    """What git answers. Raises NoCommit with these words, or its own."""
    done = _run(home, *arguments)
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise NoCommit(wrong or f"git gave no answer: {last}")
    return done.stdout.decode("utf-8", "replace")


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            _command(*arguments), cwd=home, env=_environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise NoCommit("git is not installed; build both sites and give their two folders") from error


def _command(*arguments: str) -> list[str]:
    settings = (word for setting in CONFIG for word in ("-c", setting))
    return ["git", *OPTIONS, *settings, *arguments]


def _environment() -> dict[str, str]:
    return {**{name: os.environ[name] for name in PASSED_ON if name in os.environ}, **ENVIRONMENT}
