"""Scales, ticks and marks of charts: converts numbers and dates to positions in percent. Pure.

Positions are in percent, so that a chart is as wide as its page and its text keeps the size of the page's
text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from math import floor, log10

from sitegen.features.maps.map_views import Dot, History, Mark, Strip, Tick, Year
from sitegen.model.dates import first_day, last_day, order
from sitegen.types import PartialDate, When
from sitegen.views.views import FigureView, Moment, Observation

EDGE = 4.0
"""Percent of the width that stay empty on both sides of the dates."""
UNDATED = 18.0
"""Percent of the width for observations without a date."""
FEWEST = 3
"""Least number of observations for a chart; fewer are easier to read as text."""
KINDS = ("current", "dated", "differs", "undated")


def percent(part: float) -> str:
    """A percentage with at most two decimals: `12.5`."""
    return f"{part:.2f}".rstrip("0").rstrip(".")


def step_of(span: float, most: int) -> float:
    """The least of 1, 2 or 5 times a power of ten that divides a span into at most `most` steps."""
    rough = span / most
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def number_ticks(least: float, most: float) -> tuple[Decimal, ...]:
    """Round numbers that enclose the range from the least, or zero, to the most: 0, 1000, 2000, 3000."""
    low, high = min(0.0, least), max(0.0, most)
    step = Decimal(repr(step_of((high - low) or 1.0, 4)))
    first = (Decimal(repr(low)) / step).to_integral_value("ROUND_FLOOR")
    last = (Decimal(repr(high or 1.0)) / step).to_integral_value("ROUND_CEILING")
    return tuple((step * number).normalize() for number in range(int(first), int(last) + 1))


def year_ticks(first: float, last: float) -> tuple[int, ...]:
    """Years in a range that are multiples of a round step, at most six."""
    step = max(1, int(step_of(max(last - first, 1.0), 5)))
    begin = -(-floor(first) // step) * step
    years = tuple(year for year in range(begin, floor(last) + 1, step) if first <= year <= last)
    return years or (floor(first),)


def moment(when: When) -> float:
    """A date as a number of years, such as 1994.4; for a month or a year its middle."""
    return (_years(first_day(when)) + _years(last_day(when))) / 2


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def history(figure: FigureView, mirrored: bool) -> History | None:
    """A figure's observations over time; None if there are too few. If mirrored, time runs to the left."""
    current = Observation(figure.value, figure.qualifier, figure.as_of, figure.note, figure.source)
    all_of_them = _distinct([*figure.observations, current])
    if len(all_of_them) < FEWEST:
        return None
    dated = sorted((o for o in all_of_them if o.as_of), key=lambda o: (order(o.as_of), Decimal(o.value)))  # type: ignore[arg-type]
    undated = [o for o in all_of_them if not o.as_of]
    times = [moment(o.as_of) for o in dated if o.as_of]
    values = [Decimal(o.value) for o in all_of_them]
    ticks = number_ticks(float(min(values)), float(max(values)))
    right = 100.0 - (UNDATED if undated else 0.0)
    first, last = _time_range(times)

    def across(time: float) -> str:
        place = EDGE + (time - first) / (last - first) * (right - 2 * EDGE)
        return percent(100 - place if mirrored else place)

    def down(value: Decimal) -> str:
        return percent(float(100 - (value - ticks[0]) / (ticks[-1] - ticks[0]) * 100))

    column = percent(UNDATED / 2 if mirrored else 100 - UNDATED / 2)
    marks = [
        Mark(_kind(o, current, dated), across(moment(o.as_of)), down(Decimal(o.value)), o.value,
             o.qualifier, o.as_of, o.source)
        for o in dated if o.as_of
    ]  # fmt: skip
    marks += [Mark("undated", column, down(Decimal(o.value)), o.value, o.qualifier, None, o.source)
              for o in undated]  # fmt: skip
    return History(
        marks=tuple(marks),
        values=tuple(Tick(f"{tick:f}", down(tick)) for tick in ticks),
        years=tuple(Year(PartialDate(year), across(year)) for year in year_ticks(first, last)),
        border=percent(UNDATED if mirrored else 100 - UNDATED) if undated else None,
        mirrored=mirrored,
        kinds=tuple(kind for kind in KINDS if any(mark.kind == kind for mark in marks)),
        first=dated[0].as_of or figure.as_of,
        last=dated[-1].as_of or figure.as_of,
        least=str(min(values)),
        most=str(max(values)),
    )


def _distinct(observations: Iterable[Observation]) -> list[Observation]:
    """Observations without duplicates of value and date; the last of equal ones stays, as sources may
    agree."""
    return list({(o.as_of, o.value): o for o in observations}.values())


def _time_range(times: Sequence[float]) -> tuple[float, float]:
    """The first and last time, at least a year apart."""
    first, last = min(times), max(times)
    missing = max(0.0, 1.0 - (last - first)) / 2
    return first - missing, last + missing


def _kind(observation: Observation, current: Observation, dated: Sequence[Observation]) -> str:
    if observation is current:
        return "current"
    differs = any(
        _same_time(observation, o) and Decimal(o.value) != Decimal(observation.value) for o in dated
    )
    return "differs" if differs else "dated"


def _same_time(one: Observation, other: Observation) -> bool:
    """True if two observations may be of the same time: 2017 includes May 2017."""
    if not one.as_of or not other.as_of:
        return False
    return first_day(one.as_of) <= last_day(other.as_of) and first_day(other.as_of) <= last_day(one.as_of)


# --- timelines -------------------------------------------------------------------------------------

MOST_ROWS = 12
APART = 2.5
"""Percent of the width that a dot needs; closer ones are stacked."""


def strip(moments: Sequence[Moment], mirrored: bool) -> Strip | None:
    """The points of a timeline on an axis of years; None if there are fewer than three."""
    if len(moments) < FEWEST:
        return None
    times = [moment(point.date) for point in moments]
    first, last = _time_range(times)

    def across(time: float) -> float:
        place = EDGE + (time - first) / (last - first) * (100 - 2 * EDGE)
        return 100 - place if mirrored else place

    rows = _rows([across(time) for time in times])
    most = max(rows) + 1
    dots = tuple(
        Dot(percent(across(time)), percent(100 - (row + 0.5) * 100 / most), point)
        for time, row, point in zip(times, rows, moments, strict=True)
    )
    years = tuple(Year(PartialDate(year), percent(across(year))) for year in year_ticks(first, last))
    return Strip(dots, years, most)


def _rows(places: Iterable[float]) -> list[int]:
    """The lowest free row for each position, in order; if all rows are occupied, the highest one."""
    last: list[float] = []
    rows = []
    for place in places:
        free = (row for row, before in enumerate(last) if abs(place - before) >= APART)
        row = next(free, len(last))
        row = min(row, MOST_ROWS - 1)
        last[row : row + 1] = [place]
        rows.append(row)
    return rows
