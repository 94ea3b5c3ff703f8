"""What is on a map and where: frames, circles, names, and maps of the surroundings of an entry."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.features.maps import world
from sitegen.features.maps.framing import WHOLE, boxes_of, closer, shown, whole_world, within
from sitegen.features.maps.labels import BESIDE, SCALES, Circle, Wish, place, width_of
from sitegen.features.maps.projection import project
from tests.build.builds import assert_as_clean, build, replace_in
from tests.features.maps.test_maps import CITIES
from tests.sites import build_good, entry, make_site, theme_templates

FRAME = (0.0, 0.0, 100.0, 50.0)

# --- the part of the world that is shown -------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(83.6, -30), (78.2, 15.6), (-8.5, 179.9), (64.7, -179.9), (-54.8, -68.3), (-77.8, 166.7)],
    ids=["Kaffeklubben", "Longyearbyen", "Funafuti", "Bering", "Ushuaia", "McMurdo"],
)
def test_a_large_circle_at_the_edge_of_the_world_is_whole(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    radius = 40.0
    box = whole_world([(x, y, radius)])

    assert within(box, x, y, radius - 1e-9)
    assert within(shown([(x, y, x, y)], 130, world=box), x, y, 5)


def test_a_frame_has_space_around_what_it_shows() -> None:
    left, top, right, bottom = shown([(400, 100, 600, 200)], 130)

    assert (left, right) == pytest.approx((500 - 100 / 0.88, 500 + 100 / 0.88))
    assert bottom - top == pytest.approx(100 + 2 * 0.06 * 200 / 0.88)
    assert shown([(100, 100, 800, 160)], 130) == WHOLE


def test_an_enlargement_grows_until_places_and_countries_are_whole() -> None:
    spots = [(530.0, 60.0), (540.0, 62.0), (550.0, 64.0), (525.0, 70.0), (100.0, 200.0)]
    alone = closer(WHOLE, spots, [])
    with_spain = closer(WHOLE, spots, ["ES", "IT", "BR"])

    assert alone is not None
    assert with_spain is not None
    assert not within(alone, 100, 200)
    assert all(within(alone, x, y, 6) for x, y in spots[:4])
    assert with_spain[0] <= alone[0]
    assert with_spain[3] > alone[3]


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "near"),
    [
        ("NO", 78.2, 15.6, True),
        ("MY", 3.1, 101.7, True),
        ("US", 21.3, -157.9, False),
        ("FR", 4.9, -52.3, False),
    ],
    ids=["Svalbard", "Kuala Lumpur", "Honolulu", "Cayenne"],
)
def test_a_country_is_shown_with_the_islands_near_it(
    code: str, latitude: float, longitude: float, near: bool
) -> None:
    shape = world.shapes()[code]
    spot = project(latitude, longitude)

    assert shape.box is not None
    assert not within(shape.box, *spot)
    assert within(boxes_of([code])[0], *spot) is near


# --- names ---------------------------------------------------------------------------------------


def test_a_name_takes_the_first_side_on_which_it_covers_nothing() -> None:
    wishes = [Wish("abcde", 50, 25, 0.5, BESIDE)]
    name = width_of("abcde")

    assert name == 3
    assert [label and label.side for label in place(wishes, [], FRAME, 2)] == ["right"]
    right = [Circle(54, 25, 0.4)]
    assert [label and label.side for label in place(wishes, right, FRAME, 2)] == ["left"]
    around = [*right, Circle(46, 25, 0.4), Circle(50, 22, 0.5)]
    assert [label and label.side for label in place(wishes, around, FRAME, 2)] == ["below"]


def test_a_name_stays_inside_the_frame() -> None:
    wishes = [Wish("abcde", 97, 25, 0.5, BESIDE), Wish("abcde", 1, 1, 0.5, BESIDE)]

    assert [label and label.side for label in place(wishes, [], FRAME, 2)] == ["left", "right"]


def test_names_without_room_on_narrow_maps_are_on_wider_ones() -> None:
    """Two circles side by side, 9 units apart: a name of 3 em needs 3.8 em between them, and 2 em = 7.6."""
    circles = [Circle(40, 25, 0.5), Circle(49, 25, 0.5)]
    wishes = [Wish("abcde", 40, 25, 0.5, ("right",)), Wish("abcde", 49, 25, 0.5, ("left",))]
    first, second = place(wishes, circles, FRAME, 2)

    assert SCALES == (1.25, 1.0, 0.6)
    assert first is not None
    assert (first.side, first.size, first.gap) == ("right", 2, "0.8")
    assert second is None


@pytest.mark.parametrize(
    ("room", "size"), [((3, 9), None), ((9, 1), None), ((9, 2), 3), ((6, 9), 2), ((7.5, 3), 1)]
)
def test_a_name_of_a_country_is_no_larger_than_the_country(
    room: tuple[float, float], size: int | None
) -> None:
    """Its size is 3 em by 1.2 em: on a wide map 3.6 by 1.44, on a medium one 6 by 2.4."""
    (label,) = place([Wish("abcde", 50, 25, 0, ("middle",), room)], [], FRAME, 2)

    assert (label and label.size) == size


def test_text_is_as_wide_as_its_script() -> None:
    assert width_of("大阪") == 2
    assert width_of("e\u0301") == width_of("e") == 0.6


# --- a site --------------------------------------------------------------------------------------

PARTS = (
    "{% if map %}{% for part in map.parts %}|{% for s in part.spots %} "
    "{{ s.points|map(attribute='card.title')|join('+') }}:{{ s.radius }}"
    "{{ s.label.side if s.label else '-' }}{% endfor %}{% endfor %}{% endif %}"
)
TWINS = {
    "content/cities/_type.yaml": CITIES,
    "content/cities/oslo.md": entry("Oslo", "spot: 59.91, 10.75", "country: NO"),
    "content/cities/moss.md": entry("Moss", "spot: 59.43, 10.66", "country: NO"),
    "content/cities/tromso.md": entry("Tromsø", "spot: 69.65, 18.96", "country: NO"),
    "templates/index.html": PARTS,
}


def test_places_whose_circles_would_overlap_share_one(tmp_path: Path) -> None:
    site = build_good(tmp_path, TWINS)

    assert site["cities/index.html"] == "| Moss+Oslo:0.85- Tromsø:0.45right"


def macros() -> dict[str, str]:
    return theme_templates("graphics.html")


def test_places_in_one_circle_are_links_as_well(tmp_path: Path) -> None:
    index = "{% import 'graphics.html' as graphics %}{% if map %}{{ graphics.map(map) }}{% endif %}"
    page = build_good(tmp_path, {**TWINS, **macros(), "templates/index.html": index})["cities/index.html"]

    assert '<a class="cluster" href="#map-places" tabindex="-1" aria-label="2: Moss, Oslo"' in page
    assert 'id="map-places"' in page
    assert '<a class="place hide" href="/cities/moss/" tabindex="-1" aria-label="Moss"' in page
    assert '<a class="place" href="/cities/tromso/"' in page
    assert page.count("<button") == 4
    assert page.count(" hidden") == 3  # what needs a script


LOCATOR = (
    "{% if locator %}{{ locator.left }} {{ locator.top }} {{ locator.width }} {{ locator.height }}"
    "{% for a in locator.areas %}|{{ a.code }}{% endfor %}"
    "{% for s in locator.spots %}|{{ s.points[0].card.title }} {{ s.x }} {{ s.y }}{% endfor %}"
    "{% for n in locator.names %}|{{ n.text }}{% endfor %}{% else %}none{% endif %}"
)


def test_a_locator_shows_an_entry_with_its_country_and_the_names_of_neighbours(tmp_path: Path) -> None:
    more = {
        "content/cities/valletta.md": entry("Valletta", "country: MT"),
        "content/cities/atlantis.md": entry("Atlantis"),
        "content/cities/oslo.fr.md": entry("Oslo la blanche"),
        "templates/entry.html": LOCATOR,
    }
    site = build_good(tmp_path, {**TWINS, **more})
    norway, french = site["cities/oslo/index.html"], site["fr/cities/oslo/index.html"]
    left, top, width, height = map(float, norway.partition("|")[0].split())

    assert (width, height) == (88.4, 53.0)
    assert left < 522.5 < left + width
    assert top < 42.5 < top + height
    assert norway.partition("|")[2].startswith("NO|Oslo 522.5 42.5|")
    assert "|Sweden" in norway
    assert "|Suède" in french
    assert "|Oslo la blanche 522.5 42.5|" in french
    assert re.match(r"[\d.]+ [\d.]+ 70\.0 42\.0\|MT\|", site["cities/valletta/index.html"])
    assert site["cities/atlantis/index.html"] == "none"


def test_a_locator_is_drawn_without_style_or_script(tmp_path: Path) -> None:
    page = (
        "{% import 'graphics.html' as graphics %}"
        "{% if locator %}{{ graphics.locator(locator, page.title) }}{% endif %}"
    )
    html = build_good(tmp_path, {**TWINS, **macros(), "templates/entry.html": page})["cities/oslo/index.html"]

    assert 'role="img" aria-label="Location of Oslo"' in html
    assert re.search(r'<use class="shade-1" href="/maps/world\.svg\?v=[0-9a-f]{8}#NO"/>', html)
    assert '<a href="/countries/no/">Norway</a>' in html
    assert "style=" not in html
    assert "<script" not in html


def test_maps_follow_the_places_and_names_of_entries(tmp_path: Path) -> None:
    drawn = {
        "templates/index.html": "{% import 'graphics.html' as g %}{% if map %}{{ g.map(map) }}{% endif %}",
        "templates/entry.html": "{% import 'graphics.html' as g %}"
        "{% if locator %}{{ g.locator(locator, page.title) }}{% endif %}",
    }
    root = make_site(tmp_path, {**TWINS, **macros(), **drawn})
    build(root)
    replace_in(root, "content/cities/oslo.md", "59.91, 10.75", "59.96, 11.05")
    replace_in(root, "content/cities/moss.md", "title: Moss", "title: Moss by the fjord")
    build(root)
    index = (root / "public/cities/index.html").read_text(encoding="utf-8")

    assert 'data-at="59.96, 11.05"' in index
    assert 'aria-label="2: Moss by the fjord, Oslo"' in index
    assert (
        'aria-label="Location of Moss by the fjord"' in (root / "public/cities/moss/index.html").read_text()
    )
    assert_as_clean(root)
