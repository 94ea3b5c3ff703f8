"""How much a build does after an edit of the facts of an entry, which moves nothing or something."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.plan.recipes import Recipe, Recipes
from sitegen.types import Output
from tests.build.builds import assert_as_clean, build, build_on, built, replace_in

PAGE = "{% block main %}{% endblock %}"
FILES = {
    "content/site.yaml": "title: Notes\ndescription: What happens.\nbase_url: https://example.org\n"
    "languages: {en: {}, sv: {}}\nlists:\n  latest: {types: [notes], sort: [-day], limit: 2}\n",
    "content/topics/_type.yaml": "name: Topic\nplural: Topics\ndescription: Topics.\nsort: [title]\n",
    "content/topics/air.md": "---\ntitle: Air\n---\nText.\n",
    "content/topics/soil.md": "---\ntitle: Soil\n---\nText.\n",
    "content/topics/water.md": "---\ntitle: Water\n---\nText.\n",
    "content/notes/_type.yaml": "name: Note\nplural: Notes\ndescription: Notes.\ndate: day\nsort: [-day]\n"
    "fields:\n  day: {kind: date, required: true}\n  about: {kind: reference, to: topics, inverse: notes}\n"
    "  place: {kind: text}\nindex: {facets: [about]}\n",
    "content/notes/one.md": "---\ntitle: One\nday: 2026-01-01\nabout: air\nplace: Rome\n---\nText.\n",
    "content/notes/two.md": "---\ntitle: Two\nday: 2026-01-02\nabout: air\n---\nText.\n",
    "content/notes/three.md": "---\ntitle: Three\nday: 2026-01-03\nabout: water\n---\nText.\n",
    "templates/page.html": PAGE,
    "templates/home.html": "{% for card in lists.latest %}{{ card.title }},{% endfor %}",
    "templates/entry.html": "{{ page.title }} {{ body.html }}{% for it in relations.values() %}"
    "{% for card in it.cards %}{{ card.title }},{% endfor %}{% endfor %}"
    "{% for terms in page.terms.values() %}{% for term in terms %}{{ term.label }}{% endfor %}{% endfor %}",
    "templates/index.html": "{% for card in entries %}{{ card.title }},{% endfor %}",
    "templates/404.html": "nothing here",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path / "site", FILES)


def _in_languages(*paths: str) -> frozenset[str]:
    return frozenset((*paths, *(f"sv/{path}" for path in paths)))


HOMES = _in_languages("index.html")
NOTES, TOPICS = _in_languages("notes/index.html"), _in_languages("topics/index.html")
ABOUT_AIR = _in_languages("notes/about/air/index.html")
ABOUT_WATER = _in_languages("notes/about/water/index.html")
ONE, TWO, THREE = ({f"notes/{name}/index.html"} for name in ("one", "two", "three"))
AIR, SOIL, WATER = ({f"topics/{name}/index.html"} for name in ("air", "soil", "water"))
DATA_OF_NOTES = {"data/notes.csv", "data/notes.json"}
DATA_OF_TOPICS = {"data/topics.csv", "data/topics.json"}
ALWAYS = {
    "_headers", "404.html", "sv/404.html", "robots.txt", "data/index.json", "data/notes.schema.json",
    "data/topics.schema.json",
}  # fmt: skip
"""Outputs that read no entry, which are compared in every build."""
ABOUT_ALL = {"_redirects", "data/catalog.jsonld", "sitemap.xml"}
EVERYTHING = (
    HOMES | NOTES | TOPICS | ABOUT_AIR | ABOUT_WATER | ONE | TWO | THREE | AIR | SOIL | WATER
    | DATA_OF_NOTES | DATA_OF_TOPICS | ABOUT_ALL
)  # fmt: skip
WITH_ONE = NOTES | ABOUT_AIR | ONE | AIR | DATA_OF_NOTES
WITH_AIR = HOMES | NOTES | TOPICS | ABOUT_AIR | ONE | TWO | AIR | DATA_OF_TOPICS
WITH_SOIL = TOPICS | SOIL | DATA_OF_TOPICS
EDITS = (
    # a file, an edit of it, the outputs that are compared, and those that are rendered
    ("notes/one.md", "title: One", "title: Uno", WITH_ONE, WITH_ONE),
    ("notes/one.md", "place: Rome", "place: Oslo", WITH_ONE, ONE | DATA_OF_NOTES),
    ("notes/one.md", "day: 2026-01-01", "day: 2025-12-31", WITH_ONE, WITH_ONE),
    # now it is the latest of all, and in the list of the home page
    ("notes/one.md", "day: 2025-12-31", "day: 2026-02-01", EVERYTHING, WITH_ONE | HOMES),
    # the home page shows it beside "Uno"
    ("topics/air.md", "title: Air", "title: Aire", WITH_AIR, WITH_AIR),
    # now behind the others, in the lists and among the filters
    ("topics/air.md", "title: Aire", "title: Zaire", EVERYTHING, WITH_AIR),
    ("topics/soil.md", "title: Soil", "title: Soils", WITH_SOIL, WITH_SOIL),
)


@pytest.mark.parametrize("memory", ["on disk", "in the process"])
def test_only_outputs_that_read_a_changed_entry_are_compared(
    root: Path, memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: set[str] = set()
    recipe = Recipes.recipe

    def noted(recipes: Recipes, output: Output) -> Recipe:
        compared.add(output.path)
        return recipe(recipes, output)

    monkeypatch.setattr(Recipes, "recipe", noted)
    updated = build(root)
    for path, old, new, expected, rendered in EDITS:
        replace_in(root, f"content/{path}", old, new)
        compared.clear()
        updated = build(root) if memory == "on disk" else build_on(root, updated, 1)

        assert not updated.report.problems
        assert compared - ALWAYS == expected, new
        assert set(updated.rendered) == rendered, new
        assert_as_clean(root)


def test_two_entries_that_change_places(root: Path) -> None:
    """Each alone would be between the same others as before."""
    for name, old, new in (("air", "Air", "Water 1"), ("soil", "Soil", "Earth")):
        replace_in(root, f"content/topics/{name}.md", f"title: {old}", f"title: {new}")
    assert not build(root).report.problems

    assert (root / "public/sv/topics/index.html").read_text() == "Earth,Water,Water 1,"
    assert_as_clean(root)


def test_an_order_that_no_definition_declares(root: Path) -> None:
    """A list with an order of its own in a template."""
    replace_in(root, "content/site.yaml", "limit: 2", "limit: 2, arguments: [about]")
    call = '{% for card in lists.latest(about="air", sort="-title") %}{{ card.title }},{% endfor %}'
    (root / "templates/404.html").write_text(call, encoding="utf-8")
    assert not build(root).report.problems
    assert (root / "public/sv/404.html").read_text() == "Two,One,"
    replace_in(root, "content/notes/one.md", "title: One", "title: Zero")
    assert not build(root).report.problems

    assert (root / "public/sv/404.html").read_text() == "Zero,Two,"
    assert_as_clean(root)


def test_a_site_with_a_warning_of_the_join_is_compared_whole(root: Path) -> None:
    """A key with its former name: no build keeps the rows of such a site."""
    replace_in(
        root,
        "content/site.yaml",
        "languages:",
        "licence: {name: CC0, url: https://example.com/cc0}\nlanguages:",
    )
    updated = build(root)
    assert [problem.code for problem in updated.report.problems] == ["deprecated.key"]
    replace_in(root, "content/notes/one.md", "day: 2026-01-01", "day: 2026-02-01")
    updated = build_on(root, updated, 1)

    assert set(updated.rendered) >= HOMES
    assert (root / "public/index.html").read_text() == "One,Three,"


def test_an_entry_that_moves_up_where_another_is_not_offered(root: Path) -> None:
    """The list of the whole site has "Four", which English has not, and is as before."""
    replace_in(root, "content/site.yaml", "sort: [-day], limit: 2", "sort: [title], limit: 2")
    four = "---\ntitle: A four\nday: 2026-01-04\nonly_in: [sv]\n---\nText.\n"
    (root / "content/notes/four.sv.md").write_text(four, encoding="utf-8")
    replace_in(root, "content/notes/one.md", "title: One", "title: B one")
    assert not build(root).report.problems
    assert (root / "public/index.html").read_text() == "B one,Three,"
    assert (root / "public/sv/index.html").read_text() == "A four,B one,"
    replace_in(root, "content/notes/two.md", "title: Two", "title: C two")
    assert not build(root).report.problems

    assert (root / "public/index.html").read_text() == "B one,C two,"
    assert_as_clean(root)
