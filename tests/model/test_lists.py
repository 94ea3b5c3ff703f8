"""Order, lists, facets, terms, letters, and what stands before and after an entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.model.urls import href, output_path, segment
from sitegen.types.keys import ScopeKey
from tests.sites import Files, base_text, build_good, entry, model

PROJECTS: Files = {
    "content/projects/spark.md": entry("Spark", "start: 2024-05-03", "countries: [NO, FR]", "topics: [food]"),
    "content/projects/glow.md": entry("Glow", "start: 2024", "countries: [FR]", "topics: [food, water]"),
    "content/projects/aeon.md": entry("Aeon", "start: 2026-01", "end: 2026-02", "topics: [water]"),
    "content/projects/zero.md": entry("Zero"),
    "content/projects/ember.md": entry("Ember", "start: 2024-05"),
}


def titles(html: str) -> list[str]:
    listed = html.partition('<ul class="entries">')[2].partition("</ul>")[0]
    return re.findall(r'">([^<]+)</a>', listed)


def with_sort(*fields: str) -> Files:
    definition = base_text("content/projects/_type.yaml").replace("[-start, title]", f"[{', '.join(fields)}]")
    return {**PROJECTS, "content/projects/_type.yaml": definition}


def test_entries_are_sorted_as_the_type_says_and_those_without_a_value_come_last(tmp_path: Path) -> None:
    site = model(tmp_path, PROJECTS)
    names = [entry.partition("/")[2] for entry in site.entries["projects"]]

    assert names == ["aeon", "spark", "ember", "glow", "zero"]


def test_ascending_order_has_missing_values_last_too(tmp_path: Path) -> None:
    site = model(tmp_path, with_sort("start", "title"))
    names = [entry.partition("/")[2] for entry in site.entries["projects"]]

    assert names == ["glow", "ember", "spark", "aeon", "zero"]


def test_numbers_are_sorted_as_numbers(tmp_path: Path) -> None:
    weights = {"a": "10", "b": "9", "c": "-1", "d": "100"}
    files: Files = {f"content/projects/{n}.md": entry(n, f"weight: {w}") for n, w in weights.items()}
    site = model(tmp_path, {**with_sort("weight"), **files})
    names = [entry.partition("/")[2] for entry in site.entries["projects"]]

    assert names[:4] == ["c", "b", "a", "d"]


def test_ties_are_broken_by_name(tmp_path: Path) -> None:
    files: Files = {f"content/projects/{n}.md": entry("Same", "start: 2020") for n in ("n3", "n1", "n2")}
    site = model(tmp_path, files)

    assert site.entries["projects"][1:] == ("projects/n1", "projects/n2", "projects/n3")


def test_titles_are_sorted_without_case_and_accents(tmp_path: Path) -> None:
    names = ["Éclair", "eagle", "Edge", "zoo", "Ärger", "«Apple»"]
    files: Files = {f"content/topics/t{n}.md": entry(f'"{name}"') for n, name in enumerate(names)}
    outcome = build_good(tmp_path, files)

    assert [t for t in titles(outcome["topics/index.html"]) if t in names] == [
        "«Apple»", "Ärger", "eagle", "Éclair", "Edge", "zoo",
    ]  # fmt: skip


def test_an_index_is_sorted_by_the_titles_of_its_own_language(tmp_path: Path) -> None:
    files: Files = {"content/topics/food.fr.md": entry("Zone"), "content/topics/water.fr.md": entry("Eau")}
    outcome = build_good(tmp_path, files)

    assert titles(outcome["topics/index.html"]) == ["Food", "Water"]
    assert titles(outcome["fr/topics/index.html"]) == ["Eau", "Zone"]


def test_a_list_is_cut_to_its_limit(tmp_path: Path) -> None:
    assert model(tmp_path, PROJECTS).lists["latest"] == ("projects/aeon", "projects/spark")


def test_a_list_gathers_several_types(tmp_path: Path) -> None:
    listed = model(tmp_path, PROJECTS).lists["activities"]

    assert set(listed) == {
        *(f"projects/{n}" for n in ("aeon", "spark", "ember", "glow", "zero")),
        "topics/food",
        "topics/water",
    }
    assert listed[:2] == ("projects/aeon", "projects/spark")


def test_facets_have_every_value_with_the_entries_that_have_it(tmp_path: Path) -> None:
    facets = model(tmp_path, PROJECTS).facets[ScopeKey("type:projects")]

    assert facets["topics"] == {
        "topics/food": ("projects/spark", "projects/glow"),
        "topics/water": ("projects/aeon", "projects/glow"),
    }
    assert facets["year"] == {
        "2026": ("projects/aeon",),
        "2024": ("projects/spark", "projects/ember", "projects/glow"),
    }
    assert {value: len(entries) for value, entries in facets["countries"].items()} == {"FR": 2, "NO": 1}


def test_facets_are_shown_with_counts_in_reading_order(tmp_path: Path) -> None:
    html = build_good(tmp_path, PROJECTS)["fr/projects/index.html"]
    shown = {
        name: re.findall(r">([^<]+)</a>", re.sub(r"</?span[^>]*>", "", part))
        for name, part in re.findall(r'id="facet-(\w+)">(.*?)</section>', html, re.DOTALL)
    }

    assert shown["topics"] == ["Alimentation (2)", "Water (2)"]
    assert shown["countries"] == ["France (2)", "Norvège (1)"]
    assert shown["year"] == ["2026 (1)", "2024 (3)"]
    assert shown["state"] == ["Actif (4)", "Terminé (1)"]


def test_a_filtered_list_with_few_entries_is_not_for_search_engines(tmp_path: Path) -> None:
    template = base_text("templates/index.html").replace(
        "{% block main %}", "{% block main %}{{ page.indexed }} "
    )
    outcome = build_good(tmp_path, {**PROJECTS, "templates/index.html": template})
    seen = {
        path: "True " in outcome[f"projects/{path}index.html"].partition("</h1>")[2][:10]
        for path in ("", "year/2024/", "year/2026/", "topics/food/")
    }

    assert seen == {"": True, "year/2024/": True, "year/2026/": False, "topics/food/": False}


def test_the_facet_of_a_list_is_the_type_of_its_entries(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)

    assert titles(outcome["activities/type/topics/index.html"]) == ["Food", "Water"]
    assert ">Thèmes (2)</a>" in outcome["fr/activities/index.html"]


def test_country_and_countries_are_one_facet_of_a_list(tmp_path: Path) -> None:
    site = base_text("content/site.yaml").replace("facets: [type]", "facets: [type, countries]")
    files: Files = {
        **PROJECTS,
        "content/site.yaml": site.replace("types: [projects, topics]", "types: [projects, cities]"),
        "content/cities/_type.yaml": "name: City\nplural: Cities\nfields:\n  country: {kind: country}\n",
        "content/cities/lyon.md": entry("Lyon", "country: FR"),
    }
    facets = model(tmp_path, files).facets[ScopeKey("list:activities")]["countries"]

    assert set(facets["FR"]) == {"projects/spark", "projects/glow", "cities/lyon"}


def test_terms_of_a_taxonomy_list_what_has_them_by_type(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)

    assert ">France (2)</a>" in outcome["countries/index.html"]
    assert "<h1>Norvège</h1>" in outcome["fr/countries/no/index.html"]
    assert '<section id="group-projects"><h2>Projets</h2>' in outcome["fr/countries/fr/index.html"]


def test_the_alphabet_groups_titles_by_their_first_letter(tmp_path: Path) -> None:
    files: Files = {"content/topics/a.md": entry("Éclair"), "content/topics/b.md": entry("100 % local")}
    html = build_good(tmp_path, files)["a-z/index.html"]
    letters = re.findall(r'<section id="group-([^"]+)">', html)

    assert letters == ["0–9", "E", "F", "S", "W"]
    assert ">Éclair</a>" in html.partition('id="group-E"')[2].partition("</section>")[0]


def test_previous_and_next_follow_the_order_of_the_type(tmp_path: Path) -> None:
    outcome = build_good(tmp_path, PROJECTS)
    steps = {
        name: re.findall(r'rel="(prev|next)" href="/projects/(\w+)/"', outcome[f"projects/{name}/index.html"])
        for name in ("aeon", "spark", "zero")
    }

    assert steps == {
        "aeon": [("next", "spark")],
        "spark": [("prev", "aeon"), ("next", "ember")],
        "zero": [("prev", "glow")],
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Zürich West", "zurich-west"), ("FR", "fr"), ("Łódź", "lodz"), ("Straße", "strasse"),
     ("東京", "u6771-4eac"), ("a/b c", "a-b-c"), ("--", "u2d-2d"), ("C", "c"), ("C++", "c-plus-plus"),
     ("C++17", "c-plus-plus-17"), ("C#", "c-sharp"), ("C/C++ and C#", "c-c-plus-plus-and-c-sharp"),
     ("LGBTQ+ rights", "lgbtq-plus-rights"), ("#MeToo", "metoo"), ("A+B", "a-b"), ("R&D", "r-d"),
     ("Health / Care", "health-care"), ("Côte d’Ivoire", "cote-divoire"), ("🌱", "u1f331"),
     ("مياه", "u645-64a-627-647"), ("مياه 2030", "u645-64a-627-647-2030"), ("水 2030", "u6c34-2030"),
     ("COVID-19 疫苗", "covid-19-u75ab-82d7"), ("AI क्या", "ai-u915-94d-92f-93e"), ("m²", "m2")],
)  # fmt: skip
def test_a_value_becomes_part_of_an_address(value: str, expected: str) -> None:
    assert segment(value) == expected


KEYWORDS = base_text("content/topics/_type.yaml").replace(
    "fields:\n", "fields:\n  keywords: {kind: text, many: true}\n"
)


def test_terms_that_differ_in_signs_have_pages_of_their_own(tmp_path: Path) -> None:
    words = ["C++", "C#", "C", "Health / Care", "Care", "topics/food", "🌱", "مياه"]
    listed = "\n".join(f'  - "{word}"' for word in words)
    files: Files = {
        "content/topics/_type.yaml": KEYWORDS + "index: {facets: [keywords]}\n",
        "content/topics/air.md": entry("Air", f"keywords:\n{listed}"),
    }
    outcome = build_good(tmp_path, files)
    titles = {
        path.split("/")[2]: re.findall("<h1>(.*?)</h1>", outcome[path])
        for path in outcome.paths
        if path.startswith("topics/keywords/")
    }

    assert titles == {
        "c-plus-plus": ["Topics: C++"],
        "c-sharp": ["Topics: C#"],
        "c": ["Topics: C"],
        "health-care": ["Topics: Health / Care"],
        "care": ["Topics: Care"],
        "food": ["Topics: topics/food"],
        "u1f331": ["Topics: 🌱"],
        "u645-64a-627-647": ["Topics: مياه"],
    }


def test_a_term_is_one_however_its_accents_and_spaces_are_stored(tmp_path: Path) -> None:
    files: Files = {
        "content/topics/_type.yaml": KEYWORDS + "index: {facets: [keywords]}\n",
        "content/topics/air.md": entry("Air", "keywords: [S\u00e3o Paulo, Sa\u0303o  Paulo]"),
        "content/topics/soil.md": entry("Soil", "keywords: Sa\u0303o\u00a0Paulo"),
    }
    outcome = build_good(tmp_path, files)
    html = outcome["topics/keywords/sao-paulo/index.html"]

    assert [path for path in outcome.paths if "/keywords/" in path and path.startswith("topics")] == [
        "topics/keywords/sao-paulo/index.html"
    ]
    assert (html.count(">Air</a>"), html.count(">Soil</a>")) == (1, 1)


@pytest.mark.parametrize(
    ("url", "path"),
    [("/", "index.html"), ("/a/", "a/index.html"), ("/a.xml", "a.xml"), ("/a/b/", "a/b/index.html")],
)
def test_an_address_is_a_file(url: str, path: str) -> None:
    assert output_path(url) == path


def test_an_address_is_percent_encoded_behind_the_base_path() -> None:
    assert href("/preview/7", "/a b/é.png") == "/preview/7/a%20b/%C3%A9.png"
