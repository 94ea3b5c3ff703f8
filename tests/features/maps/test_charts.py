"""Scales and marks of charts: round numbers, whole years, and what contradicts what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sitegen.features.maps.charts import history, number_ticks, percent, strip, year_ticks
from sitegen.types import PartialDate, When
from sitegen.views.views import Card, FigureView, Moment, Observation

SOURCE = Card(
    "sources/a", "a", "sources", "Source", "A", "", "", "", "en", "ltr", False, None, None, None, {}, {}
)


def seen(value: str, as_of: When | None = None) -> Observation:
    return Observation(value, None, as_of, "", SOURCE)


def figure(value: str, as_of: When, *observations: Observation) -> FigureView:
    return FigureView(
        "signatories", "Signatories", "en", "ltr", False, value, "", None, as_of, "", "", SOURCE, "", (),
        observations,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (80, 3000, ["0", "1000", "2000", "3000"]),
        (36, 40, ["0", "10", "20", "30", "40"]),
        (47, 55.2, ["0", "20", "40", "60"]),
        (0.02, 0.09, ["0", "0.05", "0.10"]),
        (-3, 5, ["-4", "-2", "0", "2", "4", "6"]),
        (0, 0, ["0", "0.5", "1.0"]),
    ],
)
def test_the_lines_of_a_scale_are_round_numbers_from_zero_to_beyond_the_most(
    least: float, most: float, expected: list[str]
) -> None:
    assert number_ticks(least, most) == tuple(map(Decimal, expected))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1994.4, 2017.5, (1995, 2000, 2005, 2010, 2015)),
        (2020.1, 2024.8, (2021, 2022, 2023, 2024)),
        (2023.9, 2024.9, (2024,)),
        (2024.2, 2024.9, (2024,)),
    ],
)
def test_the_years_of_an_axis_are_at_most_six_in_round_steps(
    first: float, last: float, expected: tuple[int, ...]
) -> None:
    assert year_ticks(first, last) == expected


@pytest.mark.parametrize(("part", "text"), [(100, "100"), (12.5, "12.5"), (1 / 3, "0.33"), (0, "0")])
def test_places_in_percent_have_two_decimals_at_most(part: float, text: str) -> None:
    assert percent(part) == text


def test_marks_stand_in_the_order_of_time_and_the_undated_apart() -> None:
    found = history(
        figure("3000", PartialDate(2017), seen("2500"), seen("80", date(1994, 5, 27))), mirrored=False
    )

    assert found is not None
    assert [(mark.kind, mark.value) for mark in found.marks] == [
        ("dated", "80"),
        ("current", "3000"),
        ("undated", "2500"),
    ]
    assert [mark.x for mark in found.marks] == ["4", "78", "91"]  # of the 82 before the column, 4 are free
    assert [mark.y for mark in found.marks] == ["97.33", "0", "16.67"]
    assert found.border == "82"
    assert (found.least, found.most, found.first, found.last) == (
        "80",
        "3000",
        date(1994, 5, 27),
        PartialDate(2017),
    )


def test_where_text_runs_to_the_left_so_does_time() -> None:
    numbers = figure("3", date(2020, 1, 1), seen("2", date(2010, 1, 1)), seen("1", date(2000, 1, 1)))

    found = history(numbers, mirrored=True)

    assert found is not None
    assert [(mark.value, mark.x) for mark in found.marks] == [("1", "96"), ("2", "50"), ("3", "4")]


def test_another_value_for_the_same_time_is_marked() -> None:
    found = history(
        figure("40", PartialDate(2024), seen("38", date(2024, 6, 1)), seen("36", PartialDate(2020))),
        mirrored=False,
    )

    assert found is not None
    assert [(mark.value, mark.kind) for mark in found.marks] == [
        ("36", "dated"),
        ("40", "current"),
        ("38", "differs"),
    ]
    assert found.kinds == ("current", "dated", "differs")


def test_two_sources_that_agree_are_one_mark_and_two_marks_are_no_chart() -> None:
    day = date(2020, 1, 1)

    assert history(figure("7", day, seen("7", day), seen("5", date(2010, 1, 1))), mirrored=False) is None
    assert history(figure("7", day), mirrored=False) is None


def moments(*days: date) -> list[Moment]:
    return [Moment(day, "", "en", "ltr", False, SOURCE) for day in days]


def test_what_lies_close_together_on_a_timeline_is_stacked() -> None:
    found = strip(
        moments(date(2000, 1, 1), date(2000, 1, 9), date(2010, 1, 1), date(2020, 1, 1)), mirrored=False
    )

    assert found is not None
    assert [(dot.x, dot.y) for dot in found.dots] == [("4", "75"), ("4.1", "25"), ("50", "75"), ("96", "75")]
    assert [year.when.year for year in found.years] == [2000, 2005, 2010, 2015, 2020]
    assert found.rows == 2


def test_a_crowd_on_a_timeline_is_twelve_dots_high_at_most() -> None:
    found = strip(moments(*[date(2000, 1, 1)] * 14, date(2020, 1, 1)), mirrored=True)

    assert found is not None
    assert found.rows == 12
    assert (found.dots[0].x, found.dots[-1].x) == ("96", "4")


def test_two_points_are_no_timeline_to_draw() -> None:
    assert strip(moments(date(2000, 1, 1), date(2020, 1, 1)), mirrored=False) is None
