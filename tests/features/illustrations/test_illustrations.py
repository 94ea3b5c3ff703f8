"""Illustrations: which entries have a drawing, what it is made from, and what takes its place."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sitegen.features.illustrations.plans import initials
from tests.build.builds import assert_as_clean, build, replace_in
from tests.sites import Files, Outcome, attempt, base_text, build_good, entry, make_site, picture

DROP = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256"><path d="M128 16z"/></svg>'
COLOURS = """illustrations:
  symbols: static/symbols
  colours:
    wet: ["#000001", "#000002", "#000003", "#000004"]
    dry: ["#000005", "#000006", "#000007", "#000008"]
"""
FIELDS = """  symbol: {kind: text}
  mood: {kind: choice, choices: {wet: Wet, dry: Dry}}
  photo: {kind: image}
"""
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml") + COLOURS,
    "static/symbols/drop.svg": DROP,
    "content/topics/_type.yaml": base_text("content/topics/_type.yaml").replace(
        "fields:\n", f"fields:\n{FIELDS}", 1
    )
    + "illustration: {symbol: symbol, colours: mood}\n",
    "content/topics/water.md": entry("Water", "symbol: drop", "mood: wet"),
    "content/projects/_type.yaml": base_text("content/projects/_type.yaml")
    + "illustration: {drawing: cover, like: topics}\n",
    "content/projects/spark.md": entry("Spark", "start: 2024", "topics: [water]"),
    "templates/entry.html": base_text("templates/entry.html").replace(
        "{% block main %}",
        "{% block main %}{% if page.picture %}<img src='{{ page.picture.url }}' alt=''>{% endif %}",
    ),
}
WATER, SPARK = "illustrations/topics/water.svg", "illustrations/projects/spark.svg"


def drawing(outcome: Outcome, path: str) -> str:
    return next(artifact.data.decode() for artifact in outcome.artifacts if artifact.path == path)


def colours(svg: str) -> set[str]:
    return set(re.findall("#00000.", svg))


def test_a_drawing_has_the_symbol_and_the_colours_that_an_entry_names(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, FILES)

    svg = drawing(outcome, WATER)
    ElementTree.fromstring(svg)
    assert colours(svg) == {"#000001", "#000002", "#000003", "#000004"}
    assert "M128 16z" in svg
    assert re.search(
        r"src='/illustrations/topics/water.svg\?v=[0-9a-f]{8}'", outcome["topics/water/index.html"]
    )


def test_an_entry_is_drawn_like_the_first_entry_that_it_refers_to(tmp_path: Path) -> None:
    svg = drawing(build_good(tmp_path, FILES), SPARK)

    assert colours(svg) == {"#000001", "#000002", "#000003", "#000004"}
    assert "M128 16z" in svg


def test_an_entry_that_names_nothing_has_colours_by_chance_and_no_symbol(tmp_path: Path) -> None:
    svg = drawing(build_good(tmp_path, FILES), "illustrations/topics/food.svg")

    assert len(colours(svg)) == 4
    assert "M128 16z" not in svg


def test_a_picture_takes_the_place_of_the_drawing(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/topics/water.md": entry("Water", "photo: {file: river.png, alt: A river}"),
        "content/topics/river.png": picture(),
    }
    outcome = build_good(tmp_path, files)

    assert WATER not in outcome.paths
    assert "src='/topics/river.png?v=" in outcome["topics/water/index.html"]


def test_people_have_the_first_letters_of_their_names(tmp_path: Path) -> None:
    files = {
        **FILES,
        "content/people/_type.yaml": "name: Person\nplural: People\nillustration: {drawing: monogram}\n",
        "content/people/ada.md": entry("Ada M. King"),
    }
    assert ">AK</text>" in drawing(build_good(tmp_path, files), "illustrations/people/ada.svg")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada King", "AK"),
        ("Ada", "A"),
        ("李明", "李"),
        ("Jean-Luc de la Tour", "JT"),
        ("محمد علي", "مع"),
        ("2030", "2"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        ("content/topics/water.md", "mood: wet", "mood: dry", {WATER, SPARK}),
        ("content/topics/water.md", "Text.", "Rain.", set()),
        ("static/symbols/drop.svg", "M128 16z", "M128 17z", {WATER, SPARK}),
    ],
)
def test_an_edit_draws_again_what_shows_it(
    path: str, old: str, new: str, made: set[str], tmp_path: Path
) -> None:
    root = make_site(tmp_path / "site", FILES)
    build(root)
    replace_in(root, path, old, new)

    again = build(root)

    drawn = {artifact.path for artifact in again.artifacts if artifact.path.startswith("illustrations/")}
    assert drawn == made
    assert_as_clean(root)


def test_without_colours_in_the_site_nothing_is_drawn(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, {**FILES, "content/site.yaml": base_text("content/site.yaml")})

    assert not [path for path in outcome.paths if path.startswith("illustrations/")]


def test_a_field_that_the_type_does_not_have_is_an_error(tmp_path: Path) -> None:
    own = base_text("content/projects/_type.yaml") + "illustration: {like: topic}\n"

    assert "config.field" in attempt(tmp_path, {**FILES, "content/projects/_type.yaml": own}).codes
