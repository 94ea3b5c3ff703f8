"""Overdue entries, and the next day on which the site changes without an edit."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.commands import command_of
from tests.build.builds import build, tree
from tests.sites import Files, entry, make_site

DUE: Files = {
    "content/projects/spark.md": entry("Spark", "owner: Ada, streets", "review_by: 2026-05-30"),
    "content/projects/glow.md": entry("Glow", "owner: Bo", "expires: 2026-05-30"),
    "content/projects/dim.md": entry("Dim", "owner: Bo", "expires: 2026-06-10", "review_by: 2026-06-29"),
    "content/projects/shine.md": entry("Shine", "review_by: 2026-05-31"),
    "content/projects/shine.fr.md": entry("Éclat", "review_by: 2026-05-01"),
    "content/projects/gone.md": entry(
        "Gone", "withdrawn: No.", "review_by: 2020-01-01", "expires: 2020-01-01"
    ),
    "content/projects/draft.md": entry("Draft", "draft: true", "review_by: 2020-01-01"),
    "content/topics/_index.md": entry("Topics", "owner: ada", "review_by: 2026-01-01"),
}


def run(command: str, root: Path, *words: str) -> Result:
    found = command_of(command)
    assert found
    return CliRunner().invoke(found, ["--root", str(root), *words])


def test_what_is_late_is_listed_by_day_with_its_owner_and_line(tmp_path: Path) -> None:
    result = run("stale", make_site(tmp_path, DUE), "--now", "2026-05-31")

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "2026-01-01  review   content/topics/_index.md:4  Topics  (ada)",
        "2026-05-01  review   content/projects/shine.fr.md:3  Éclat",
        "2026-05-30  expired  content/projects/glow.md:4  Glow  (Bo)",
        "2026-05-30  review   content/projects/spark.md:4  Spark  (Ada, streets)",
    ]


def test_what_comes_soon_is_listed_where_it_is_asked_for(tmp_path: Path) -> None:
    result = run("stale", make_site(tmp_path, DUE), "--now", "2026-05-31", "--within", "30", "--owner", "bo")

    assert result.output.splitlines() == [
        "2026-05-30  expired  content/projects/glow.md:4  Glow  (Bo)",
        "2026-06-10  expires  content/projects/dim.md:4  Dim  (Bo)",
        "2026-06-29  review   content/projects/dim.md:5  Dim  (Bo)",
    ]


def test_a_program_gets_the_same_as_json(tmp_path: Path) -> None:
    root = make_site(tmp_path, DUE)
    result = run("stale", root, "--now", "2026-05-31", "--owner", "streets", "--format", "json")

    assert json.loads(result.output) == {
        "today": "2026-05-31",
        "due": [
            {
                "day": "2026-05-30",
                "what": "review",
                "owner": "Ada, streets",
                "title": "Spark",
                "path": "content/projects/spark.md",
                "line": 4,
            }
        ],
    }


def test_where_nothing_is_late_that_is_said(tmp_path: Path) -> None:
    assert run("stale", make_site(tmp_path)).output == "nothing is late\n"


def test_of_a_site_with_mistakes_they_are_said(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"content/topics/food.md": entry("Food", "draft: perhaps")})

    for command in ("stale", "next-change"):
        result = run(command, root, "--now", "2026-05-31")
        assert (result.exit_code, "field.boolean" in result.output) == (1, True)


# --- the next change -------------------------------------------------------------------------

NOTHING = entry("Spark", "start: 2020", "end: 2021")
TURNS: dict[str, tuple[Files, str, list[str]]] = {
    "a project begins": ({"p": entry("P", "start: 2026-09-09")}, "2026-09-09", ["Planned → Active"]),
    "a project ends": ({"p": entry("P", "end: 2026-08")}, "2026-09-01", ["Active → Ended"]),
    "something is published": ({"p": entry("P", "publish_on: 2026-07-01")}, "2026-07-01", ["is published"]),
    "a translation is published": (
        {"p": entry("P"), "p.fr": entry("P", "publish_on: 2026-07-01")},
        "2026-07-01",
        ["is published"],
    ),
    "something expires, and what happens to it later does not count": (
        {"p": entry("P", "start: 2026-09-09", "expires: 2026-07-01"), "q": entry("Q", "start: 2026-10-01")},
        "2026-07-02",
        ["expires"],
    ),
    "what was withdrawn changes no more": (
        {
            "p": entry("P", "withdrawn: No.", "start: 2026-06-02", "expires: 2026-07-01"),
            "q": entry("Q", "start: 2026-10-01"),
        },
        "2026-10-01",
        ["Planned → Active"],
    ),
    "what is hidden does not count before it is published": (
        {
            "p": entry("P", "publish_on: 2026-12-01", "start: 2026-09-09"),
            "q": entry("Q", "draft: true", "publish_on: 2026-06-02"),
            "q.fr": entry("Q", "publish_on: 2026-06-03"),
        },
        "2026-12-01",
        ["is published"],
    ),
    "a review that is due changes nothing": (
        {"p": entry("P", "review_by: 2026-06-15", "end: 2026-12-31")},
        "2027-01-01",
        ["Active → Ended"],
    ),
}


def site_of(tmp_path: Path, files: Files) -> Path:
    changed = {f"content/projects/{name}.md": text for name, text in files.items()}
    return make_site(tmp_path / "site", {"content/projects/spark.md": NOTHING, **changed})


@pytest.mark.parametrize("name", TURNS)
def test_the_site_is_another_on_that_day_and_the_same_until_then(name: str, tmp_path: Path) -> None:
    files, day, what = TURNS[name]
    root = site_of(tmp_path, files)
    told = json.loads(run("next-change", root, "--now", "2026-05-31", "--format", "json").output)

    assert told["next"] == day
    assert [change["what"] for change in told["changes"]] == what
    turn = date.fromisoformat(day)
    now, before_that, before, on_the_day = (
        _tree(root, today)
        for today in (date(2026, 5, 31), turn - timedelta(days=2), turn - timedelta(days=1), turn)
    )
    assert now == before_that == before
    assert before != on_the_day
    again = json.loads(run("next-change", root, "--now", str(turn), "--format", "json").output)
    assert again["next"] is None or again["next"] > day


def _tree(root: Path, today: date) -> dict[str, bytes]:
    shutil.rmtree(root / "public", ignore_errors=True)
    build(root, today=today, fresh=True)
    return {path: data for path, data in tree(root / "public").items() if path != ".sitegen.json"}


def test_people_read_the_day_first_and_then_why(tmp_path: Path) -> None:
    root = site_of(tmp_path, {"p": entry("P", "start: 2026-09-09"), "q": entry("Q", "expires: 2026-09-08")})

    assert run("next-change", root, "--now", "2026-05-31").output.splitlines() == [
        "2026-09-09",
        "  content/projects/p.md: P: Planned → Active",
        "  content/projects/q.md: Q: expires",
    ]


def test_where_time_changes_nothing_that_is_said(tmp_path: Path) -> None:
    assert (
        run("next-change", site_of(tmp_path, {}), "--now", "2026-05-31").output
        == "nothing changes by itself\n"
    )
