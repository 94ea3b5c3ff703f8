"""Two builds of the same sources are the same to the byte, wherever and however they are made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from sitegen.execute.executor import FEWEST
from sitegen.types import Artifact
from tests.sites import Files, base_text, build_good, entry, make_site

FILES: Files = {
    **{
        f"content/projects/p{n}.md": entry(
            f"Project {n % 7}", f"start: 20{n % 30:02}", "topics: [food, water]", "countries: [FR, NO, DE]",
            "partners:", "  - {name: Oslo, topic: water}",
        )
        for n in range(30)
    },
    **{f"content/sources/s{n}.yaml": f"title: S{n % 9}\nurl: https://example.com/{n}\n" for n in range(120)},
    "content/sources/_type.yaml": base_text("content/sources/_type.yaml") + "index: {paginate_by: 500}\n",
    "content/events/_type.yaml": "name: Event\nplural: Events\ndate: on\nfields:\n  on: {kind: datetime}\n",
    "content/events/fair.md": entry("Fair", "on: 2026-05-31T23:30+02:00"),
}  # fmt: skip
"""Enough entries and pages that several processes really share the work."""

ENVIRONMENTS = {
    "another hash seed": {"PYTHONHASHSEED": "4711"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "no encoding but those named": {
        "PYTHONWARNDEFAULTENCODING": "1",
        "PYTHONWARNINGS": "error::EncodingWarning",
    },
    "no locale": {"LC_ALL": "C", "PYTHONUTF8": "0"},
}


def built(root: Path, environment: dict[str, str] | None = None, jobs: int = 1) -> dict[str, bytes]:
    """Every file of a build in a process of its own."""
    make_site(root, FILES)
    command = [
        sys.executable,
        "-m",
        "sitegen",
        "build",
        "--root",
        str(root),
        "--now",
        "2026-05-31",
        "--jobs",
        str(jobs),
    ]
    subprocess.run(command, env={**os.environ, **(environment or {})}, check=True, capture_output=True)
    public = root / "public"
    return {
        p.relative_to(public).as_posix(): p.read_bytes() for p in sorted(public.rglob("*")) if p.is_file()
    }


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("reference"), {"PYTHONHASHSEED": "0", "TZ": "UTC"})


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_environment_leaves_no_trace(name: str, tmp_path: Path, reference: dict[str, bytes]) -> None:
    assert built(tmp_path, ENVIRONMENTS[name]) == reference


def test_the_folder_leaves_no_trace(tmp_path: Path, reference: dict[str, bytes]) -> None:
    found = built(tmp_path / "a folder with spaces" / "ünï")

    assert found == reference
    assert not any(str(tmp_path).encode() in data for data in found.values())


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_processes_gives_the_same_site(
    jobs: int, tmp_path: Path, reference: dict[str, bytes]
) -> None:
    assert built(tmp_path, jobs=jobs) == reference


def test_there_is_enough_work_to_share(reference: dict[str, bytes]) -> None:
    assert len(FILES) >= FEWEST
    assert len(reference) >= FEWEST


def untimed(artifact: Artifact) -> Artifact:
    return replace(artifact, seconds=0.0, shortcodes=())


def test_the_order_in_which_files_were_made_leaves_no_trace(tmp_path: Path) -> None:
    forwards = build_good(tmp_path / "a", FILES).artifacts
    backwards = build_good(tmp_path / "b", dict(reversed(list(FILES.items())))).artifacts

    assert list(map(untimed, forwards)) == list(map(untimed, backwards))


def test_only_the_day_given_counts(tmp_path: Path, reference: dict[str, bytes]) -> None:
    """The site says nothing of the day on which it is built, but for what follows from it."""
    again = build_good(tmp_path, FILES)

    assert {artifact.path: artifact.data for artifact in again.artifacts} == {
        path: data for path, data in reference.items() if path != ".sitegen.json"
    }
