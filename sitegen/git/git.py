"""Git, asked so that nothing in a repository can run a program, reach the network or change the answer.

A repository may come from anywhere, and its `.git/config` may name programs: monitors, pagers, drivers of
diffs, keys of signatures, remote helpers. Each of these ways is closed below. The configuration of the user
and of the machine is not read, so that every machine says the same.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CONFIG = (
    "safe.directory=*",  # who owns the folder matters only where its programs would run
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "log.showSignature=false",
)
OPTIONS = ("--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs")
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
"""Of our own environment; nothing that could name another repository or configuration."""

AT_ONCE = 400
"""Objects asked for together: as many as a pipe holds, so that neither side waits for the other."""
MOST_BYTES = 8_000_000
"""Of a file that is looked into; a larger one is only compared as a whole."""


class GitFailed(Exception):
    """Git is not there, or could not answer."""


class NoGit(GitFailed):
    """Git is not there."""


def position_of(folder: Path) -> str:
    """The commit that is checked out, with `whole` or `shallow` after it: whether all its history is there.

    Nothing where git knows of no commit.
    """
    try:
        answer = run(folder, "rev-parse", "--is-shallow-repository", "--verify", "HEAD").split()
    except GitFailed:
        return ""
    if len(answer) != 2:
        return ""
    shallow, commit = answer
    return f"{commit.decode()} {'whole' if shallow == b'false' else 'shallow'}"


def run(folder: Path, *arguments: str) -> bytes:
    """What a command prints. Raises GitFailed."""
    try:
        done = subprocess.run(
            command(*arguments), cwd=folder, env=_environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise NoGit("git is not installed") from error
    if done.returncode:
        raise GitFailed(_reason(done.stderr))
    return done.stdout


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command while it runs; it is ended with the block, finished or not. Raises GitFailed."""
    try:
        process = subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise NoGit("git is not installed") from error
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in filter(None, (process.stdin, process.stdout)):
            with suppress(OSError):  # what was still to be written goes to nobody
                stream.close()


def command(*arguments: str) -> list[str]:
    settings = (word for setting in CONFIG for word in ("-c", setting))
    return ["git", *OPTIONS, *settings, *arguments]


def _environment() -> dict[str, str]:
    own = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**own, **ENVIRONMENT}


def _reason(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").splitlines()
    if any("not a git repository" in line for line in lines):
        return "this is not a git repository"
    return "nothing was committed yet" if any("HEAD" in line for line in lines) else "git gave no answer"


class Objects:
    """The bytes of objects by their names, of `cat-file --batch`. Raises GitFailed where one is missing."""

    def __init__(self, process: subprocess.Popen[bytes], most: int = MOST_BYTES) -> None:
        """Those with more than so many bytes are not read."""
        self.most = most
        assert process.stdin
        assert process.stdout
        self.asking, self.answers = process.stdin, process.stdout

    def read(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The bytes of each, or none of one that is too large."""
        wanted = list(names)
        for start in range(0, len(wanted), AT_ONCE):
            together = wanted[start : start + AT_ONCE]
            try:
                self.asking.write("".join(f"{name}\n" for name in together).encode())
                self.asking.flush()
            except OSError as error:
                raise GitFailed("git gave no answer") from error
            yield from (self._next() for _ in together)

    def _next(self) -> bytes | None:
        header = self.answers.readline().split()
        if len(header) != 3 or not header[2].isdigit():
            raise GitFailed("parts of the repository are missing, as in a partial clone")
        size = int(header[2])
        if size <= self.most:
            data = self.answers.read(size + 1)
            return data[:-1]
        left = size + 1
        while left > 0:
            left -= len(self.answers.read(min(left, MOST_BYTES))) or left
        return None
