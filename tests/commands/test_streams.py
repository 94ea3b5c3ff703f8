"""Commands whose output cannot be written: no traceback, one plain line, and the status of the command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import Files, entry, make_site

COMMANDS = [
    "build", "check", "check --format json", "build --format github", "why /", "stale", "next-change",
    "translations", "diff public public", "--help",
]  # fmt: skip
BROKEN: Files = {"content/topics/air.md": entry("Air", "sumary: typo")}
GOOD, CONTENT, USAGE = 0, 1, 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built."""
    root = make_site(tmp_path_factory.mktemp("streams"))
    assert run(root, "build", "> /dev/null") == (GOOD, "")
    return root


def run(root: Path, command: str, redirection: str) -> tuple[int, str]:
    """The exit status of a command, and what it says on standard error."""
    line = f'"{sys.executable}" -m sitegen {command} {redirection}'
    done = subprocess.run(
        ["bash", "-c", f"{line}; exit ${{PIPESTATUS[0]}}"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_closed_output_does_not_fail_a_command(site: Path, command: str) -> None:
    shown = "" if command == "build --format github" else (
        "sitegen: the output could not be written: standard output is closed\n"
    )  # fmt: skip

    assert run(site, command, ">&-") == (GOOD, shown)


@pytest.mark.parametrize("command", COMMANDS)
def test_output_to_a_full_disk_has_status_2(site: Path, command: str) -> None:
    shown = "sitegen: the output could not be written: No space left on device\n"

    assert run(site, command, "> /dev/full") == (
        (GOOD, "") if command == "build --format github" else (USAGE, shown)
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_read_enough_is_no_fault(site: Path, command: str) -> None:
    assert run(site, command, "| head -c 1 > /dev/null") == (GOOD, "")


@pytest.mark.parametrize("redirection", ["2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2> /dev/full"])
def test_a_command_works_without_standard_error(site: Path, redirection: str) -> None:
    assert run(site, "build --clean", f"{redirection}")[0] == GOOD
    assert (site / "public" / "index.html").read_bytes().startswith(b"<!doctype html>")


@pytest.mark.parametrize("redirection", [">&-", "> /dev/full", "| head -c 1 > /dev/null", ">&- 2>&-"])
def test_mistakes_have_status_1_although_they_cannot_be_shown(tmp_path: Path, redirection: str) -> None:
    root = make_site(tmp_path, BROKEN)

    assert run(root, "build", redirection)[0] == CONTENT
    assert run(root, "check --format json", redirection)[0] == CONTENT
