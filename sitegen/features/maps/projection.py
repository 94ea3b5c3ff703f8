"""The Equal Earth projection: areas keep their proportions, and continents look as in an atlas.

Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical
Information Science 33 (2019), doi:10.1080/13658816.2018.1504949; the polynomial is their formula (9).
"""

from __future__ import annotations

from math import asin, cos, pi, radians, sin, sqrt

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WIDTH = 1000.0
"""Width of the whole world, from 180° west to 180° east on the equator; unit of every map."""
HEIGHT = 440
"""Height of maps, which end above Antarctica."""
HALF_WIDTH = 2 * sqrt(3) * pi / (3 * A1)
"""Greatest x of the formula."""
SCALE = WIDTH / 2 / HALF_WIDTH


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The position of a place in degrees on the map: x to the right from 180° west, y down from the north
    pole."""
    x, y = _raw(latitude, longitude)
    _, top = _raw(90, 0)
    return (x + HALF_WIDTH) * SCALE, (top - y) * SCALE


def _raw(latitude: float, longitude: float) -> tuple[float, float]:
    """The projection as in the paper, on a sphere of radius 1: x to the east, y to the north."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return 2 * sqrt(3) * radians(longitude) * cos(theta) / (3 * slope), y
