"""Maps: the projection, the shades, and what of a site stands where."""

from __future__ import annotations

import re
from itertools import pairwise
from math import isclose
from pathlib import Path

import pytest

from sitegen.features.maps import world
from sitegen.features.maps.maps import levels_of
from sitegen.features.maps.projection import project
from sitegen.kinds.codes import country_codes
from tests.sites import base_text, build_good, entry, theme_templates

CITIES = """name: City
plural: Cities
places: [spot, country]
index: {map: true, facets: [country], charts: [country]}
fields:
  spot: {kind: coordinates}
  country: {kind: country}
"""
CHARTERS = """name: Charter
plural: Charters
map: [signatories]
fields:
  signatories:
    kind: group
    many: true
    label: Signatories
    fields:
      city: {kind: reference, to: cities, inverse: signed}
      name: {}
      country: {kind: country}
"""
ALL = (
    "{% extends 'base.html' %}{% block main %}{% if map %}"
    "{{ map.label }} {{ map.counted }}+{{ map.without }}"
    "{% for a in map.areas %}|{{ a.code }} {{ a.count }} {{ a.drawn }}{% endfor %}"
    "{% for p in map.points %}|{{ p.card.title }} {{ p.count }} {{ p.x }} {{ p.y }}{% endfor %}"
    "|{{ map.parts|length }} {{ map.csv or 'None' }}{% else %}no map{% endif %}{% endblock %}"
)
SITE = {
    "content/cities/_type.yaml": CITIES,
    "content/cities/oslo.md": entry("Oslo", "spot: 59.91, 10.75", "country: NO"),
    "content/cities/oslo.fr.md": entry("Oslo la blanche"),
    "content/cities/bergen.md": entry("Bergen", "spot: 60.39, 5.32", "country: NO"),
    "content/cities/valletta.md": entry("Valletta", "country: MT"),
    "content/cities/atlantis.md": entry("Atlantis"),
    "content/charters/_type.yaml": CHARTERS,
    "content/charters/pact.md": entry(
        "Pact",
        "signatories:",
        "  - {city: oslo, country: NO}",
        "  - {name: Quito, country: EC}",
        "  - {name: Nobody}",
    ),
    "content/charters/empty.md": entry("Empty"),
    "templates/index.html": ALL,
    "templates/entry.html": ALL,
}  # fmt: skip


def shown(html: str) -> str:
    """What a page has below its heading."""
    return html.partition("</h1>")[2].partition("</body>")[0].strip()


# --- the projection and the outlines -----------------------------------------------------------


def test_the_equator_is_a_thousand_wide_and_the_proportions_are_those_of_the_paper() -> None:
    left, middle = project(0, -180)
    right, _ = project(0, 180)
    _, top = project(90, 0)
    pole = project(90, 180)[0] - project(90, -180)[0]

    assert (left, right, top) == (0, 1000, 0)
    assert isclose(1000 / (2 * middle), 2.05458, rel_tol=1e-5)
    assert isclose(pole, 1000 * 0.59247, rel_tol=1e-4)


def test_areas_keep_their_proportions() -> None:
    """Between the equator and 30° lies as much of the earth as between 30° and the pole."""

    def strip(south: int, north: int) -> float:
        steps = [south + (north - south) * n / 2000 for n in range(2001)]
        rows = [(project(at, 1)[0] - project(at, 0)[0], project(at, 0)[1]) for at in steps]
        return sum((a[0] + b[0]) / 2 * (a[1] - b[1]) for a, b in pairwise(rows))

    assert isclose(strip(0, 30), strip(30, 90), rel_tol=1e-5)


def test_the_outlines_have_a_shape_for_each_country_that_is_said_to_have_one() -> None:
    drawn = set(re.findall(r'<path id="([A-Z]{2})"', world.drawing().decode()))
    known = world.shapes()

    assert drawn == {code for code, shape in known.items() if shape.box}
    assert known.keys() <= set(country_codes())
    assert {"NO", "BR", "XK", "FJ"} <= drawn
    assert {"MT", "SG", "VA"} <= known.keys() - drawn


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("NO", 59.9, 10.7), ("BR", -15.8, -47.9), ("FJ", -17.8, 178), ("US", 38.9, -77)],
)
def test_a_capital_lies_in_the_box_of_its_country(code: str, latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    box = world.shapes()[code].box

    assert box is not None
    assert box[0] <= x <= box[2]
    assert box[1] <= y <= box[3]


# --- shades ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], []),
        ([3, 1, 1], [(1, 1), (3, 3)]),
        ([1, 2, 3, 5, 16], [(1, 2), (3, 4), (5, 8), (9, 16)]),
        ([1, 2, 3, 4, 6], [(1, 2), (3, 3), (4, 4), (5, 6)]),
    ],
)
def test_few_counts_have_a_shade_each_and_many_share_four(
    counts: list[int], expected: list[tuple[int, int]]
) -> None:
    assert [(level.first, level.last) for level in levels_of(counts)] == expected


# --- a site --------------------------------------------------------------------------------------


def test_an_index_shows_its_entries_by_country_and_place(tmp_path: Path) -> None:
    site = build_good(tmp_path, SITE)

    assert shown(site["cities/index.html"]) == (
        "Cities 3+1|NO 2 True|MT 1 False|Bergen 1 511.1 41.4|Oslo 1 522.5 42.5|1 /cities/map.csv"
    )
    assert "Oslo la blanche 1" in site["fr/cities/index.html"]
    assert "Cities 2+0|NO 2 True|" in site["cities/country/no/index.html"]


def test_a_list_shows_the_entries_of_the_types_that_have_places(tmp_path: Path) -> None:
    lists = "lists:\n  all: {title: All, types: [cities, topics], permalink: /all/, map: true}\n"
    site_yaml = base_text("content/site.yaml").replace("lists:\n", lists)
    site = build_good(tmp_path, {**SITE, "content/site.yaml": site_yaml})

    assert shown(site["all/index.html"]).startswith("All 3+1|NO 2 True|MT 1 False|")


def test_a_page_shows_the_places_of_its_groups_each_item_once(tmp_path: Path) -> None:
    site = build_good(tmp_path, SITE)

    assert shown(site["charters/pact/index.html"]) == (
        "Signatories 2+1|EC 1 True|NO 1 True|Oslo 1 522.5 42.5|1 /charters/pact/map.csv"
    )
    assert shown(site["charters/empty/index.html"]) == "no map"


def test_a_page_shows_the_places_of_its_relations(tmp_path: Path) -> None:
    topics = base_text("content/topics/_type.yaml") + "map: [cities]\n"
    cities = CITIES + "  about: {kind: reference, to: topics, inverse: cities, inverse_label: Cities here}\n"
    oslo = entry("Oslo", "spot: 59.91, 10.75", "country: NO", "about: food")
    changed = {
        "content/topics/_type.yaml": topics,
        "content/cities/_type.yaml": cities,
        "content/cities/oslo.md": oslo,
    }
    site = build_good(tmp_path, {**SITE, **changed})

    assert shown(site["topics/food/index.html"]).startswith("Cities here 1+0|NO 1 True|Oslo 1 ")
    assert shown(site["topics/water/index.html"]) == "no map"


def test_the_same_data_is_there_as_csv_in_each_language(tmp_path: Path) -> None:
    site = build_good(tmp_path, SITE)
    tables = (a for a in site.artifacts if a.path.endswith(".csv") and not a.path.startswith("data/"))
    data = {a.path: a.data.decode("utf-8-sig") for a in tables}

    assert data.keys() == {
        "cities/map.csv", "fr/cities/map.csv", "cities/chart-country.csv", "fr/cities/chart-country.csv",
        "charters/pact/map.csv",
    }  # fmt: skip
    assert data["fr/cities/map.csv"].split("\r\n") == [
        "kind,code,name,count,latitude,longitude,url",
        "country,NO,Norvège,2,,,https://example.org/fr/countries/no/",
        "country,MT,Malte,1,,,",
        "place,cities/bergen,Bergen,1,60.39,5.32,https://example.org/cities/bergen/",
        "place,cities/oslo,Oslo la blanche,1,59.91,10.75,https://example.org/fr/cities/oslo/",
        "",
    ]
    assert data["cities/chart-country.csv"].split("\r\n") == [
        "name,count,url",
        "Norway,2,https://example.org/cities/country/no/",
        "Malta,1,https://example.org/cities/country/mt/",
        "",
    ]


def test_a_name_that_a_spreadsheet_would_compute_is_a_text_in_csv(tmp_path: Path) -> None:
    evil = entry('"=1+1"', "spot: -33.45, -70.67")
    site = build_good(tmp_path, {**SITE, "content/cities/evil.md": evil})
    rows = (
        next(a.data for a in site.artifacts if a.path == "cities/map.csv").decode("utf-8-sig").split("\r\n")
    )

    assert "place,cities/evil,'=1+1,1,-33.45,-70.67,https://example.org/cities/evil/" in rows


def test_a_site_without_maps_has_no_outlines(tmp_path: Path) -> None:
    assert "maps/world.svg" not in build_good(tmp_path / "a").paths
    assert "maps/world.svg" in build_good(tmp_path / "b", SITE).paths


def test_what_lies_close_together_on_a_map_of_the_world_is_drawn_closer(tmp_path: Path) -> None:
    spots = {
        "ghent": "51.05, 3.73",
        "lodz": "51.77, 19.46",
        "sydney": "-33.87, 151.21",
        "lima": "-12.05, -77.04",
    }
    more = {f"content/cities/{name}.md": entry(name.title(), f"spot: {spot}") for name, spot in spots.items()}
    parts = (
        "{% for part in map.parts %}|{{ part.width }}:"
        "{% for p in part.points %} {{ p.card.title }}{% endfor %}{% endfor %}"
    )
    site = build_good(
        tmp_path, {**SITE, **more, "templates/index.html": "{% if map %}" + parts + "{% endif %}"}
    )

    assert site["cities/index.html"] == (
        "|1024.0: Bergen Ghent Lima Lodz Oslo Sydney|201.6: Bergen Ghent Lodz Oslo"
    )


def test_the_shipped_macros_draw_a_map_and_bars_without_style_or_script(tmp_path: Path) -> None:
    macros = theme_templates("graphics.html")
    index = (
        "{% extends 'base.html' %}{% import 'graphics.html' as graphics %}{% block main %}"
        "{% if map %}{{ graphics.map(map) }}{% endif %}"
        "{% for chart in charts %}{{ graphics.bars(chart) }}{% endfor %}{% endblock %}"
    )
    page = build_good(tmp_path, {**SITE, **macros, "templates/index.html": index})["cities/index.html"]

    assert 'aria-label="Norway: 2"' in page
    assert re.search(r'<use class="land" href="/maps/world\.svg\?v=[0-9a-f]{8}#land"/>', page)
    place = '<a class="place" href="/cities/oslo/" tabindex="-1" aria-label="Oslo"><circle class="point"'
    assert place in page
    assert re.search(
        r'<text class="size-1" x="522.5" y="42.5" dx="0.75em" text-anchor="start">Oslo</text>', page
    )
    assert '<tr data-at="59.91, 10.75">' in page
    assert '<circle class="shade-1" cx="' in page  # Malta, which the outlines do not have
    assert '<rect width="50%" height="100%"/></svg>1</td>' in page
    assert 'href="/cities/map.csv"' in page
    assert "style=" not in page
    assert "<script" not in page
