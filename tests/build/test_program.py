"""A build cache serves every way to start sitegen: `sitegen` or `build.py`, from elsewhere, in any locale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.problems.extras import install_command
from sitegen.problems.formats import as_annotation, as_json, as_text
from sitegen.types import Location, Problem
from tests.sites import make_site

ROOT = Path(__file__).parents[2]


def build(root: Path, cwd: Path, *options: str, **environment: str) -> str:
    command = [
        sys.executable,
        *options,
        "-m",
        "sitegen",
        "build",
        "-v",
        "--root",
        str(root),
        "--now",
        "2026-05-31",
    ]
    known = {name: value for name, value in os.environ.items() if name != "SITEGEN_PROGRAM"}
    known |= {"PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=cwd, env=known, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_another_way_to_start_the_program_renders_nothing(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    assert "rendering 1 of " in build(root, ROOT)

    ways: list[tuple[Path, tuple[str, ...], dict[str, str]]] = [
        (
            ROOT,
            ("-P",),
            {"SITEGEN_PROGRAM": "python3 build.py", "PYTHONUTF8": "1", "SITEGEN_HOME": str(ROOT)},
        ),
        (tmp_path, (), {"LANG": "tr_TR.UTF-8", "LC_ALL": "C", "TERM": "dumb", "COLUMNS": "20"}),
        (root, (), {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}),
        (root, (), {"TZ": "Pacific/Auckland", "USER": "ann", "PYTHONHASHSEED": "7", "CI": "1"}),
        (ROOT, (), {}),
    ]
    for cwd, options, environment in ways:
        (root / "templates/404.html").touch()  # so that the build looks at everything
        done = build(root, cwd, *options, **environment)
        assert "planning" in done, environment
        assert "rendering" not in done, environment

    (root / "templates/404.html").write_text("<!doctype html>changed")
    assert "rendering 1 of " in build(root, ROOT)


def test_the_command_that_installs_is_made_where_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("search.missing", "no search", Location("a"), f"run {install_command('gfm')}")

    for command in ("pip install", "pipx inject sitegen-networks"):
        monkeypatch.setattr("sitegen.problems.extras.installer", lambda command=command: command)
        expected = f'run {command} "comrak>=0.0.12,<0.0.13"'
        assert expected in as_text(problem, lambda *_: None)
        assert expected in as_annotation(problem)
        assert expected.replace('"', '\\"') in as_json([problem])
