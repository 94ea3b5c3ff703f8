"""Maps, bars and charts are made again exactly when what they show has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.builds import assert_as_clean, build, built, replace_in, write
from tests.build.test_update import FIGURES, FILES, SITE
from tests.sites import entry

PORTS = """name: Port
plural: Ports
places: [spot, country]
index: {map: true, facets: [country], charts: [country]}
fields:
  spot: {kind: coordinates}
  country: {kind: country}
"""
TREATIES = """name: Treaty
plural: Treaties
map: [signed_by]
index: false
fields:
  signed_by: {kind: reference, to: ports, many: true}
"""
OBSERVED = """  observations:
    kind: group
    many: true
    fields:
      value: {kind: number, required: true}
      as_of: {kind: date}
"""
PEOPLE = "title: People\nvalue: 7\nas_of: 2025-01-01\nsource: book\nobservations:\n"
MAP = (
    "{% if map %}{% for a in map.areas %}{{ a.name }} {{ a.count }},{% endfor %}"
    "{% for p in map.points %}{{ p.card.title }} {{ p.x }},{% endfor %}{% endif %}"
)
BARS = "{% for chart in charts %}{% for bar in chart.bars %}{{ bar.count }}{% endfor %}{% endfor %}"
CHART = "{% for mark in histories.people.marks if 'people' in histories %}{{ mark.value }},{% endfor %}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        **FILES,
        "content/figures/_type.yaml": FIGURES + OBSERVED,
        "content/figures/people.yaml": PEOPLE + "  - {value: 5, as_of: 2020-01-01}\n  - {value: 6}\n",
        "content/ports/_type.yaml": PORTS,
        "content/ports/bergen.md": entry("Bergen", "spot: 60.39, 5.32", "country: NO"),
        "content/ports/lima.md": entry("Lima", "spot: -12.05, -77.04", "country: PE"),
        "content/treaties/_type.yaml": TREATIES,
        "content/treaties/sea.md": entry("Sea", "signed_by: bergen"),
        "content/treaties/land.md": entry("Land"),
        "templates/home.html": CHART,
        "templates/index.html": MAP + BARS,
        "templates/entry.html": "{{ page.title }}" + MAP,
    }
    return built(tmp_path / "site", files)


BOTH = ("", "fr/")
PAGES = {f"{language}ports/index.html" for language in BOTH}
TABLES = {f"{language}ports/map.csv" for language in BOTH}
OWN = {"ports/bergen/index.html", "treaties/sea/index.html", "treaties/sea/map.csv"}
FILTERED = {f"{language}ports/country/no/index.html" for language in BOTH}


def made(root: Path) -> set[str]:
    updated = build(root)
    assert not updated.report.problems
    return set(updated.rendered)


def test_a_place_that_moves_is_drawn_again_wherever_it_is_shown(root: Path) -> None:
    replace_in(root, "content/ports/bergen.md", "60.39, 5.32", "60.4, 5.3")

    assert made(root) == PAGES | TABLES | FILTERED | OWN | {"data/ports.json", "data/ports.csv"}
    assert_as_clean(root)
    assert made(root) == set()


def test_a_new_place_changes_the_map_of_all_and_its_own(root: Path) -> None:
    write(root, "content/ports/oslo.md", entry("Oslo", "spot: 59.91, 10.75", "country: NO"))
    charts = {f"{language}ports/chart-country.csv" for language in BOTH}

    assert made(root) >= PAGES | TABLES | FILTERED | charts | {"ports/oslo/index.html"}
    assert_as_clean(root)


def test_an_observation_changes_the_chart_and_the_table_of_all(root: Path) -> None:
    replace_in(root, "content/figures/people.yaml", "value: 6", "value: 8")

    found = made(root)

    assert {"index.html", "fr/index.html", "data/figures/observations.csv"} <= found
    assert not found & (PAGES | TABLES | OWN)
    assert "5,7,8," in (root / "public" / "index.html").read_text(encoding="utf-8")
    assert_as_clean(root)


def test_a_text_changes_no_map(root: Path) -> None:
    replace_in(root, "content/ports/bergen.md", "Text.", "Words.")

    assert made(root) == set()


def test_a_place_with_another_name_is_named_anew_wherever_it_is_shown(root: Path) -> None:
    replace_in(root, "content/ports/bergen.md", "title: Bergen", "title: Port of Bergen")

    assert made(root) == PAGES | TABLES | FILTERED | OWN | {"data/ports.json", "data/ports.csv"}
    assert "Port of Bergen" in (root / "public/treaties/sea/map.csv").read_text(encoding="utf-8")
    assert_as_clean(root)


def test_a_country_that_gets_a_page_is_led_to_from_the_maps_that_show_it(root: Path) -> None:
    replace_in(root, "templates/index.html", "{{ a.name }}", "{{ a.url or 'no page' }}")
    write(root, "content/site.yaml", f"{SITE}taxonomies: {{lands: {{fields: [land]}}}}\n")
    write(root, "content/treaties/_type.yaml", f"{TREATIES}  land: {{kind: country}}\n")
    write(root, "templates/taxonomy.html", "{% for term in terms %}{{ term.label }}{% endfor %}")
    write(root, "templates/term.html", "{{ page.title }}")
    assert not build(root).report.problems
    replace_in(root, "content/treaties/land.md", "title: Land", "title: Land\nland: NO")
    pages = {f"{language}lands/{path}" for language in BOTH for path in ("index.html", "no/index.html")}
    own = {"treaties/land/index.html", "data/treaties.json", "data/treaties.csv", "sitemap.xml"}
    with_a_country = {"ports/bergen/index.html", "ports/lima/index.html"}  # which looks at all terms

    assert made(root) == PAGES | TABLES | FILTERED | OWN | pages | own | with_a_country
    assert "/lands/no/" in (root / "public/ports/index.html").read_text(encoding="utf-8")
    assert_as_clean(root)


def test_a_list_with_another_title_changes_those_that_are_filtered(root: Path) -> None:
    replace_in(root, "templates/index.html", "{% if map %}", "{{ page.title }}{% if map %}")
    build(root)
    write(root, "content/ports/_index.md", entry("Harbours"))

    assert made(root) >= {"ports/index.html", "ports/country/no/index.html", "ports/country/pe/index.html"}
    assert "Harbours" in (root / "public/ports/country/no/index.html").read_text(encoding="utf-8")
    assert_as_clean(root)
    replace_in(root, "content/ports/_index.md", "Harbours", "Havens")

    assert made(root) == {"ports/index.html", "ports/country/no/index.html", "ports/country/pe/index.html"}
    assert_as_clean(root)
