"""Views of maps and charts for templates: numbers and positions ready to draw, names in one language."""

from __future__ import annotations

from msgspec import Struct

from sitegen.model.places import Coordinates
from sitegen.types import PartialDate, When
from sitegen.views.views import Card, Choice, Moment


class Area(Struct, frozen=True):
    """A country with its count."""

    code: str
    name: str
    url: str | None
    """Address of its term in a taxonomy."""
    count: int
    level: int
    """Its shade, from 1 to 4: see `MapView.levels`."""
    drawn: bool
    """True if the outlines have its shape; small states are drawn as a ring."""
    x: float | None
    y: float | None
    """Position of its middle; None if its position is unknown."""
    room: float
    """Width and height available for a number inside its shape."""


class Point(Struct, frozen=True):
    """A place with its count."""

    card: Card
    coordinates: Coordinates
    count: int
    x: float
    y: float
    size: float
    """Size of its circle: 1 for a count of one; twice that for four times the count."""


class Level(Struct, frozen=True):
    """A shade and the range of counts that have it; the last count may equal the first."""

    level: int
    first: int
    last: int


class Label(Struct, frozen=True):
    """The position of a name beside its place, or in the middle of its country."""

    side: str
    """`right`, `left`, `above`, `below` or `middle`."""
    size: int
    """1: there is room for it on every screen; 2: on maps of a medium width; 3: on wide maps only."""
    gap: str
    """Distance from the place, in em: `0.75`."""


class Spot(Struct, frozen=True):
    """A circle on a map: a place, or several places whose circles would overlap."""

    points: tuple[Point, ...]
    """Places, those with the highest counts first; the circle is where the first one is."""
    x: float
    y: float
    radius: str
    """Radius in em."""
    label: Label | None
    """Position of the name; None if there is no room, or if there are several places."""


class AreaLabel(Struct, frozen=True):
    """A country whose name, count or both have room inside its shape."""

    area: Area
    name: bool
    """True if its name is shown."""
    count: bool
    """True if its count is shown."""
    size: int
    """As in `Label`."""


class Part(Struct, frozen=True):
    """A part of the world that a map shows, with its countries and places."""

    left: float
    top: float
    width: float
    height: float
    """Height for `viewBox`."""
    em: float
    """Size of its text on a map of a medium width; circles and distances are multiples of it."""
    areas: tuple[Area, ...]
    points: tuple[Point, ...]
    spots: tuple[Spot, ...]
    """The circles of the points."""
    names: tuple[AreaLabel, ...]


class MapView(Struct, frozen=True):
    """Countries and places with their counts."""

    label: str
    """Name of what is counted: Projects."""
    counted: int
    """Number of counted things that have a place."""
    without: int
    """Number of things without a place."""
    areas: tuple[Area, ...]
    """Countries, those with the highest counts first."""
    points: tuple[Point, ...]
    """Places, those with the highest counts first."""
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]
    """The whole map, followed by an enlargement if a large map has a crowded area."""
    outlines: str
    """Address of the drawing of the countries: the id `land` is all of them, `NO` one."""
    csv: str | None
    """Address of the same data as CSV."""


class Name(Struct, frozen=True):
    """The name of a country on a locator map."""

    text: str
    x: float
    y: float
    size: int
    """As in `Label`."""


class Locator(Struct, frozen=True):
    """A map of the surroundings of an entry."""

    left: float
    top: float
    width: float
    height: float
    em: float
    """As in `Part`."""
    areas: tuple[Area, ...]
    """Countries of the entry."""
    spots: tuple[Spot, ...]
    names: tuple[Name, ...]
    """Names of its countries and their neighbours."""
    outlines: str
    """As in `MapView`."""


class Bar(Struct, frozen=True):
    label: str
    url: str | None
    count: int
    share: str
    """Percent of the longest bar."""
    entry: str = ""
    """Title of the only entry that is counted, if `url` leads to its page; otherwise empty."""


class ChartView(Struct, frozen=True):
    """Counts as bars."""

    name: str
    """Name of the facet that is counted: `topics`."""
    label: str
    bars: tuple[Bar, ...]
    csv: str | None


class Tick(Struct, frozen=True):
    """A line of the scale."""

    value: str
    place: str
    """Percent from the start of the axis."""


class Year(Struct, frozen=True):
    """A year on the time axis."""

    when: PartialDate
    place: str


class Mark(Struct, frozen=True):
    """An observation on the chart of a figure."""

    kind: str
    """current, dated, differs (a second source gives a different value for the same time) or undated."""
    x: str
    """Percent from the left."""
    y: str
    """Percent from the top."""
    value: str
    qualifier: Choice | None
    as_of: When | None
    source: Card | None


class History(Struct, frozen=True):
    """A figure over time, ready to draw."""

    marks: tuple[Mark, ...]
    """Observations in the order of time, undated ones last."""
    values: tuple[Tick, ...]
    years: tuple[Year, ...]
    border: str | None
    """Start of the column for undated observations, in percent from the left; None if there are none."""
    mirrored: bool
    """True if time runs from right to left."""
    kinds: tuple[str, ...]
    """Kinds of marks on the chart, for the legend."""
    first: When
    last: When
    least: str
    most: str


class Dot(Struct, frozen=True):
    """A point of a timeline with its position."""

    x: str
    """Percent from the left."""
    y: str
    """Percent from the top: dots close to each other are stacked."""
    moment: Moment


class Strip(Struct, frozen=True):
    """Points of a timeline on one axis."""

    dots: tuple[Dot, ...]
    years: tuple[Year, ...]
    rows: int
    """Number of dots in the highest stack: 1 to 12."""
