"""Volumes: all entries of an index on one page to print, as HTML and as PDF."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.features.sheets.volumes import embedded
from tests.build.builds import assert_as_clean, build, replace_in
from tests.features.sheets.test_sheets import FONTS, pdf, text_of
from tests.sites import Files, attempt, base_text, build_good, entry, make_site

VOLUMES = 'volumes: ["type:topics", "list:activities"]\n'
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml") + VOLUMES + f"sheets: {{fonts: {FONTS}}}\n",
    "templates/volume.html": (
        "{% extends 'base.html' %}{% block main %}<h1>{{ page.title }}</h1>{% for part in parts %}"
        "<article id='{{ part.card.name }}'><h2>{{ part.card.title }}</h2>{{ part.body }}</article>"
        "{% endfor %}{% endblock %}"
    ),
}


def test_a_volume_has_all_entries_of_an_index_in_each_language(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    assert {path for path in outcome.paths if "/print/" in path} == {
        "topics/print/index.html", "topics/print/topics.pdf",
        "fr/topics/print/index.html", "fr/topics/print/topics.pdf",
        "activities/print/index.html", "activities/print/activities.pdf",
        "fr/activities/print/index.html", "fr/activities/print/activities.pdf",
    }  # fmt: skip
    page = outcome["fr/topics/print/index.html"]
    assert "<article id='food'><h2>Alimentation</h2><p>Les villes planifient.</p></article>" in page
    assert "<article id='water'><h2>Water</h2><h3 id=\"water-where-it-comes-from\">" in page


def test_the_pdf_of_a_volume_has_its_entries_with_their_addresses(tmp_path: Path) -> None:
    text = text_of(pdf(build_good(tmp_path, FILES), "topics/print/topics.pdf"))

    assert text.startswith(
        "Topics on one page • Food • Water Food How cities feed people. Cities plan food. See water. "
    )
    assert "https://example.org/topics/water/" in text


def test_a_volume_needs_no_fonts(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + VOLUMES
    outcome = build_good(tmp_path, {**FILES, "content/site.yaml": site})

    assert {path for path in outcome.paths if path.startswith("topics/print/")} == {"topics/print/index.html"}


def both(*folders: str) -> set[str]:
    """A volume of these folders, as HTML and as PDF."""
    names = {folder: folder.rpartition("/")[2] for folder in folders}
    return {f"{folder}/print/{file}" for folder, n in names.items() for file in ("index.html", f"{n}.pdf")}


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        ("content/topics/food.fr.md", "planifient", "mangent", both("fr/topics", "fr/activities")),
        (
            "content/topics/water.md",
            "From wells",
            "From springs",
            both("topics", "fr/topics", "activities", "fr/activities"),
        ),
        ("content/projects/spark.md", "Spark feeds", "It feeds", both("activities", "fr/activities")),
    ],
)
def test_an_edit_of_a_text_makes_its_volumes_again(
    path: str, old: str, new: str, made: set[str], tmp_path: Path
) -> None:
    root = make_site(tmp_path / "site", FILES)
    build(root)
    replace_in(root, path, old, new)

    again = build(root)

    assert {artifact.path for artifact in again.artifacts if "/print/" in artifact.path} == made
    assert_as_clean(root)


def test_an_index_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "volumes: [type:topic]\n"

    assert attempt(tmp_path, {**FILES, "content/site.yaml": site}).problems == (
        'content/site.yaml:24:11: config.value: "type:topic" is not an index of this site\n'
        "  | volumes: [type:topic]\n"
        "  |           ^\n"
        "  did you mean type:topics?"
    )


def test_an_entry_without_a_text_is_in_the_volume(tmp_path: Path) -> None:
    files = {**FILES, "content/topics/air.md": entry("Air", body="")}

    assert "<h2>Air</h2></article>" in build_good(tmp_path, files)["topics/print/index.html"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<h2 id="a">A</h2>', '<h3 id="n-a">A</h3>'),
        ('<h6 id="a">A</h6>', '<h6 id="n-a">A</h6>'),
        ('<a href="#fn:1" id="fnref:1">1</a>', '<a href="#n-fn:1" id="n-fnref:1">1</a>'),
        ('<a href="/x/#a">A</a>', '<a href="/x/#a">A</a>'),
        ('<td headers="a b">1</td>', '<td headers="n-a n-b">1</td>'),
        ('<p>id="a" href="#a"</p>', '<p>id="a" href="#a"</p>'),
    ],
)
def test_a_text_in_a_volume(html: str, found: str) -> None:
    assert embedded(html, "n") == found
