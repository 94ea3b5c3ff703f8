"""The pipeline of a site at GitLab, the container, the hooks of pre-commit and the files of a release."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sitegen import DISTRIBUTION, __version__
from sitegen.commands import command_of

ROOT = Path(__file__).parents[2]
GITLAB = ROOT / "sitegen/authoring/scaffold/site/dot-gitlab-ci.yml"
IMAGE = r"python:3\.13-slim@sha256:[0-9a-f]{64}"
RELEASE: dict[str, Any] = runpy.run_path(str(ROOT / ".ci/release.py"))


def test_a_pipeline_publishes_main_and_builds_nothing_else_there() -> None:
    jobs = yaml.safe_load(GITLAB.read_text("utf-8"))

    assert re.fullmatch(IMAGE, jobs["default"]["image"])
    assert "--require-hashes --requirement requirements.txt" in jobs["default"]["before_script"][1]
    assert jobs["pages"]["artifacts"] == {"paths": ["public"]}
    assert jobs["pages"]["rules"] == [{"if": '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $WEEKLY != "yes"'}]
    assert jobs["check"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert {"check", "pages", "weekly"} < jobs.keys()
    assert {job["stage"] for job in jobs.values() if "stage" in job} == set(jobs["stages"])


def test_the_container_runs_as_a_user_and_installs_only_what_is_locked() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    bases = [line for line in lines if line.startswith("FROM ")]

    assert [base for base in bases if not re.fullmatch(rf"FROM {IMAGE}( AS build)?", base)] == []
    installs = [line for line in lines if "pip install" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []
    assert lines.index("USER sitegen") < lines.index('ENTRYPOINT ["sitegen"]')


def test_hooks_run_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert [hook["id"] for hook in hooks] == ["sitegen-check", "sitegen-schema"]
    for hook in hooks:
        program, name, *options = hook["entry"].split()
        command = command_of(name)
        assert (program, hook["language"]) == ("sitegen", "system")
        assert command
        assert set(options) <= {option for parameter in command.params for option in parameter.opts}
        re.compile(hook["files"])


def test_the_list_of_packages_has_all_of_the_lock() -> None:
    found = RELEASE["sbom"]()
    lock = (ROOT / "requirements.lock").read_text("utf-8")

    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert found["metadata"]["component"]["purl"] == f"pkg:pypi/{DISTRIBUTION}@{__version__}"
    assert [c["name"] for c in found["components"]] == re.findall(r"^([a-z].*?)==", lock, re.MULTILINE)
    assert sum(len(c["hashes"]) for c in found["components"]) == lock.count("--hash=sha256:")
    (comrak,) = (c for c in found["components"] if c["name"] == "comrak")
    assert re.fullmatch(r"pkg:pypi/comrak@\d+\.\d+\.\d+", comrak["purl"])


@pytest.mark.parametrize(("tag", "status"), [(f"v{__version__}", 0), (__version__, 1), ("v99.0.0", 1)])
def test_a_release_has_the_version_of_its_tag(tag: str, status: int) -> None:
    command = [sys.executable, str(ROOT / ".ci/release.py"), "version", tag]

    assert subprocess.run(command, capture_output=True, check=False).returncode == status
