"""What templates see of maps and charts: numbers and places ready to draw, names in one language."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.places import Coordinates
from sitegen.types import PartialDate, When
from sitegen.views.views import Card, Choice, Moment


class Area(Struct, frozen=True):
    """A country with what is counted there."""

    code: str
    name: str
    url: str | None
    """Of its term in a taxonomy."""
    count: int
    level: int
    """Its shade, from 1 to 4: see `MapView.levels`."""
    drawn: bool
    """The outlines have its shape; a small state is drawn as a ring."""
    x: float | None
    y: float | None
    """Its middle; none where no map knows it."""
    room: float
    """How wide and high a number in its shape may be."""


class Point(Struct, frozen=True):
    """A place with what is counted there."""

    card: Card
    coordinates: Coordinates
    count: int
    x: float
    y: float
    size: float
    """Of its circle, 1 for one; twice that is four times the number."""


class Level(Struct, frozen=True):
    """A shade and the counts that have it; the last may be the same as the first."""

    level: int
    first: int
    last: int


class Part(Struct, frozen=True):
    """A part of the world that is shown, with what lies there."""

    left: float
    top: float
    width: float
    height: float
    """For `viewBox`."""
    areas: tuple[Area, ...]
    points: tuple[Point, ...]


class MapView(Struct, frozen=True):
    """Countries and places with their counts."""

    label: str
    """What is counted: Projects."""
    counted: int
    """How many of them have a place."""
    without: int
    """How many have none."""
    areas: tuple[Area, ...]
    """Those with most first."""
    points: tuple[Point, ...]
    """Those with most first."""
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]
    """All of it; and where much lies close together on a large map, that part again, closer."""
    outlines: str
    """The address of the drawing of the countries: `land` is all of them, `NO` one."""
    csv: str | None
    """The address of the same data as CSV."""


class Bar(Struct, frozen=True):
    label: str
    url: str | None
    count: int
    share: str
    """Of the longest bar, in percent."""


class ChartView(Struct, frozen=True):
    """Counts as bars."""

    name: str
    """Of the facet that is counted: `topics`."""
    label: str
    bars: tuple[Bar, ...]
    csv: str | None


class Tick(Struct, frozen=True):
    """A line of the scale."""

    value: str
    place: str
    """In percent from the start of the axis."""


class Year(Struct, frozen=True):
    """A year on the axis of time."""

    when: PartialDate
    place: str


class Mark(Struct, frozen=True):
    """An observation on the chart of a figure."""

    kind: str
    """current, dated, differs (another source gives another value for the same time) or undated."""
    x: str
    """In percent from the left."""
    y: str
    """In percent from the top."""
    value: str
    qualifier: Choice | None
    as_of: When | None
    source: Card | None


class History(Struct, frozen=True):
    """A figure over time, ready to draw."""

    marks: tuple[Mark, ...]
    """In the order of time, the undated last."""
    values: tuple[Tick, ...]
    years: tuple[Year, ...]
    border: str | None
    """Where the column of what has no date begins, in percent from the left; none without such."""
    mirrored: bool
    """Time runs from right to left."""
    kinds: tuple[str, ...]
    """The kinds of marks that there are, for the legend."""
    first: When
    last: When
    least: str
    most: str


class Dot(Struct, frozen=True):
    """A point of a timeline, drawn."""

    x: str
    """In percent from the left."""
    y: str
    """In percent from the top: what lies close together is stacked."""
    moment: Moment


class Strip(Struct, frozen=True):
    """The points of a timeline along one line."""

    dots: tuple[Dot, ...]
    years: tuple[Year, ...]
    rows: int
    """How high the dots are stacked: 1 to 12."""
