"""Compares the current files with a commit, and checks that a repository cannot influence the comparison."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from sitegen.execute import executor_for
from sitegen.review.commit_files import NoCommit, files_of, find_commit
from sitegen.review.diff import DiffReport
from sitegen.review.diff.against import CannotBuild, ComparisonBuilder
from sitegen.review.diff.plain_report import marked
from tests.review.diff.sides import compared
from tests.sites import TODAY, base_text, entry, make_site

AUTHOR = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@b",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@b",
}
RUN_BY_GIT = ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "diff.external")
FOOD = "content/topics/food.md"


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, **AUTHOR, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout.decode().strip()


def committed(root: Path) -> Path:
    """The base site in a repository with one commit."""
    make_site(root)
    repository = root
    git(repository, "init", "-q", "-b", "main")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "one")
    return root


def builder(today: date = TODAY) -> ComparisonBuilder:
    return ComparisonBuilder(today, executor_for(1), lambda *_: None)


def against(root: Path, name: str) -> DiffReport:
    return compared(*builder().both(find_commit(root, name)))


def test_edits_that_are_not_committed_are_compared_with_the_commit(tmp_path: Path) -> None:
    root = committed(tmp_path)
    (root / FOOD).write_text(base_text(FOOD).replace("plan food", "grow food"), encoding="utf-8")
    (root / "content/topics/air.md").write_text(entry("Air"), encoding="utf-8")
    report = against(root, "main")

    (food,) = (change for change in report.changed if change.after.address == "/topics/food/")
    assert marked(food.hunks[0]) == "Cities [-plan-]{+grow+} food. See water."
    assert [leaf.address for leaf in report.added] == ["/topics/air/"]
    assert git(root, "status", "--porcelain", "--", "content") == f"M {FOOD}\n?? content/topics/air.md"


def test_a_site_below_the_top_of_its_repository_is_found(tmp_path: Path) -> None:
    root = make_site(tmp_path / "sites/one")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "one")

    assert against(root, "HEAD").is_empty


def test_the_built_commit_is_kept_until_another_one_is_asked_for(tmp_path: Path) -> None:
    root = committed(tmp_path)
    commit = find_commit(root, "main")
    first, _ = builder().both(commit)
    stamp = (first / "index.html").stat().st_mtime_ns
    second, _ = builder().both(commit)
    assert (second, (second / "index.html").stat().st_mtime_ns) == (first, stamp)

    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    other, _ = builder().both(find_commit(root, "main"))
    assert other != first
    assert not first.exists()


def test_git_sees_the_history_of_the_commit_in_its_copy(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    old = git(root, "rev-parse", "HEAD~1")
    built, _ = builder().both(find_commit(root, "HEAD~1"))

    assert git(built.parent / "tree", "log", "--format=%H", "--", FOOD) == old
    assert git(root, "worktree", "list").count("\n") == 0


def test_nothing_that_a_repository_names_is_run(tmp_path: Path) -> None:
    root = committed(tmp_path / "site")
    witness = tmp_path / "run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {witness}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (root / ".gitattributes").write_text("* filter=evil diff=evil export-ignore\n", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "two")
    for key in (*RUN_BY_GIT, "filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv"):
        git(root, "config", key, str(program))
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "post-index-change"):
        os.link(program, hooks / hook)

    assert against(root, "main").is_empty
    assert not witness.exists()


def test_links_and_names_that_lead_out_of_a_commit_are_left_out(tmp_path: Path) -> None:
    root = committed(tmp_path)
    (root / "static/link.css").symlink_to("/etc/passwd")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "two")
    paths = {path for path, _ in files_of(find_commit(root, "main"))}

    assert "static/site.css" in paths
    assert "static/link.css" not in paths


@pytest.mark.parametrize("name", ["--output=/tmp/x", "-h", "nothing", "main:content", "HEAD^{tree}", ""])
def test_what_names_no_commit_is_refused(tmp_path: Path, name: str) -> None:
    root = committed(tmp_path)

    with pytest.raises(NoCommit):
        find_commit(root, name)


def test_a_shallow_clone_says_how_to_get_the_commit(tmp_path: Path) -> None:
    root = committed(tmp_path / "origin")
    git(root, "tag", "v1")
    git(root, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", f"file://{root}", "clone")

    with pytest.raises(NoCommit, match=r'no commit "v1" here, and the clone is shallow: .*fetch-depth: 0'):
        find_commit(tmp_path / "clone", "v1")


def test_without_git_and_outside_of_a_repository_the_message_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(tmp_path)
    with pytest.raises(NoCommit, match="is in no git repository"):
        find_commit(root, "main")

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoCommit, match="git is not installed"):
        find_commit(root, "main")


def test_errors_in_one_of_the_two_are_told_and_nothing_is_compared(tmp_path: Path) -> None:
    root = committed(tmp_path)
    (root / FOOD).write_text("---\ntitle: [\n---\n", encoding="utf-8")

    with pytest.raises(CannotBuild) as found:
        builder().both(find_commit(root, "main"))
    assert found.value.what == "the site"
    assert {problem.location.path for problem in found.value.problems} == {FOOD}
