"""pytest finds the tests of every folder."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest


def test_no_folder_with_tests_is_left_out(pytestconfig: pytest.Config) -> None:
    tests = Path(__file__).parent
    folders = {
        part
        for file in tests.rglob("test_*.py")
        if ".venv" not in file.parts
        for part in file.relative_to(tests).parts[:-1]
    }
    left_out = pytestconfig.getini("norecursedirs")

    assert "build" in folders
    assert not [name for name in folders if any(fnmatch(name, pattern) for pattern in left_out)]
