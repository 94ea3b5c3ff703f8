"""Maps as illustrations: what is drawn, and what takes its place where an entry has no place."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from sitegen.features.maps.pictures import picture
from sitegen.model.places import Places
from sitegen.types import EntryKey
from tests.build.builds import assert_as_clean, build, replace_in
from tests.features.maps.test_maps import CITIES
from tests.sites import Files, base_text, build_good, entry, make_site

COLOURS = ("#000001", "#000002", "#000003", "#000004")
PALETTE = 'illustrations: {colours: {one: ["#000001", "#000002", "#000003", "#000004"]}}\n'
FILES: Files = {
    "content/site.yaml": base_text("content/site.yaml") + PALETTE,
    "content/cities/_type.yaml": f"illustration: {{drawing: map}}\n{CITIES}",
    "content/cities/oslo.md": entry("Oslo", "spot: 59.91, 10.75", "country: NO"),
    "content/cities/valletta.md": entry("Valletta", "country: MT"),
    "content/cities/atlantis.md": entry("Atlantis"),
    "templates/entry.html": base_text("templates/entry.html").replace(
        "{% block main %}",
        "{% block main %}{% if page.picture %}<img src='{{ page.picture.url }}' alt=''>{% endif %}",
    ),
}
OSLO = "illustrations/cities/oslo.svg"


def test_the_point_is_in_the_middle_of_a_country_that_is_not_drawn() -> None:
    """There is nothing around it, so the frame is as narrow as possible and the point is in its middle."""
    svg = picture(Places((), ((EntryKey("cities/azores"), "37.74, -35.67"),)), COLOURS)

    ElementTree.fromstring(svg)
    assert '<circle cx="400" cy="225" r="16" fill="#000004" stroke="#000001" stroke-width="6"/>' in svg


def test_nothing_is_drawn_outside_the_frame() -> None:
    svg = picture(Places(("RU",), ((EntryKey("cities/moscow"), "55.75, 37.62"),)), COLOURS)
    paths = re.findall(r' d="([^"]+)"', svg)
    pairs = [pair.split() for path in paths for pair in re.findall(r"-?\d+ -?\d+", path)]

    assert len(paths) == 2
    assert {0 <= int(x) <= 800 and 0 <= int(y) <= 450 for x, y in pairs} == {True}


def test_an_entry_with_a_place_has_a_map_and_another_has_a_scene(tmp_path: Path) -> None:
    site = build_good(tmp_path, FILES)
    files = {a.path: a.data.decode() for a in site.artifacts if a.path.startswith("illustrations/")}

    assert files.keys() == {OSLO, "illustrations/cities/valletta.svg", "illustrations/cities/atlantis.svg"}
    assert 'r="16" fill="#000004"' in files[OSLO]
    assert 'fill="#000002" stroke="#fff"' in files["illustrations/cities/valletta.svg"]
    assert 'stroke="#fff"' not in files["illustrations/cities/atlantis.svg"]


def test_a_map_follows_the_place_of_its_entry(tmp_path: Path) -> None:
    root = make_site(tmp_path, FILES)
    build(root)
    before = (root / "public" / OSLO).read_text()
    address = re.findall(r"oslo\.svg\?v=\w+", (root / "public/cities/oslo/index.html").read_text())
    replace_in(root, "content/cities/oslo.md", "59.91, 10.75", "60.39, 5.32")
    build(root)

    assert (root / "public" / OSLO).read_text() != before
    assert re.findall(r"oslo\.svg\?v=\w+", (root / "public/cities/oslo/index.html").read_text()) != address
    assert_as_clean(root)
