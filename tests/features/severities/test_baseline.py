"""The list of known problems: what it has, what is new, what is mended, and which commands keep it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.build.build import build as build_site
from sitegen.build.context import Context
from sitegen.execute import executor_for
from sitegen.features.severities.baseline import read_baseline
from sitegen.review.overlay import FolderTree, overlay
from tests.build.builds import build, replace_in, tree
from tests.commands.test_cli import CONTENT, GOOD, Done, sitegen
from tests.sites import Files, base_text, entry, load, make_site, write_files

LOCK = "content/problems.lock"
OLD = "content/topics/old.md"
FOLLOWED = "\n\n[Nowhere](../projects/none.md) and [again](../projects/none.md), [part](food.md#gone)."
FILES: Files = {
    OLD: entry("Old", "colour: red", body=f"Text.{FOLLOWED}"),
    "content/topics/new.md": entry("New"),
}
RECORDED = [
    "content/topics/old.md anchor.missing",
    "content/topics/old.md field.unknown",
    "content/topics/old.md link.missing",
]


def check(root: Path, *arguments: str) -> Done:
    return sitegen("check", "--root", str(root), *arguments)


def rows(root: Path) -> list[str]:
    """The lines of the list without their fingerprints and numbers."""
    lines = (root / LOCK).read_text().splitlines()
    return [line.rsplit(" ", 2)[0] for line in lines if not line.startswith("#")]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose four problems are recorded."""
    root = make_site(tmp_path / "site", FILES)
    assert build(root, fresh=True).report.failed
    assert check(root, "--baseline", "update").stdout == f"{LOCK}: 4 problems recorded; 4 added, 0 removed\n"
    return root


def test_one_run_records_what_is_found_before_and_after_rendering(site: Path) -> None:
    assert rows(site) == RECORDED
    assert (site / LOCK).read_text().splitlines()[-1].endswith(" 2")


def test_a_build_passes_and_names_the_number_and_the_pages_work(site: Path) -> None:
    done = sitegen("build", "--root", str(site))

    assert done.returncode == GOOD
    assert done.stdout.endswith("; 4 known problems (content/problems.lock)\n")
    page = (site / "public/topics/old/index.html").read_text()
    assert '<a>Nowhere</a> and <a>again</a>, <a href="/topics/food/#gone">part</a>.' in page
    assert sitegen("build", "--root", str(site)).stdout.endswith(
        "; 4 known problems (content/problems.lock)\n"
    )
    assert sitegen("build", "--root", str(site), "--strict").returncode == GOOD


def test_a_line_that_moves_is_no_new_problem_and_one_more_is(site: Path) -> None:
    replace_in(site, OLD, "Text.\n", "Text.\n\nFirst.\n\nMore.\n")
    assert build(site).report.problems == ()

    replace_in(site, OLD, "More.\n", "More: [x](../projects/none.md).\n")
    found = build(site).report
    assert [(p.code, str(p.severity)) for p in found.problems] == [("link.missing", "error")]


def test_a_new_problem_is_an_error_in_an_edit_and_a_clean_build(site: Path) -> None:
    build(site)
    write_files(site, {"content/topics/new.md": entry("New", body="[x](none.md)")})
    edited, clean = build(site).report, build(site, "clean", fresh=True).report

    assert [(p.code, p.location.path) for p in edited.problems] == [("link.missing", "content/topics/new.md")]
    assert (edited.problems, edited.known) == (clean.problems, clean.known)


def test_what_another_file_mends_is_mended_in_an_edit(site: Path) -> None:
    build(site)
    replace_in(site, "content/topics/food.md", "Cities plan food.", "Cities plan food.\n\n## Gone\n\nText.")
    assert build(site).report.known == 3
    write_files(site, {"content/projects/none.md": entry("There now")})
    assert build(site).report.known == 1

    assert build(site, "clean", fresh=True).report.known == 1
    assert tree(site / "public") == tree(site / "clean")


def test_what_another_file_breaks_again_is_known_again(site: Path) -> None:
    write_files(site, {"content/projects/none.md": entry("There now")})
    assert build(site).report.known == 2
    (site / "content/projects/none.md").unlink()
    assert build(site).report.known == 4
    assert "<a>Nowhere</a>" in (site / "public/topics/old/index.html").read_text()


def test_check_names_what_is_mended_and_update_takes_it_out(site: Path) -> None:
    replace_in(site, OLD, "colour: red\n", "")
    replace_in(site, OLD, "[again](../projects/none.md)", "again")
    before = (site / LOCK).read_bytes()
    done = check(site)

    assert done.returncode == GOOD
    assert "baseline.mended: field.unknown in content/topics/old.md is mended\n" in done.stdout
    assert "baseline.mended: link.missing in content/topics/old.md is mended\n" in done.stdout
    assert (site / LOCK).read_bytes() == before
    assert check(site, "--baseline", "update").stdout == f"{LOCK}: 2 problems recorded; 0 added, 2 removed\n"
    assert "mended" not in check(site).stdout


def test_an_error_that_is_never_known_is_shown_and_nothing_is_written(site: Path) -> None:
    before = (site / LOCK).read_bytes()
    write_files(site, {"content/topics/more.md": "---\ntitle: [\n---\n\nText.\n"})
    done = check(site, "--baseline", "update")

    assert done.returncode == CONTENT
    assert "content/topics/more.md" in done.stdout
    assert done.stdout.endswith("; these cannot be recorded, so nothing was\n")
    assert (site / LOCK).read_bytes() == before


def test_where_branches_meet_the_lower_number_counts() -> None:
    line = "content/topics/a b.md link.missing 0a1b2c3d"
    found = read_baseline(f"# Known.\n{line} 3\n{line} 2\n{line} 5\n")

    assert ({tuple(kind): n for kind, n in found.numbers.items()}, found.problems) == (
        {("content/topics/a b.md", "link.missing", "0a1b2c3d"): 2},
        (),
    )


def test_json_and_the_summary_have_the_number_and_the_groups(site: Path) -> None:
    write_files(site, {"content/topics/new.md": entry("New", body="[x](none.md) [y](no.md) [z](none.md)")})
    found = json.loads(check(site, "--summary", "--format", "json").stdout)

    assert found["known"] == 4
    links = found["summary"][0]
    assert (links["code"], links["severity"], links["number"], links["files"]) == (
        "link.missing",
        "error",
        3,
        1,
    )
    assert [example["message"] for example in links["examples"]] == [
        'there is no file "none.md"', 'there is no file "no.md"',
    ]  # fmt: skip
    done = check(site, "--summary")
    assert done.stdout.startswith(
        "link.missing: 3 errors in 1 file\n"
        '  content/topics/new.md:5:5: link.missing: there is no file "none.md"\n'
    )
    assert sitegen("build", "--root", str(site), "--summary").stdout.startswith("link.missing: 3 errors")


def test_a_preview_of_a_stranger_has_the_list_and_the_severities_of_the_base(
    site: Path, tmp_path: Path
) -> None:
    theirs = make_site(tmp_path / "theirs", FILES)
    hidden = "content/topics/new.md link.missing 00000000 9\n"
    severities = base_text("content/site.yaml") + "severity: {link: ignore}\n"
    write_files(
        theirs,
        {
            LOCK: hidden,
            "content/site.yaml": severities,
            "content/topics/new.md": entry("New", body="[x](none.md)"),
        },
    )
    report = overlay(site, FolderTree(theirs), tmp_path / "out")

    assert {skipped.path for skipped in report.left_out} == {LOCK, "content/site.yaml"}
    assert (tmp_path / "out" / LOCK).read_bytes() == (site / LOCK).read_bytes()
    preview = build_site(tmp_path / "out", load(tmp_path / "out"), Context(executor_for(1))).report
    assert [(p.code, p.location.path) for p in preview.problems] == [
        ("link.missing", "content/topics/new.md")
    ]


def test_a_file_that_is_renamed_keeps_its_known_problems(site: Path) -> None:
    done = sitegen("mv", "topics/old", "topics/older", "--root", str(site))

    assert done.returncode == GOOD, done.stdout + done.stderr
    assert rows(site) == [row.replace("old.md", "older.md") for row in RECORDED]
    assert build(site, fresh=True).report.problems == ()
