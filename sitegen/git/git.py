"""Runs git safely: a repository cannot run programs, use the network or change the result.

A repository may come from anywhere, and its `.git/config` may name programs: file system monitors, pagers,
diff drivers, signing tools, remote helpers. The settings below disable each of them. The configuration of the
user and of the machine is not read, so that the result is the same on every machine.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CONFIG = (
    "safe.directory=*",  # the owner of the folder matters only if its programs could run
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
"""Environment variables that are passed to git; none of them can name a repository or a configuration."""

BATCH = 400
"""Number of objects requested together; their names fit into a pipe, so that neither side waits for the
other.
"""
MOST_BYTES = 8_000_000
"""Limit on bytes of a file whose content is examined; larger ones are compared only as a whole."""


class GitFailed(Exception):
    """Git is not installed, or the command failed."""


class NoGit(GitFailed):
    """Git is not installed."""


def position_of(folder: Path) -> str:
    """Returns the current commit, followed by `whole` or `shallow` for the extent of its history.

    Empty if there is no commit.
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
    """Returns the output of a git command. Raises GitFailed."""
    done = run_any(folder, *arguments)
    if done.returncode:
        raise GitFailed(_reason(done.stderr))
    return done.stdout


def run_any(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a git command whose status is a part of its answer. Raises NoGit."""
    try:
        return subprocess.run(
            command(*arguments), cwd=folder, env=_environment(), capture_output=True, check=False
        )
    except OSError as error:
        raise NoGit("git is not installed") from error


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a git command during a `with` block; it is killed at the end of the block. Raises GitFailed."""
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
            with suppress(OSError):  # unwritten input is discarded
                stream.close()


def command(*arguments: str) -> list[str]:
    return ["git", *OPTIONS, *(word for setting in CONFIG for word in ("-c", setting)), *arguments]


def _environment() -> dict[str, str]:
    return {**{name: os.environ[name] for name in PASSED_ON if name in os.environ}, **ENVIRONMENT}


def _reason(stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").splitlines()
    if any("not a git repository" in line for line in lines):
        return "this is not a git repository"
    return "nothing was committed yet" if any("HEAD" in line for line in lines) else "git gave no answer"


class ObjectReader:
    """Reads objects by name through `cat-file --batch`. Raises GitFailed if an object is missing."""

    def __init__(self, process: subprocess.Popen[bytes], most: int = MOST_BYTES) -> None:
        """Creates a reader that skips objects with more than `most` bytes."""
        self.most = most
        assert process.stdin
        assert process.stdout
        self.requests, self.responses = process.stdin, process.stdout

    def read(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """Yields the bytes of each object; None for one that is too large."""
        wanted = list(names)
        for start in range(0, len(wanted), BATCH):
            together = wanted[start : start + BATCH]
            try:
                self.requests.write("".join(f"{name}\n" for name in together).encode())
                self.requests.flush()
            except OSError as error:
                raise GitFailed("git gave no answer") from error
            yield from (self._next() for _ in together)

    def _next(self) -> bytes | None:
        header = self.responses.readline().split()
        if len(header) != 3 or not header[2].isdigit():
            raise GitFailed("parts of the repository are missing, as in a partial clone")
        size = int(header[2])
        if size <= self.most:
            return self.responses.read(size + 1)[:-1]
        left = size + 1
        while left > 0:
            left -= len(self.responses.read(min(left, MOST_BYTES))) or left
        return None
