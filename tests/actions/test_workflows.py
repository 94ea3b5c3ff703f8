"""The workflows of a new site and of this repository: what they may do, and what they run.

actionlint is run on them by `python -m tests.browser.prove workflows`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen.review.diff.pull_request import LIMIT
from tests.actions.files import OF_A_NEW_SITE, OF_THIS_REPOSITORY, ONLY_HERE, names, of_this_repository
from tests.sites import Files, entry, make_site, write_files

READ = {"contents": "read"}
PERMISSIONS = {
    "ci.yml": {"checks": READ, "wheel": READ, "container": READ},
    "docs.yml": {"build": READ, "publish": {}},
    "preview-build.yml": {"check": READ},
    "preview-publish.yml": {"preview": {"pull-requests": "write", **READ}},
    "release.yml": {
        "build": READ,
        "index": {"id-token": "write"},
        "release": {"attestations": "write", "contents": "write", "id-token": "write"},
    },
    "site.yml": {"site": {"contents": "write", "deployments": "read", "pages": "write", "id-token": "write"}},
    "sitegen-check.yml": {"build": READ},
    "sitegen-preview.yml": {"build": READ, "publish": {"pull-requests": "write"}},
    "sitegen-site.yml": {
        "build": {"deployments": "read", "pages": "read", **READ},
        "publish": {"pages": "write", "id-token": "write"},
        "release": {"contents": "write"},
    },
    "sitegen-weekly.yml": {
        "links": {"contents": "write"},
        "verify": {"actions": "read", "pages": "read", **READ},
    },
    "weekly.yml": {"weekly": {"actions": "read", "contents": "write", "pages": "read"}},
}
BOTH = [path for folder in (OF_A_NEW_SITE, OF_THIS_REPOSITORY) for path in sorted(folder.glob("*.yml"))]
OTHERS = ("pypa/gh-action-pypi-publish@ed0c53931b1dc9bd32cbe73a98c7f6766f8a527e # v1.13.0",)
"""Actions besides those of GitHub."""
ACTION = OF_THIS_REPOSITORY.parents[1] / "action.yml"


def workflow_of(path: Path) -> dict[str, Any]:
    """A workflow; its triggers are under `on`, which YAML 1.1 reads as true."""
    loaded: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    return {("on" if key is True else key): value for key, value in loaded.items()}


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step with the name of its job."""
    for name, job in workflow_of(path)["jobs"].items():
        yield from ((name, step) for step in job.get("steps", ()))


@pytest.mark.parametrize("name", names())
def test_this_repository_does_as_a_new_site_does(name: str) -> None:
    assert (OF_THIS_REPOSITORY / name).read_text("utf-8") == of_this_repository(name)
    assert sorted(path.name for path in OF_THIS_REPOSITORY.glob("*")) == sorted((*names(), *ONLY_HERE))


@pytest.mark.parametrize("path", BOTH, ids=str)
def test_each_job_may_do_what_it_needs_and_no_more(path: Path) -> None:
    workflow = workflow_of(path)

    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == PERMISSIONS[path.name]
    if any("steps" in job for job in workflow["jobs"].values()):
        assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())
        assert workflow["defaults"] == {"run": {"shell": "bash"}}
    assert ("concurrency" in workflow) == ("workflow_call" not in workflow["on"])


@pytest.mark.parametrize("path", [path for path in BOTH if not path.name.startswith("sitegen-")], ids=str)
def test_a_workflow_of_a_site_grants_what_the_jobs_that_it_calls_take(path: Path) -> None:
    calls = [job for job in workflow_of(path)["jobs"].values() if "uses" in job]
    for job in calls:
        called = workflow_of(path.parent / job["uses"].removeprefix("./.github/workflows/"))
        taken = [taken for inner in called["jobs"].values() for taken in inner["permissions"].items()]

        assert dict(sorted(taken, key=itemgetter(1))) == job["permissions"]
        assert job.get("secrets", {}).keys() == called["on"]["workflow_call"].get("secrets", {}).keys()
        assert job.get("with", {}).keys() <= called["on"]["workflow_call"]["inputs"].keys()
    assert bool(calls) == (path.name in names())


@pytest.mark.parametrize("path", [*BOTH, ACTION], ids=str)
def test_actions_are_pinned_and_keep_no_credentials(path: Path) -> None:
    uses = re.findall(r"uses: (.*)", path.read_text("utf-8"))

    assert uses
    pin = r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    own = r"\./\.github/workflows/sitegen-[a-z]+\.yml # zizmor: .*"
    others = [line for line in uses if not re.fullmatch(f"{pin}|{own}", line)]
    assert [line for line in others if not line.startswith(OTHERS)] == []
    for _, step in steps(path) if path != ACTION else ():
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            assert "ref" not in step["with"]


@pytest.mark.parametrize("path", BOTH, ids=str)
def test_no_text_from_outside_becomes_part_of_a_script(path: Path) -> None:
    assert [step["run"] for _, step in steps(path) if "${{" in step.get("run", "")] == []
    assert "pull_request_target" not in path.read_text("utf-8")


def test_what_runs_with_a_pull_request_has_no_secret_and_writes_nothing() -> None:
    for name in ("preview-build.yml", "sitegen-check.yml"):
        text = (OF_A_NEW_SITE / name).read_text("utf-8")

        assert "secrets." not in text
        assert "github.token" not in text
        assert "write" not in text


def test_secrets_and_rights_to_write_meet_no_proposed_content() -> None:
    path = OF_A_NEW_SITE / "sitegen-preview.yml"
    made = [step for job, step in steps(path) if job == "build"]
    published = [step for job, step in steps(path) if job == "publish"]

    assert "secrets." not in yaml.safe_dump(made)
    assert not [step for step in published if "-m sitegen" in step.get("run", "")]
    assert not [step for step in published if "checkout" in step.get("uses", "")]


def script(name: str, sign: str) -> str:
    """The one step of a workflow of a new site that has these words."""
    (found,) = (step["run"] for _, step in steps(OF_A_NEW_SITE / name) if sign in step.get("run", ""))
    return str(found)


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "gh").write_text("#!/bin/sh\n", "utf-8")
    (tools / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**environment, "PATH": path, "HOME": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@b.example", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


def fetch(folder: Path, proposed: Files, since: Files) -> subprocess.CompletedProcess[str]:
    """The step that fetches a pull request, for a repository in which `main` has gone on since."""
    main = make_site(folder / "o/r")
    git(main, "init", "--quiet", "--initial-branch", "main")
    commit(main, {})
    git(main, "checkout", "--quiet", "-b", "proposal")
    head = commit(main, proposed)
    git(main, "checkout", "--quiet", "main")
    commit(main, since)
    git(folder, "clone", "--quiet", "--depth", "1", f"file://{main}", "base")
    where = {"GITHUB_SERVER_URL": f"file://{folder}", "GITHUB_REPOSITORY": "o/r", "HEAD_SHA": head}
    return bash(script("sitegen-preview.yml", "merge-tree"), folder, **where)


def commit(repository: Path, files: Files) -> str:
    write_files(repository, files)
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "x")
    return git(repository, "rev-parse", "HEAD")


def test_the_preview_is_made_of_the_commit_that_git_has(tmp_path: Path) -> None:
    """The steps of the workflow itself, for a branch that is older than main."""
    slots = entry("Slots", body="[Casino](https://casino.example/)")
    hidden = {"content/topics/slots.md": slots, "content/topics/.gitattributes": "slots.md export-ignore\n"}

    fetched = fetch(tmp_path, hidden, {"content/topics/newer.md": entry("Newer")})
    assert fetched.returncode == 0, fetched.stderr
    command = script("sitegen-preview.yml", "overlay base")
    said = bash(command, tmp_path, PYTHONPATH=str(OF_THIS_REPOSITORY.parents[1]))

    assert said.stdout.splitlines() == [
        "files of the pull request: 1 added",
        "content/topics/.gitattributes is not part of the preview: git changes or omits files because of it, "
        "so the published site may differ from the preview",
    ]
    assert (tmp_path / "site/content/topics/slots.md").read_text("utf-8") == slots
    assert (tmp_path / "site/content/topics/newer.md").is_file()


def test_a_pull_request_with_conflicts_has_no_preview(tmp_path: Path) -> None:
    path = "content/topics/food.md"

    said = fetch(tmp_path, {path: entry("Food, proposed")}, {path: entry("Food, of main")})

    assert said.returncode == 1
    assert said.stdout == (
        "::error::The pull request has conflicts with main. Its preview follows when they are solved.\n"
    )


@pytest.mark.parametrize("attribute", ["export-ignore", "export-subst", "ident", "eol=crlf", "text eol=crlf",
                                       "crlf", "working-tree-encoding=UTF-16", "filter=lfs"])  # fmt: skip
def test_people_can_look_at_every_file_as_it_was_committed(tmp_path: Path, attribute: str) -> None:
    text = "$Id$ $Format:%H$\n"
    root = tmp_path / "site"
    write_files(root, {"content/topics/slots.md": text})
    git(tmp_path, "init", "--quiet", "site")
    git(root, "add", "--all")
    write_files(root, {"content/topics/.gitattributes": f"slots.md {attribute}\n"})
    git(root, "add", "content/topics/.gitattributes")
    git(root, "commit", "--quiet", "--message", "x")

    assert bash(script("sitegen-check.yml", "git archive"), root, RUNNER_TEMP=str(tmp_path)).returncode == 0

    with tarfile.open(tmp_path / "proposal.tar") as archive:
        member = archive.extractfile("content/topics/slots.md")
        assert member is not None
        assert member.read() == text.encode("utf-8")


COMMENT = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "1",
           "HEAD_SHA": "0" * 40, "NUMBER": "7"}  # fmt: skip


@pytest.mark.parametrize("address", ["", "https://preview.example/"])
@pytest.mark.parametrize("report", ["", "`a`\n", "漢" * 21_178 + "\n", "\u00e9" * 31_767 + "\n"])
def test_a_comment_has_the_report_to_its_last_byte(tmp_path: Path, report: str, address: str) -> None:
    write_files(tmp_path, {"report/report.md": report, "address.txt": address})

    done = bash(script("sitegen-preview.yml", "comment.md"), tmp_path, **COMMENT)

    assert done.returncode == 0, done.stderr
    comment = (tmp_path / "comment.md").read_bytes()
    assert comment.endswith(b"\n\n" + report.encode("utf-8"))
    assert comment.startswith(b"<!-- preview by sitegen -->\n")
    assert len(comment) <= LIMIT


@pytest.mark.parametrize("shift", range(4))
def test_a_report_that_no_comment_can_hold_is_not_cut(tmp_path: Path, shift: int) -> None:
    write_files(tmp_path, {"report/report.md": "x" * shift + "🌳" * 16_384})

    done = bash(script("sitegen-preview.yml", "comment.md"), tmp_path, **COMMENT)

    assert done.returncode == 0, done.stderr
    run = "https://github.com/o/r/actions/runs/1#artifacts"
    assert (tmp_path / "comment.md").read_text("utf-8").splitlines()[-1] == (
        f"The report is too long for a comment. It is [a file of this run]({run})."
    )


def test_zizmor_finds_nothing() -> None:
    program = Path(sys.executable).with_name("zizmor")
    assert program.is_file(), "zizmor is not installed; it belongs to the tools of developers"
    command = [str(program), "--offline", "--no-progress", "--format", "json", *map(str, (*BOTH, ACTION))]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stdout, done.stderr
    found = [it for it in json.loads(done.stdout) if not it.get("ignored")]
    assert [(it["ident"], it["desc"]) for it in found] == []
