"""Translations that were accepted in two branches, after git has merged them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import build, replace_in
from tests.commands.test_cli import GOOD, Done, sitegen
from tests.git.repositories import PUBLIC, commit, git
from tests.sites import Files, entry, make_site

LOCK = "content/translations.lock"
AIR, FOOD = "content/topics/air.md", "content/topics/food.md"
FILES: Files = {
    ".gitignore": PUBLIC,
    ".gitattributes": "content/*.lock merge=union\n",
    AIR: entry("Air", body="Clean.\n\n## How it began\n\nIn 1990."),
    "content/topics/air.fr.md": entry("Air", body="Pur.\n\n## Les débuts\n\nEn 1990."),
    FOOD: entry("Food", body="Eat.\n\n## How it began\n\nIn 1980."),
    "content/topics/food.fr.md": entry("Repas", body="Mangez.\n\n## Les débuts\n\nEn 1980."),
}


def accept(site: Path, *names: str) -> Done:
    paths = [f"content/topics/{name}.fr.md" for name in names]
    done = sitegen("translations", "--root", str(site), "--accept", *paths)
    assert done.returncode == GOOD, done.stdout
    return done


def lines(site: Path, name: str) -> list[str]:
    return [row for row in (site / LOCK).read_text().splitlines() if row.startswith(f"topics/{name}@fr ")]


@pytest.fixture
def merged(tmp_path: Path) -> Path:
    """A repository in which two branches changed different parts of two sources, accepted both
    translations, and were merged."""
    site = make_site(tmp_path / "site", FILES)
    git(site, "init", "--quiet", "--initial-branch", "main")
    accept(site, "air", "food")
    commit(site, "2025-01-01")
    git(site, "branch", "other")
    replace_in(site, AIR, "In 1990.", "In 1991.")
    replace_in(site, FOOD, "In 1980.", "In 1981.")
    accept(site, "air", "food")
    commit(site, "2025-01-02")
    git(site, "checkout", "--quiet", "other")
    replace_in(site, AIR, "Clean.", "Very clean.")
    replace_in(site, FOOD, "Eat.", "Eat well.")
    accept(site, "air", "food")
    commit(site, "2025-01-02")
    git(site, "merge", "--quiet", "--no-edit", "main")
    return site


def test_a_merge_leaves_both_lines_and_a_warning_for_each_translation(merged: Path) -> None:
    assert [len(lines(merged, name)) for name in ("air", "food")] == [2, 2]
    done = build(merged, fresh=True).report

    assert not done.failed
    assert [(p.code, str(p.severity), p.hint) for p in done.problems] == [
        (
            "translation.lock",
            "warning",
            f"compare it with its source; when it is up to date: "
            f"sitegen translations --accept content/topics/{name}.fr.md",
        )
        for name in ("air", "food")
    ]
    assert 'class="outdated"' in (merged / "public/fr/topics/air/index.html").read_text()


def test_what_either_branch_has_changed_is_listed(merged: Path) -> None:
    listed = sitegen("translations", "--root", str(merged)).stdout.splitlines()

    assert listed[1:4] == [
        "  stale       content/topics/air.fr.md",
        "                content/topics/air.md:5: the text before the first heading changed",
        '                content/topics/air.md:7: "How it began" changed',
    ]


def test_accepting_one_leaves_one_line_of_it_and_both_of_the_other(merged: Path) -> None:
    both = lines(merged, "food")

    assert accept(merged, "air").stdout == f"{LOCK}: 1 translation recorded; 1 stale\n"
    assert (len(lines(merged, "air")), lines(merged, "food")) == (1, both)
    assert [p.message for p in build(merged).report.problems] == [
        "topics/food@fr has two different lines, so it counts as older than its source"
    ]
    assert 'class="outdated"' not in (merged / "public/fr/topics/air/index.html").read_text()

    accept(merged, "food")
    assert build(merged).report.problems == ()


def test_accepting_all_that_have_no_record_accepts_none_that_is_unsure(merged: Path) -> None:
    before = (merged / LOCK).read_bytes()
    done = sitegen("translations", "--root", str(merged), "--accept-all")

    assert done.stdout == f"{LOCK}: 0 translations recorded; 2 stale\n"
    assert (merged / LOCK).read_bytes() == before


def test_lines_that_are_as_the_source_is_now_are_unsure_too(merged: Path) -> None:
    """The merge was resolved in favour of one branch, but the translation may have come from the other."""
    git(merged, "checkout", "--quiet", "main", "--", AIR, "content/topics/air.fr.md")

    assert "  stale       content/topics/air.fr.md" in sitegen("translations", "--root", str(merged)).stdout


def test_two_lines_of_a_translation_that_is_gone_are_no_problem(merged: Path) -> None:
    (merged / "content/topics/air.fr.md").unlink()

    assert [p.message for p in build(merged).report.problems] == [
        "topics/food@fr has two different lines, so it counts as older than its source"
    ]
    accept(merged, "food")
    assert lines(merged, "air") == []
