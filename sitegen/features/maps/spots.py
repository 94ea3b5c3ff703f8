"""The circles of places on a map, and the names beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from msgspec import Struct

from sitegen.features.maps import world
from sitegen.features.maps.charts import percent
from sitegen.features.maps.framing import Box
from sitegen.features.maps.labels import BESIDE, LEAST, Circle, Wish, has_room, place
from sitegen.features.maps.map_views import Area, AreaLabel, Label, Point, Spot

RADIUS = 0.45
"""Radius of a circle for a count of one, in em."""
CLUSTER = 0.85
"""Radius of a circle for several places."""
RING = 0.4
"""Radius of a ring for a country without a shape."""
ROUNDS = 5
"""Limit on the number of times that circles are joined because a joined circle is larger."""


class _Cluster(Struct):
    points: list[Point]

    @property
    def radius(self) -> float:
        return CLUSTER if len(self.points) > 1 else RADIUS * self.points[0].size

    def overlaps(self, other: _Cluster, em: float) -> bool:
        one, two = self.points[0], other.points[0]
        return hypot(one.x - two.x, one.y - two.y) < em * (self.radius + other.radius)


def spots_of(
    points: Sequence[Point], countries: Sequence[Wish], areas: Sequence[Area], frame: Box, em: float
) -> tuple[tuple[Spot, ...], list[Label | None]]:
    """The circles of places with their names, and positions for the names of countries; rings of `areas` stay
    free."""
    clusters = _clusters(points, em)
    wishes = [_wish_of_places(cluster.points, cluster.radius) for cluster in clusters]
    circles = [Circle(wish.x, wish.y, wish.radius) for wish in wishes]
    circles += [Circle(a.x, a.y, RING) for a in areas if not a.drawn and a.x is not None and a.y is not None]
    labels = place([*wishes, *countries], circles, frame, em)
    spots = (_spot(cluster, label) for cluster, label in zip(clusters, labels, strict=False))
    return tuple(spots), labels[len(wishes) :]


def spots_and_names(
    points: Sequence[Point], areas: Sequence[Area], frame: Box, em: float
) -> tuple[tuple[Spot, ...], tuple[AreaLabel, ...]]:
    """The circles of places, and the names of countries, with their counts if there are no places."""
    drawn = [area for area in areas if area.drawn]
    with_count = not points and len({area.count for area in areas}) > 1
    named = [country_wish(area.code, _text(area, with_count)) for area in drawn]
    fitting = [has_room(wish, em * LEAST) for wish in named]
    wanted = [
        wish if fits or not with_count else country_wish(area.code, str(area.count))
        for area, wish, fits in zip(drawn, named, fitting, strict=True)
    ]
    spots, labels = spots_of(points, wanted, areas, frame, em)
    names = zip(drawn, fitting, labels, strict=True)
    return spots, tuple(AreaLabel(area, fits, with_count, label.size) for area, fits, label in names if label)


def _spot(cluster: _Cluster, label: Label | None) -> Spot:
    first = cluster.points[0]
    return Spot(tuple(cluster.points), first.x, first.y, percent(cluster.radius), label)


def _clusters(points: Sequence[Point], em: float) -> list[_Cluster]:
    """Places in groups, so that circles do not overlap: each joins the first group that it would cover."""
    clusters = [_Cluster([point]) for point in points]
    for _ in range(ROUNDS):
        found: list[_Cluster] = []
        for cluster in clusters:
            near = next((other for other in found if other.overlaps(cluster, em)), None)
            if near:
                near.points += cluster.points
            else:
                found.append(cluster)
        if len(found) == len(clusters):
            break
        clusters = found
    return clusters


def _wish_of_places(points: Sequence[Point], radius: float) -> Wish:
    """The name of a place; several places have a number inside their circle instead."""
    first = points[0]
    return Wish(first.card.title, first.x, first.y, radius, BESIDE if len(points) == 1 else ())


def _text(area: Area, with_count: bool) -> str:
    return f"{area.name}: {area.count}" if with_count else area.name


def country_wish(code: str, text: str) -> Wish:
    """A text in the middle of a country; the country must have a shape."""
    shape = world.shapes()[code]
    left, top, right, bottom = shape.box or (0.0, 0.0, 0.0, 0.0)
    return Wish(text, shape.x, shape.y, 0.0, ("middle",), (right - left, bottom - top))
