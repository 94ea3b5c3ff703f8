"""Dates from git in the pages of a site, from one build to the next."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sitegen.build import cache
from sitegen.build.unchanged import Request
from sitegen.upkeep.reasons import changes
from tests.build.builds import assert_as_clean, build, is_unchanged, tree
from tests.git.repositories import GIT, SPARK, commit, git, repository, spark
from tests.sites import TODAY, load, make_site

ENTRY = (
    '{% extends "base.html" %}{% block main %}{{ body.html }}'
    "{{ page.updated|date if page.updated }}{% endblock %}"
)
WITH_DAY = {"templates/entry.html": ENTRY}
OF_SPARK = {
    "projects/spark/index.html", "data/projects.json", "data/projects.csv", "data/catalog.jsonld",
    "sitemap.xml",
}  # fmt: skip


def lastmod(root: Path, url: str) -> str | None:
    text = (root / "public/sitemap.xml").read_text(encoding="utf-8")
    found = re.search(rf"<loc>https://example.org{url}</loc>(?:<lastmod>([^<]*))?", text)
    assert found
    return found[1]


def page(root: Path, path: str = "projects/spark/index.html") -> str:
    return (root / "public" / path).read_text(encoding="utf-8")


def test_the_day_is_on_the_page_in_the_sitemap_and_in_the_data(tmp_path: Path) -> None:
    root = repository(tmp_path, {**WITH_DAY, SPARK: spark()})
    commit(root, "2025-02-03", {SPARK: spark(body="New.")})
    build(root)

    assert "3 February 2025" in page(root)
    assert (lastmod(root, "/projects/spark/"), lastmod(root, "/topics/food/")) == ("2025-02-03", "2025-01-01")
    (entry,) = json.loads((root / "public/data/projects.json").read_text(encoding="utf-8"))["entries"]
    assert entry["fields"]["updated"] == "2025-02-03"


def test_what_is_written_wins_and_what_is_not_committed_has_no_day(tmp_path: Path) -> None:
    root = repository(tmp_path, {**WITH_DAY, SPARK: spark("updated: 2024-12-24")})
    (root / "content/topics/air.md").write_text("---\ntitle: Air\n---\n\nNew.\n", encoding="utf-8")
    build(root)

    assert "24 December 2024" in page(root)
    assert lastmod(root, "/topics/air/") is None


def test_without_the_option_git_is_not_asked(tmp_path: Path, calls: Path) -> None:
    root = make_site(tmp_path / "site")
    git(root, "init", "--quiet")
    commit(root, "2025-02-03")
    build(root)

    assert lastmod(root, "/projects/spark/") is None
    assert not calls.exists()


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file with a line for each time that git is started."""
    noted, place = tmp_path / "calls", tmp_path / "bin"
    place.mkdir()
    (place / "git").write_text(f'#!/bin/sh\necho "$@" >> {noted}\nexec {GIT} "$@"\n', encoding="utf-8")
    (place / "git").chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", f"{place}:/usr/bin:/bin")
        yield noted


def asked(calls: Path) -> list[str]:
    """The commands of git since the last question."""
    lines = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
    calls.unlink(missing_ok=True)
    return [
        next(w for w in line.split() if w in ("log", "rev-parse", "cat-file", "ls-tree")) for line in lines
    ]


def test_history_is_read_once_for_each_commit(tmp_path: Path, calls: Path) -> None:
    root = repository(tmp_path / "site", {SPARK: spark()})
    build(root)
    assert sorted(asked(calls)) == ["cat-file", "log", "ls-tree", "ls-tree", "rev-parse", "rev-parse"]

    (root / SPARK).write_text(spark(body="Not committed."), encoding="utf-8")
    assert build(root).rendered == ("projects/spark/index.html",)
    assert asked(calls) == ["rev-parse"]

    request = Request(str(root / "public"), "", drafts=False, strict=False, today=TODAY)
    assert is_unchanged(root, root / "public", request, cache.read(root))
    assert asked(calls) == ["rev-parse"]
    commit(root, "2025-02-03")
    assert not is_unchanged(root, root / "public", request, cache.read(root))


def test_a_commit_renders_what_shows_the_day_and_no_more(tmp_path: Path) -> None:
    root = repository(tmp_path / "site", {**WITH_DAY, SPARK: spark()})
    (root / SPARK).write_text(spark(body="New."), encoding="utf-8")
    build(root)
    commit(root, "2025-02-03")

    assert set(build(root).rendered) == OF_SPARK
    commit(root, "2025-03-01", {"unrelated.txt": "x"})
    assert build(root).rendered == ()
    assert lastmod(root, "/projects/spark/") == "2025-02-03"
    assert_as_clean(root)


def test_of_a_commit_it_is_said_which_pages_it_gives_another_day(tmp_path: Path) -> None:
    root = repository(tmp_path / "site", {**WITH_DAY, SPARK: spark()})
    (root / SPARK).write_text(spark(body="New."), encoding="utf-8")
    build(root)
    commit(root, "2025-02-03")
    found = {one.address: one.causes for one in changes(root, root / "public", load(root)).reasons}

    assert found["/projects/spark/"] == ("page: page entry:projects/spark",)
    assert "/topics/food/" not in found


def test_two_clones_of_a_commit_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path / "one", {**WITH_DAY, SPARK: spark()})
    commit(root, "2025-02-03", {SPARK: spark(body="New.")})
    git(tmp_path, "clone", "--quiet", str(root), "two")
    build(root)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    build(tmp_path / "two")

    ours, theirs = tree(root / "public"), tree(tmp_path / "two/public")
    assert {p: d for p, d in ours.items() if p != ".sitegen.json"} == {
        p: d for p, d in theirs.items() if p != ".sitegen.json"
    }


def test_a_shallow_clone_claims_nothing_until_it_is_whole(tmp_path: Path) -> None:
    root = repository(tmp_path / "one", {SPARK: spark()})
    commit(root, "2025-02-03", {SPARK: spark(body="New.")})
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{root}", "two")
    second = tmp_path / "two"

    for _ in range(2):
        assert [problem.code for problem in build(second).report.problems] == ["dates.shallow"]
        assert lastmod(second, "/projects/spark/") is None
    git(second, "fetch", "--quiet", "--unshallow")
    assert build(second).report.problems == ()
    assert lastmod(second, "/projects/spark/") == "2025-02-03"


def test_without_a_repository_the_site_is_built_and_a_note_says_what_is_missing(tmp_path: Path) -> None:
    root = repository(tmp_path / "site")
    shutil.rmtree(root / ".git")

    for _ in range(2):
        assert [problem.code for problem in build(root).report.problems] == ["dates.git"]
    git(root, "init", "--quiet")
    commit(root, "2025-02-03")
    assert build(root).report.problems == ()
    assert lastmod(root, "/projects/spark/") == "2025-02-03"


def test_a_build_in_the_memory_of_the_last_sees_a_new_commit(tmp_path: Path) -> None:
    from tests.build.builds import build_on

    root = repository(tmp_path / "site", {**WITH_DAY, SPARK: spark()})
    first = build(root)
    (root / SPARK).write_text(spark(body="New."), encoding="utf-8")
    second = build_on(root, first, 1)
    assert second.rendered == ("projects/spark/index.html",)
    commit(root, "2025-02-03")

    assert set(build_on(root, second, 1).rendered) == OF_SPARK
    assert_as_clean(root, date(2026, 5, 31))
