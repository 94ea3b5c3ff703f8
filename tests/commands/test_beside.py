"""A function beside the command gives what it would have given in it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from sitegen.commands.beside import beside


def _own_process() -> int:
    return os.getpid()


def _missing() -> str:
    return Path("/missing/file").read_text(encoding="utf-8")


def test_the_result_comes_from_another_process() -> None:
    with beside(_own_process) as result:
        assert result() != os.getpid()


def test_more_than_fits_into_a_pipe() -> None:
    with beside(lambda: {str(n): (n, n) for n in range(50_000)}) as result:
        assert result()["49999"] == (49_999, 49_999)


def test_an_error_is_raised_where_the_result_is_wanted() -> None:
    with beside(_missing) as result, pytest.raises(FileNotFoundError) as failure:
        result()

    assert failure.value.filename == "/missing/file"


def test_a_process_that_is_killed_is_made_up_for() -> None:
    here = os.getpid()

    def end() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "made here"

    with beside(end) as result:
        assert result() == "made here"


def test_no_process_is_left_behind_without_a_question(tmp_path: Path) -> None:
    number = tmp_path / "process"

    def large() -> str:
        number.write_text(str(os.getpid()), encoding="utf-8")
        return "x" * 10_000_000

    with beside(large):
        while not number.exists() or not number.read_text(encoding="utf-8"):
            time.sleep(0.01)

    with pytest.raises(ChildProcessError):
        os.waitpid(int(number.read_text(encoding="utf-8")), os.WNOHANG)
