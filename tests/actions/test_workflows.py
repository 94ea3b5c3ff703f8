"""The workflows of a new site and of this repository: what they may do, and what they run.

actionlint is run on them by `python -m tests.browser.prove workflows`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.actions.files import OF_A_NEW_SITE, OF_THIS_REPOSITORY, names, of_this_repository

READ = {"contents": "read"}
PERMISSIONS = {
    "preview-build.yml": {"build": READ},
    "preview-publish.yml": {"build": {"actions": "read", **READ}, "publish": {"pull-requests": "write"}},
    "site.yml": {
        "build": {"deployments": "read", "pages": "read", **READ},
        "publish": {"pages": "write", "id-token": "write"},
        "release": {"contents": "write"},
    },
    "weekly.yml": {
        "links": {"contents": "write"},
        "verify": {"actions": "read", "pages": "read", **READ},
    },
}
BOTH = [path for folder in (OF_A_NEW_SITE, OF_THIS_REPOSITORY) for path in sorted(folder.glob("*.yml"))]


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with the name of its job."""
    for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
        yield from ((name, step) for step in job["steps"])


@pytest.mark.parametrize("name", names())
def test_this_repository_does_as_a_new_site_does(name: str) -> None:
    assert (OF_THIS_REPOSITORY / name).read_text("utf-8") == of_this_repository(name)
    assert sorted(path.name for path in OF_THIS_REPOSITORY.glob("*")) == names()


@pytest.mark.parametrize("path", BOTH, ids=str)
def test_each_job_may_do_what_it_needs_and_no_more(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))

    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == PERMISSIONS[path.name]
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())
    assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert "group" in workflow["concurrency"]


@pytest.mark.parametrize("path", BOTH, ids=str)
def test_actions_are_pinned_and_keep_no_credentials(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))

    assert uses
    pin = r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [line for line in uses if not re.fullmatch(pin, line)] == []
    for _, step in steps(path):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]


@pytest.mark.parametrize("path", BOTH, ids=str)
def test_no_text_from_outside_becomes_part_of_a_script(path: Path) -> None:
    assert [step["run"] for _, step in steps(path) if "${{" in step.get("run", "")] == []
    assert "pull_request_target" not in path.read_text("utf-8")


def test_what_runs_with_a_pull_request_has_no_secret_and_writes_nothing() -> None:
    text = (OF_A_NEW_SITE / "preview-build.yml").read_text("utf-8")

    assert "secrets." not in text
    assert "github.token" not in text
    assert "write" not in text


def test_secrets_and_rights_to_write_meet_no_proposed_content() -> None:
    path = OF_A_NEW_SITE / "preview-publish.yml"
    made = [step for job, step in steps(path) if job == "build"]
    published = [step for job, step in steps(path) if job == "publish"]

    assert "secrets." not in yaml.safe_dump(made)
    assert not [step for step in published if "sitegen" in step.get("run", "").replace("by sitegen", "")]
    assert not [step for step in published if "checkout" in step.get("uses", "")]


def test_what_another_run_left_is_unpacked_as_plain_files(tmp_path: Path) -> None:
    """The script of the workflow itself, with a hostile archive."""
    (step,) = (s for _, s in steps(OF_A_NEW_SITE / "preview-publish.yml") if "tarfile" in s.get("run", ""))
    make = (
        "import io, tarfile\n"
        "with tarfile.open('proposal.tar', 'w') as archive:\n"
        "    def add(name, kind=tarfile.REGTYPE, target='', data=b''):\n"
        "        it = tarfile.TarInfo(name); it.type = kind; it.linkname = target; it.size = len(data)\n"
        "        archive.addfile(it, io.BytesIO(data))\n"
        "    add('content/topics/food.md', data=b'good')\n"
        "    add('content/link', tarfile.SYMTYPE, '/etc/passwd')\n"
        "    add('content/hard', tarfile.LNKTYPE, '/etc/passwd')\n"
        "    add('content/pipe', tarfile.FIFOTYPE)\n"
        "    WHAT\n"
    )
    run = step["run"]
    subprocess.run([sys.executable, "-c", make.replace("WHAT", "pass")], cwd=tmp_path, check=True)
    subprocess.run(["bash", "-eo", "pipefail", "-c", run], cwd=tmp_path, check=True)
    found = [
        path.relative_to(tmp_path).as_posix() for path in (tmp_path / "pr").rglob("*") if not path.is_dir()
    ]
    assert found == ["pr/content/topics/food.md"]

    for outside in ("add('../out.md', data=b'x')", "add('/tmp/../out.md', data=b'x')"):
        subprocess.run([sys.executable, "-c", make.replace("WHAT", outside)], cwd=tmp_path, check=True)
        subprocess.run(["bash", "-eo", "pipefail", "-c", run], cwd=tmp_path, check=False, capture_output=True)
        assert not (tmp_path / "out.md").exists()


def test_zizmor_finds_nothing() -> None:
    program = Path(sys.executable).with_name("zizmor")
    assert program.is_file(), "zizmor is not installed; it belongs to the tools of developers"
    command = [str(program), "--offline", "--no-progress", "--format", "json", *map(str, BOTH)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout, done.stderr
    found = [it for it in json.loads(done.stdout) if not it.get("ignored")]
    assert [(it["ident"], it["desc"]) for it in found] == []
