"""The command `sitegen translations`: its list, as text and JSON, and the records that it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.build.builds import replace_in
from tests.commands.test_cli import CONTENT, GOOD, USAGE, Done, sitegen
from tests.sites import Files, base_text, entry, make_site, write_files

LOCK = "content/translations.lock"
FILES: Files = {
    "content/topics/air.md": entry("Air", body="Clean.\n\n## How it began\n\nIn 1990."),
    "content/topics/air.fr.md": entry("Air", body="Pur.\n\n## Les débuts\n\nEn 1990."),
    "content/topics/soil.fr.md": entry("Sol"),
    "content/figures/members.fr.yaml": "title: Membres\n",
    "content/_index.md": entry("Notes"),
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with six texts. Three have a French version, and one French text has no source."""
    return make_site(tmp_path / "site", FILES)


def translations(site: Path, *arguments: str, cwd: Path | None = None) -> Done:
    return sitegen("translations", "--root", str(site), *arguments, cwd=cwd)


def accepted(site: Path) -> Path:
    assert translations(site, "--accept-all").stdout == f"{LOCK}: 3 translations recorded\n"
    return site


def test_the_list_begins_with_nothing_known(site: Path) -> None:
    done = translations(site)

    assert (done.returncode, done.stderr) == (GOOD, "")
    assert done.stdout == (
        "fr: 0 of 6 fresh (0%); 3 unrecorded, 1 orphan, 3 missing\n"
        "  unrecorded  content/figures/members.fr.yaml\n"
        "  unrecorded  content/topics/air.fr.md\n"
        "  unrecorded  content/topics/food.fr.md\n"
        "  orphan      content/topics/soil.fr.md\n"
        "  missing     content/ (1): _index.fr.md\n"
        "  missing     content/projects/ (1): spark.fr.md\n"
        "  missing     content/topics/ (1): water.fr.md\n"
    )


def test_what_is_stale_says_what_has_changed_and_where(site: Path) -> None:
    accepted(site)
    replace_in(site, "content/topics/air.md", "In 1990.", "In 1991.\n\n## What is open\n\nMuch.")
    replace_in(site, "content/figures/members.yaml", "title: ", "title: All ")

    assert translations(site).stdout.splitlines()[:7] == [
        "fr: 1 of 6 fresh (16%); 2 stale, 1 orphan, 3 missing",
        "  stale       content/figures/members.fr.yaml",
        "                content/figures/members.yaml:1: title changed",
        "  stale       content/topics/air.fr.md",
        '                content/topics/air.md:7: "How it began" changed',
        '                content/topics/air.md:11: "What is open" added',
        "  orphan      content/topics/soil.fr.md",
    ]


def test_json_says_the_same_for_programs(site: Path) -> None:
    accepted(site)
    replace_in(site, "content/topics/air.md", "In 1990.", "In 1991.")
    replace_in(site, "content/topics/food.md", "summary: How cities feed people.\n", "")
    found = json.loads(translations(site, "--format", "json").stdout)

    assert found["languages"] == [
        {"code": "fr", "translatable": 6, "fresh": 1, "stale": 2, "unrecorded": 0, "orphan": 1,
         "missing": 3, "percent": 16},
    ]  # fmt: skip
    assert [row["path"] for row in found["translations"]] == [
        "content/_index.fr.md", "content/figures/members.fr.yaml", "content/projects/spark.fr.md",
        "content/topics/air.fr.md", "content/topics/food.fr.md", "content/topics/soil.fr.md",
        "content/topics/water.fr.md",
    ]  # fmt: skip
    by_entry = {row["entry"]: row for row in found["translations"]}
    assert by_entry["topics/air"] == {
        "language": "fr", "entry": "topics/air", "state": "stale",
        "path": "content/topics/air.fr.md", "source": "content/topics/air.md",
        "changes": [{"kind": "heading", "name": "How it began", "line": 7, "change": "changed"}],
    }  # fmt: skip
    assert by_entry["topics/food"]["changes"] == [
        {"kind": "field", "name": "summary", "line": None, "change": "removed"},
    ]
    assert (by_entry["topics/soil"]["state"], by_entry["topics/soil"]["source"]) == ("orphan", None)
    assert (by_entry["topics/water"]["state"], by_entry["topics/water"]["changes"]) == ("missing", [])


def test_a_language_below_its_bound_ends_with_status_1_and_is_named(site: Path) -> None:
    accepted(site)
    done = translations(site, "--fail-under", "fr=51")

    assert (done.returncode, done.stderr) == (CONTENT, "sitegen: fr: 50% fresh, and 51% are asked for\n")
    assert done.stdout.startswith("fr: 3 of 6 fresh (50%)")
    assert translations(site, "--fail-under", "fr=50").returncode == GOOD
    assert translations(site, "--fail-under", "fr=50", "--fail-under", "fr=99").returncode == CONTENT
    assert translations(site, "--format", "json", "--fail-under", "fr=99").returncode == CONTENT


def test_what_nobody_recorded_is_not_counted_as_fresh(site: Path) -> None:
    assert translations(site, "--fail-under", "fr=1").returncode == CONTENT
    assert translations(site, "--fail-under", "fr=0").returncode == GOOD


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--fail-under", "90"), '"90" is not a language and a percentage, like fr=90'),
        (("--fail-under", "fr=101"), '"fr=101" is not a language and a percentage, like fr=90'),
        (("--fail-under", "en=90"), '"en" is not a language of translations (fr)'),
        (("--fail-under", "fra=90"), '"fra" is not a language of translations (did you mean fr?)'),
        (("content/topics/air.fr.md",), "a FILE is for --accept"),
        (("--accept-all", "--fail-under", "fr=1"), "--fail-under is for the list; accept first"),
        (("--accept",), "--accept needs a FILE, and --accept-all takes none"),
        (("--accept", "--accept-all"), "--accept needs a FILE, and --accept-all takes none"),
        (
            ("--accept", "content/topics/air.md"),
            "content/topics/air.md is not a translation; name a file such as food.fr.md",
        ),
        (
            ("--accept", "content/topics/soil.fr.md"),
            "content/topics/soil.fr.md translates a file that does not exist",
        ),
        (
            ("--accept", "content/topics/fod.fr.md"),
            "there is no translation content/topics/fod.fr.md; did you mean content/topics/food.fr.md?",
        ),
    ],
)  # fmt: skip
def test_wrong_usage_is_said_in_one_line_and_nothing_is_written(
    site: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = translations(site, *arguments)

    assert (done.returncode, done.stdout, done.stderr) == (USAGE, "", f"sitegen: {said}\n")
    assert not (site / LOCK).exists()


def test_accepting_a_file_writes_its_line_and_leaves_the_others(site: Path) -> None:
    before = (accepted(site) / LOCK).read_text().splitlines()
    replace_in(site, "content/topics/air.md", "In 1990.", "In 1991.")
    replace_in(site, "content/topics/food.md", "Cities plan food.", "Towns plan food.")
    done = translations(site, "--accept", "content/topics/air.fr.md")
    after = (site / LOCK).read_text().splitlines()

    assert done.stdout == f"{LOCK}: 1 translation recorded; 1 stale\n"
    assert [line.split()[0] for line in after] == [line.split()[0] for line in before]
    assert [a.split()[0] for a, b in zip(after, before, strict=True) if a != b] == ["topics/air@fr"]
    assert after[2:] == sorted(after[2:])


def test_a_file_may_be_named_from_the_folder_one_is_in(site: Path) -> None:
    done = translations(site, "--accept", "air.fr.md", cwd=site / "content/topics")

    assert done.stdout == f"{LOCK}: 1 translation recorded\n"
    assert [line.split()[0] for line in (site / LOCK).read_text().splitlines()[2:]] == ["topics/air@fr"]


def test_accepting_all_leaves_what_is_stale_and_forgets_what_is_gone(site: Path) -> None:
    accepted(site)
    replace_in(site, "content/topics/air.md", "In 1990.", "In 1991.")
    (site / "content/topics/food.fr.md").unlink()
    (site / "content/topics/water.fr.md").write_text(entry("Eau"), encoding="utf-8")

    assert translations(site, "--accept-all").stdout == f"{LOCK}: 1 translation recorded; 1 stale\n"
    assert [line.split()[0] for line in (site / LOCK).read_text().splitlines()[2:]] == [
        "figures/members@fr", "topics/air@fr", "topics/water@fr",
    ]  # fmt: skip


def test_accepting_twice_writes_the_same_bytes(site: Path) -> None:
    before = (accepted(site) / LOCK).read_bytes()

    assert (
        translations(site, "--accept", "content/topics/air.fr.md").stdout
        == f"{LOCK}: 0 translations recorded\n"
    )
    assert (site / LOCK).read_bytes() == before


def test_of_a_site_with_errors_the_errors_are_said_and_nothing_is_recorded(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {**FILES, "content/topics/air.md": entry("Air", "sumary: x")})
    listed, recorded = translations(site), translations(site, "--accept-all")

    assert (listed.returncode, recorded.returncode) == (CONTENT, CONTENT)
    assert "field.unknown" in listed.stdout
    assert recorded.stdout.endswith("nothing was recorded\n")
    assert not (site / LOCK).exists()


def test_data_counts_where_somebody_translates_data_of_its_type(tmp_path: Path) -> None:
    site = make_site(
        tmp_path / "site", {"content/figures/other.yaml": base_text("content/figures/members.yaml")}
    )

    assert translations(site).stdout.startswith("fr: 0 of 3 fresh")
    (site / "content/figures/members.fr.yaml").write_text("title: Membres\n", encoding="utf-8")
    assert translations(site).stdout.startswith("fr: 0 of 5 fresh")


def test_ten_missing_files_of_a_folder_are_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    files: Files = {f"content/topics/t{number:02}.md": entry("T") for number in range(12)}
    shown = translations(make_site(tmp_path / "site", files)).stdout

    assert "content/topics/ (13): t00.fr.md, " in shown
    assert "t09.fr.md, and 3 more\n" in shown


def test_each_language_is_listed_with_its_own(tmp_path: Path) -> None:
    config = base_text("content/site.yaml").replace("  fr: {}", "  fr: {}\n  ar: {}")
    site = make_site(
        tmp_path / "site", {"content/site.yaml": config, "content/topics/food.ar.md": entry("الغذاء")}
    )
    translations(site, "--accept", "content/topics/food.ar.md")
    shown = translations(site).stdout

    assert [line for line in shown.splitlines() if not line.startswith("  missing")] == [
        "fr: 0 of 3 fresh (0%); 1 unrecorded, 2 missing",
        "  unrecorded  content/topics/food.fr.md",
        "",
        "ar: 1 of 3 fresh (33%); 2 missing",
    ]
    done = translations(site, "--fail-under", "fr=1", "--fail-under", "ar=30")
    assert done.stderr == "sitegen: fr: 0% fresh, and 1% are asked for\n"


def test_a_site_in_one_language_has_nothing_to_list(tmp_path: Path) -> None:
    config = "title: A\ndescription: B\nbase_url: https://example.org\nlanguages: {en: {}}\n"
    write_files(tmp_path, {"content/site.yaml": config})
    done = translations(tmp_path)

    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr == "sitegen: the site has one language, so there is nothing to translate\n"
