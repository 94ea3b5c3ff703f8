"""`sitegen build --cluster`: the bytes of one process, and plain errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.execute import executor_for
from sitegen.features.cluster import opening
from sitegen.features.cluster.address import address_of
from sitegen.features.cluster.errors import ClusterError
from tests.photos import photo
from tests.sites import entry, make_site

ROOT = Path(__file__).parents[3]
ENTRIES = 140
"""Entries of a site of which the workers get a part; fewer are read here."""


def build(root: Path, output: Path, *more: str, code: str = "") -> subprocess.CompletedProcess[str]:
    start = ["-c", code] if code else ["-m", "sitegen"]
    command = [sys.executable, *start, "build", "--root", str(root), "--output", str(output)]
    command += ["--clean", "--now", "2026-05-31", *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_two_workers_make_the_bytes_of_one_process(tmp_path: Path) -> None:
    texts = {f"content/topics/t{n}.md": entry(f"Topic {n}", body=f"Text {n}.") for n in range(ENTRIES)}
    pictures = {f"content/topics/p{n}.jpg": photo(size=(900, 400 + n)) for n in range(4)}
    shown = "".join(f"![Picture {n}](p{n}.jpg)\n\n" for n in range(4))
    root = make_site(
        tmp_path / "site", {**texts, **pictures, "content/topics/all.md": entry("All", body=shown)}
    )

    one = build(root, tmp_path / "one", "--jobs", "1")
    two = build(root, tmp_path / "two", "--cluster", "local:2")

    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stdout + two.stderr
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_an_address_that_is_not_a_cluster_ends_the_build(tmp_path: Path) -> None:
    done = build(make_site(tmp_path / "site"), tmp_path / "out", "--cluster", "locl:2")

    assert done.returncode == 2
    assert (
        '"locl:2" is not a cluster; write local:4 for four processes here, or tcp://HOST:PORT '
        "for a Dask scheduler (did you mean local?)" in done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SECONDS", 0.5)
    address = address_of("tcp://127.0.0.1:9/")

    with pytest.raises(ClusterError) as error, opening.opened(address, tmp_path, (), executor_for(1)):
        pass

    assert str(error.value) == "no scheduler answers at tcp://127.0.0.1:9"


def test_a_missing_extra_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    code = "import sys; sys.modules['distributed'] = None; from sitegen.commands.cli import main; main()"

    done = build(make_site(tmp_path / "site"), tmp_path / "out", "--cluster", "local:2", code=code)

    assert done.returncode == 2
    assert "--cluster needs a package; install it with: " in done.stderr
    assert '"distributed>=2026.8"; nothing was published' in done.stderr
