"""Dates as exact as their source, and the states that follow from them on a given day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sitegen.model.dates import at, first_day, first_given, last_day, order, states
from sitegen.types import PartialDate, StateRule, When
from sitegen.types.keys import DocumentKey, ScopeKey
from tests.sites import Files, build_good, entry, model

DAY = date(2024, 5, 3)
EVENTS = StateRule(("start",), ("end", "start"), None, {"upcoming": {}, "ongoing": {}, "past": {}})
CALLS = StateRule(("opens",), ("closes",), "status", {"soon": {}, "open": {}, "closed": {}, "cancelled": {}})


def test_a_month_begins_on_its_first_and_ends_on_its_last_day() -> None:
    assert (first_day(PartialDate(2024, 2)), last_day(PartialDate(2024, 2))) == (
        date(2024, 2, 1), date(2024, 2, 29),
    )  # fmt: skip
    assert last_day(PartialDate(2023, 2)) == date(2023, 2, 28)


def test_a_year_begins_in_january_and_ends_in_december() -> None:
    assert (first_day(PartialDate(2024)), last_day(PartialDate(2024))) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
    )


def test_a_moment_has_its_own_day() -> None:
    assert first_day(datetime(2024, 5, 3, 23, 59, tzinfo=UTC)) == DAY


def test_dates_of_every_exactness_can_be_ordered() -> None:
    moment = datetime(2024, 5, 3, 8, 30, tzinfo=UTC)
    ordered: tuple[When, ...] = (
        PartialDate(2024),
        PartialDate(2024, 5),
        DAY,
        moment,
        date(2024, 5, 4),
        PartialDate(2025),
    )

    shuffled = [ordered[number] for number in (4, 1, 5, 0, 3, 2)]

    assert tuple(sorted(shuffled, key=order)) == ordered


def test_the_first_field_that_has_a_date_counts() -> None:
    fields = {"a": "text", "b": DAY, "c": PartialDate(2020)}

    assert first_given(fields, ("missing", "a", "b", "c")) == DAY
    assert first_given(fields, ("missing",)) is None


@pytest.mark.parametrize(
    ("start", "end", "today", "state"),
    [
        (DAY, None, date(2024, 5, 2), "upcoming"),
        (DAY, None, date(2024, 5, 3), "ongoing"),
        (DAY, None, date(2024, 5, 4), "past"),
        (DAY, date(2024, 5, 5), date(2024, 5, 4), "ongoing"),
        (DAY, date(2024, 5, 5), date(2024, 5, 5), "ongoing"),
        (DAY, date(2024, 5, 5), date(2024, 5, 6), "past"),
        (PartialDate(2024, 5), None, date(2024, 4, 30), "upcoming"),
        (PartialDate(2024, 5), None, date(2024, 5, 1), "ongoing"),
        (PartialDate(2024, 5), None, date(2024, 5, 31), "ongoing"),
        (PartialDate(2024, 5), None, date(2024, 6, 1), "past"),
        (PartialDate(2024), None, date(2023, 12, 31), "upcoming"),
        (PartialDate(2024), None, date(2024, 12, 31), "ongoing"),
        (PartialDate(2024), None, date(2025, 1, 1), "past"),
        (None, DAY, date(2024, 5, 3), "ongoing"),
        (None, None, date(2024, 5, 3), "ongoing"),
    ],
)
def test_an_event_is_upcoming_ongoing_or_past(
    start: When | None, end: When | None, today: date, state: str
) -> None:
    fields = {name: value for name, value in (("start", start), ("end", end)) if value}

    assert at(states(EVENTS, fields, UTC), today) == state


@pytest.mark.parametrize(
    ("fields", "today", "state"),
    [
        ({"opens": DAY}, date(2024, 5, 2), "soon"),
        ({"opens": DAY}, date(2030, 1, 1), "open"),
        ({"closes": DAY}, date(2024, 5, 3), "open"),
        ({"closes": DAY}, date(2024, 5, 4), "closed"),
        ({"closes": datetime(2024, 5, 3, 12, tzinfo=UTC)}, date(2024, 5, 3), "open"),
        ({"closes": DAY, "status": "cancelled"}, date(2024, 5, 1), "cancelled"),
        ({"closes": DAY, "status": "open"}, date(2030, 1, 1), "open"),
    ],
)
def test_a_call_is_open_until_the_end_of_its_last_day(
    fields: dict[str, object], today: date, state: str
) -> None:
    assert at(states(CALLS, fields, UTC), today) == state


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2024, 5, 2), "planned"), (date(2024, 5, 3), "active"), (date(2026, 12, 31), "active"),
     (date(2027, 1, 1), "ended")],
)  # fmt: skip
def test_a_project_of_the_site_changes_its_state_with_the_day(
    tmp_path: Path, today: date, state: str
) -> None:
    site = model(tmp_path, today=today)

    assert site.pages[DocumentKey("projects/spark@en")].state == state
    assert site.facets[ScopeKey("type:projects")]["state"] == {state: ("projects/spark",)}


def test_a_state_is_shown_in_the_language_of_the_page(tmp_path: Path) -> None:
    files: Files = {"content/projects/spark.fr.md": entry("Étincelle")}
    outcome = build_good(tmp_path, files, today=date(2030, 1, 1))

    assert '<p class="state">Ended</p>' in outcome["projects/spark/index.html"]
    assert '<p class="state">Terminé</p>' in outcome["fr/projects/spark/index.html"]


def test_a_list_can_choose_by_state(tmp_path: Path) -> None:
    files: Files = {
        "content/events/_type.yaml": (
            "name: Event\nplural: Events\ndate: start\n"
            "state: {from: start, until: start, values: {upcoming: Upcoming, ongoing: Ongoing, past: Past}}\n"
            "fields:\n  start: {kind: date}\n"
        ),
        "content/events/old.md": entry("Old", "start: 2026-05-30"),
        "content/events/now.md": entry("Now", "start: 2026-05-31"),
        "content/events/next.md": entry("Next", "start: 2026-06-01"),
        "content/site.yaml": (
            "title: A\ndescription: B.\nbase_url: https://example.org\nlanguages: {en: {}, fr: {}}\n"
            "taxonomies: {countries: {}}\nalphabet: {}\nmenus: {main: []}\n"
            "lists:\n  latest: {types: [events], where: {state: [upcoming, ongoing]}, sort: [start]}\n"
        ),
    }

    assert model(tmp_path, files).lists["latest"] == ("events/now", "events/next")


def test_a_date_far_away_is_no_problem(tmp_path: Path) -> None:
    build_good(tmp_path, {"content/projects/glow.md": entry("Glow", "start: 1290", "end: 9999")})
