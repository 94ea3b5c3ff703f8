"""Names and folders of files: keys, addresses, languages, and which files are versions of one entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.types.file_names import address_name
from sitegen.types.keys import DocumentKey, EntryKey
from tests.sites import attempt, base_text, build_good, entry, model

SITE = "content/site.yaml"
FOLDERS = {SITE: base_text(SITE) + "language_folders: true\n"}


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("food", "food"),
        ("2020", "2020"),
        ("My File", "my-file"),
        ("UPPER", "upper"),
        ("Größe", "grosse"),
        ("a_b", "a_b"),
        ("v1.2", "v1.2"),
        ("Ærø & Łódź!", "aero-lodz"),
        ("-draft-", "draft"),
        ("проект", ""),
        ("COVID-19 疫苗", ""),
        ("…", ""),
    ],
)
def test_the_name_of_a_file_gives_a_part_of_the_address(name: str, address: str) -> None:
    assert address_name(name) == address


@pytest.mark.parametrize("name", ["My File", "UPPER", "Größe", "a_b", "v1.2", "2020", "deep/er/My File"])
def test_a_file_is_read_under_the_name_that_it_has(tmp_path: Path, name: str) -> None:
    folder = "/".join(map(address_name, name.split("/")))
    site = build_good(
        tmp_path,
        {
            f"content/topics/{name}.md": entry("Odd"),
            "content/projects/spark.md": entry(
                "Spark", f"topics: [{name}]", body=f"[odd](<../topics/{name.replace(' ', '%20')}.md>)"
            ),
        },
    )

    assert f'<a href="/topics/{folder}/">odd</a>' in site["projects/spark/index.html"]
    assert "<h1>Odd</h1>" in site[f"topics/{folder}/index.html"]


def test_folders_of_languages_hold_versions(tmp_path: Path) -> None:
    site = model(
        tmp_path,
        {
            **FOLDERS,
            "content/fr/topics/water.md": entry("Eau"),
            "content/en/topics/deep/well.md": entry("Well"),
            "content/FR/topics/deep/well.md": entry("Puits"),
            "content/fr/topics/deep/_index.md": entry("Profond", "slug: profond"),
            "content/topics/deep/_index.md": entry("Deep"),
        },
    )

    assert site.versions[EntryKey("topics/water")] == {"en": "topics/water@en", "fr": "topics/water@fr"}
    assert site.pages[DocumentKey("topics/deep/well@en")].url == "/topics/deep/well/"
    assert site.pages[DocumentKey("topics/deep/well@fr")].url == "/fr/topics/profond/well/"
    assert site.pages[DocumentKey("topics/deep@fr")].url == "/fr/topics/profond/"


def test_a_file_with_another_name_says_which_entry_it_is_a_version_of(tmp_path: Path) -> None:
    site = model(
        tmp_path,
        {
            **FOLDERS,
            "content/topics/deep/well.md": entry("Well"),
            "content/fr/topics/profond/le puits.md": entry("Puits", "ref: deep/well"),
            "content/topics/eau.fr.md": entry("Eau", "ref: topics/water"),
        },
    )

    assert site.pages[DocumentKey("topics/deep/well@fr")].url == "/fr/topics/profond/le-puits/"
    assert site.pages[DocumentKey("topics/water@fr")].url == "/fr/topics/eau/"


def test_a_version_of_nothing_is_reported(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {"content/topics/eau.fr.md": entry("Eau", "ref: topics/watre")})

    assert outcome.problems == (
        'content/topics/eau.fr.md:3:6: reference.missing: there is no entry "topics/watre" that this file '
        "could be a version of\n  | ref: topics/watre\n  |      ^\n  did you mean topics/water?"
    )


def test_a_language_folder_and_a_name_must_not_disagree(tmp_path: Path) -> None:
    outcome = attempt(tmp_path, {**FOLDERS, "content/fr/topics/food.en.md": entry("Food")})

    assert outcome.problems == (
        'content/fr/topics/food.en.md: file.place: this file is in the folder of "fr", '
        'and its name says "en"\n  move it, or rename it'
    )


def test_one_entry_in_three_forms_is_a_collision(tmp_path: Path) -> None:
    outcome = attempt(
        tmp_path,
        {
            "content/topics/deep.md": entry("Deep"),
            "content/topics/deep/index.md": entry("Deep"),
            "content/topics/deep/_index.md": entry("Deep"),
        },
    )

    assert outcome.codes == ["file.collision", "file.collision"]


@pytest.mark.parametrize(
    ("permalink", "address"),
    [
        ("/p/{path}/", "/p/deep/spark-2/"),
        ("/{section}/{year}/{month}/{day}/{slug}/", "/deep/2026/05/01/spark-2/"),
        ("/{year}/{slug}/", "/2026/spark-2/"),
    ],
)
def test_a_permalink_has_the_folders_and_the_date(tmp_path: Path, permalink: str, address: str) -> None:
    definition = base_text("content/projects/_type.yaml").partition("index:")[0]
    site = model(
        tmp_path,
        {
            "content/projects/_type.yaml": f"{definition}permalink: {permalink}\nindex: false\n",
            SITE: base_text(SITE).replace('"type:projects", ', ""),
            "content/projects/deep/spark 2.md": entry("Spark", "start: 2026-05"),
        },
    )

    assert site.pages[DocumentKey("projects/deep/spark 2@en")].url == address


def test_parts_of_a_date_that_is_missing_are_left_out(tmp_path: Path) -> None:
    definition = base_text("content/projects/_type.yaml")
    site = model(
        tmp_path,
        {
            "content/projects/_type.yaml": definition + "permalink: /p/{section}/{year}/{month}/{slug}/\n",
            "content/projects/flame.md": entry("Flame"),
        },
    )

    assert site.pages[DocumentKey("projects/flame@en")].url == "/p/undated/flame/"
