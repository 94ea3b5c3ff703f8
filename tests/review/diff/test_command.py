"""The command `sitegen diff`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.test_cli import GOOD, USAGE, sitegen
from tests.review.diff.sides import folder, page
from tests.sites import base_text, make_site, write_files

CHANGED = 1


@pytest.fixture
def both(tmp_path: Path) -> tuple[str, str]:
    before = folder(tmp_path / "before", {"a/index.html": page("A", "<p>one</p>")})
    after = folder(tmp_path / "after", {"a/index.html": page("A", "<p>two</p>")})
    return str(before), str(after)


def test_differences_are_told_and_are_no_failure(both: tuple[str, str]) -> None:
    done = sitegen("diff", *both)

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert done.stdout == ("pages: 1 changed\n\nPages changed\n  A (en) at /a/\n    [-one-]{+two+}\n")


def test_with_exit_code_differences_are_a_status_of_their_own(both: tuple[str, str]) -> None:
    assert sitegen("diff", "--exit-code", *both).returncode == CHANGED
    assert sitegen("diff", "--exit-code", both[0], both[0]).returncode == GOOD


def test_json_and_markdown_are_nothing_but_that(both: tuple[str, str]) -> None:
    data = json.loads(sitegen("diff", "--format", "json", "--report", *both).stdout)
    comment = sitegen("diff", "--format", "markdown", "--preview-url", "https://p.example/7/", *both).stdout

    assert data["changed"][0]["after"]["address"] == "/a/"
    assert comment.startswith("### What this changes on the site\n")
    assert "(https://p.example/7/a/)" in comment
    assert "_preview" not in comment


def test_the_report_is_put_into_the_new_site_and_is_no_difference_itself(both: tuple[str, str]) -> None:
    first = sitegen("diff", "--report", *both)
    again = sitegen("diff", "--report", *both)

    assert first.stdout == again.stdout
    assert first.stdout.endswith(f"\nthe report is at /_preview/ of {both[1]}\n")
    assert "<del>one</del>" in (Path(both[1]) / "_preview/index.html").read_text(encoding="utf-8")
    assert not (Path(both[0]) / "_preview").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give the folders of two built sites, or a commit: sitegen diff --against main"),
        (("one",), "give the folders of two built sites, or a commit: sitegen diff --against main"),
        (("one", "two"), "one is not a folder with a built site"),
        (
            ("--against", "main", "one", "two"),
            "--against takes no folders: it builds the commit and your files",
        ),
    ],
)
def test_wrong_usage_is_one_line(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = sitegen("diff", *arguments, cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (USAGE, "", f"sitegen: {message}\n")


def test_a_build_lives_with_a_report_and_the_next_that_changes_something_takes_it_away(
    tmp_path: Path,
) -> None:
    root = make_site(tmp_path / "site")
    build = ("build", "--root", str(root), "--now", "2026-05-31", "--jobs", "1", "-q")
    assert sitegen(*build).returncode == GOOD
    assert sitegen("diff", "--report", str(root / "public"), str(root / "public")).returncode == GOOD

    assert sitegen(*build, "--verify").returncode == GOOD
    assert (root / "public/_preview/index.html").is_file()
    write_files(root, {"content/topics/food.md": base_text("content/topics/food.md") + "\nMore.\n"})
    assert sitegen(*build).returncode == GOOD
    assert not (root / "public/_preview").exists()
    write_files(root, {"content/topics/food.md": base_text("content/topics/food.md") + "\nLess.\n"})
    assert sitegen(*build).returncode == GOOD
    assert not (root / "public/_preview").exists()
