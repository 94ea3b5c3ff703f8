"""Locator maps: the surroundings of an entry, with its country and the names of its neighbours."""

from __future__ import annotations

from msgspec import Struct

from sitegen.features.maps import world
from sitegen.features.maps.framing import Box, boxes_of, shown, within
from sitegen.features.maps.labels import EM
from sitegen.features.maps.map_views import Locator, Name
from sitegen.features.maps.maps import CountryParts, PointParts, areas_of, levels_of, points_of
from sitegen.features.maps.projection import project
from sitegen.features.maps.spots import country_wish, spots_of
from sitegen.model.collation import collator
from sitegen.model.places import Coordinates
from sitegen.types import EntryKey
from sitegen.views.frame import Frame
from sitegen.views.inputs.source import InputSource

NARROWEST = 70.0
"""Least width of a locator map, of 1000 for the world."""
RATIO = 0.6
"""Height as a share of the width."""
LARGEST = 220.0
"""Greatest width of a country that is shown whole; of a larger one, the part around the place is."""


class LocatorParts(Struct, frozen=True):
    """Everything that a locator map is made from."""

    points: tuple[PointParts, ...]
    countries: tuple[CountryParts, ...]
    names: tuple[tuple[str, str], ...]
    """Codes and names of the countries that are in view."""


def locator_parts(inputs: InputSource, entry: EntryKey) -> LocatorParts | None:
    """The places of an entry; None if it has none."""
    places, viewer = inputs.places_of(entry), inputs.viewer
    if not places.points and not any(code in world.shapes() for code in places.countries):
        return None
    box = frame_of([where for _, where in places.points], places.countries)
    seen = sorted(
        code for code, shape in world.shapes().items() if shape.box and within(box, shape.x, shape.y)
    )
    return LocatorParts(
        points=tuple(PointParts(inputs.lazy_card(other), where, 1) for other, where in places.points),
        countries=tuple(
            CountryParts(code, viewer.country(code), viewer.country_url(code), 1) for code in places.countries
        ),
        names=tuple((code, viewer.country(code)) for code in seen),
    )


def frame_of(points: list[str], countries: tuple[str, ...], ratio: float = RATIO) -> Box:
    """The surroundings of points and countries."""
    places = [Coordinates(where) for where in points]
    spots = [project(float(place.latitude), float(place.longitude)) for place in places]
    around = [(x, y, x, y) for x, y in spots]
    whole = [box for box in boxes_of(countries) if not spots or box[2] - box[0] <= LARGEST]
    narrowest = NARROWEST if whole else LARGEST
    return shown([*whole, *around], narrowest, ratio, ratio)


def locator_view(parts: LocatorParts | None, frame: Frame) -> Locator | None:
    """The map, with names where there is room: first that of the entry, then those of countries."""
    if parts is None:
        return None
    order = collator(frame.language.locale).key
    points = points_of(parts.points, order)
    areas = areas_of(parts.countries, levels_of([1]), order)
    box = frame_of([point.coordinates for point in parts.points], tuple(c.code for c in parts.countries))
    left, top, right, bottom = (round(edge, 1) for edge in box)
    width = round(right - left, 1)
    em = round(width * EM, 2)
    wishes = [country_wish(code, name) for code, name in parts.names]
    spots, labels = spots_of(points, wishes, areas, box, em)
    named = zip(wishes, labels, strict=True)
    return Locator(
        left=left,
        top=top,
        width=width,
        height=round(bottom - top, 1),
        em=em,
        areas=areas,
        spots=spots,
        names=tuple(Name(wish.text, wish.x, wish.y, label.size) for wish, label in named if label),
        outlines=frame.href(world.address()),
    )
