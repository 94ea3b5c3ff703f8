"""Events that repeat: how they are written, when they take place, and what pages, lists and states show."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.model.occurrences import MOST, occurrences_of
from sitegen.store.codec import decode, encode
from sitegen.types import Repeats
from sitegen.types.keys import DocumentKey
from sitegen.upkeep.next_change import next_change
from tests.build.builds import build, tree
from tests.sites import Files, attempt, base_text, build_good, entry, load, make_site, model

EVENTS = """\
name: Event
plural: Events
date: start
sort: [start, title]
state: {from: start, until: [end, start], values: {upcoming: Upcoming, ongoing: Now, past: Past}}
schema: {type: Event, properties: {startDate: start, endDate: end}}
calendar: {start: start, end: end}
fields:
  start: {kind: datetime, whole_day: true}
  end: {kind: datetime, whole_day: true}
index: {facets: [state, year], feed: true}
"""
TYPES: Files = {
    "content/events/_type.yaml": EVENTS,
    "content/site.yaml": base_text("content/site.yaml") + "time_zone: Europe/Paris\n",
}
MONTHLY = "repeats: {every: month, on: first tue, until: 2027-06-30, except: 2027-01-05}"
OPEN_HOUSE = entry("Open house", "start: 2026-12-01 18:00", "end: 2026-12-01 20:00", MONTHLY)
SITE: Files = {
    **TYPES,
    "content/events/open-house.md": OPEN_HOUSE,
    "content/events/fair.md": entry("Fair", "start: 2027-02-20"),
}


def event(*lines: str) -> Files:
    return {**TYPES, "content/events/it.md": entry("It", *lines)}


def dates(tmp_path: Path, *lines: str) -> list[str]:
    """When the event begins each time, as its clock shows it."""
    site = model(tmp_path, event(*lines))
    found = occurrences_of(site.config.types["events"], site.pages[DocumentKey("events/it@en")].fields)
    return [it.start.isoformat() for it in found]


# --- how it is written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "written", "expected"),
    [
        ("2026-12-30", "{every: day, times: 4}", ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]),
        ("2026-12-01", "{every: week, times: 3}", ["2026-12-01", "2026-12-08", "2026-12-15"]),
        ("2026-12-01", "{every: 2 weeks, until: 2026-12-29}", ["2026-12-01", "2026-12-15", "2026-12-29"]),
        ("2026-12-01", "{every: week, on: [tue, thursday], times: 2}", ["2026-12-01", "2026-12-03"]),
        ("2026-12-01", "{every: week, on: TU, until: 2026-12-08}", ["2026-12-01", "2026-12-08"]),
        ("2026-12-01", "{every: month, on: first tue, times: 2}", ["2026-12-01", "2027-01-05"]),
        ("2026-12-25", "{every: month, on: last friday, times: 2}", ["2026-12-25", "2027-01-29"]),
        ("2026-12-25", "{every: month, on: -1FR, times: 2}", ["2026-12-25", "2027-01-29"]),
        ("2027-01-31", "{every: month, times: 3}", ["2027-01-31", "2027-03-31", "2027-05-31"]),
        ("2028-02-29", "{every: year, times: 2}", ["2028-02-29", "2032-02-29"]),
        ("2026-12-01", "{every: week, times: 3, except: [2026-12-08]}", ["2026-12-01", "2026-12-15"]),
        ("2026-12-01", "FREQ=MONTHLY;BYDAY=1TU;UNTIL=20270201", ["2026-12-01", "2027-01-05"]),
        ("2026-12-01", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2;WKST=MO", ["2026-12-01", "2026-12-15"]),
    ],
)  # fmt: skip
def test_dates_follow_the_rule(tmp_path: Path, start: str, written: str, expected: list[str]) -> None:
    assert dates(tmp_path, f"start: {start}", f"repeats: {written}") == expected


def test_the_clock_shows_the_same_hour_in_summer(tmp_path: Path) -> None:
    found = dates(tmp_path, "start: 2027-03-21 18:00", "repeats: {every: week, times: 2}")

    assert found == ["2027-03-21T18:00:00+01:00", "2027-03-28T18:00:00+02:00"]


def test_the_end_moves_along_by_the_clock(tmp_path: Path) -> None:
    lines = ("start: 2027-03-27 22:00", "end: 2027-03-28 04:00", "repeats: {every: week, times: 2}")
    site = model(tmp_path, event(*lines))
    paris = ZoneInfo("Europe/Paris")
    _, second = occurrences_of(site.config.types["events"], site.pages[DocumentKey("events/it@en")].fields)

    assert second.end == datetime(2027, 4, 4, 4, tzinfo=paris)


def test_a_rule_is_the_same_between_builds() -> None:
    rule = Repeats("MONTHLY", 2, ("1TU", "-1FR"), date(2027, 6, 30), None, (date(2027, 1, 5),))

    assert decode(encode({"repeats": rule})) == {"repeats": rule}


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ("{every: weak, times: 2}", '"weak" is no distance between dates', "did you mean week?"),
        ("{every: 200 days, times: 2}", '"200" is not a number from 1 to 100', ""),
        ("{on: tue, times: 2}", '"repeats" does not say how often',
         "every: week, as in {every: week, on: tue, until: 2027-06-30}"),
        ("{every: week}", "nothing says when it ends",
         "add until: with the last day, or times: {every: week, on: tue, until: 2027-06-30}"),
        ("{every: week, times: 2, until: 2027-01-01}", "it ends in two ways, by a day and by a number",
         "remove one of the two"),
        ("{every: week, untill: 2027-01-01}", '"repeats" has no key "untill"', "did you mean until?"),
        ("{every: week, until: soon}", '"soon" is not a day', "write it as 2027-06-30"),
        ("{every: week, until: 2027-02-30}", '"2027-02-30" is not a day', "write it as 2027-06-30"),
        ("{every: week, times: many}", '"many" is not a number from 1 to 1,000', ""),
        ("{every: week, on: tues, times: 2}", '"tues" is no day of the week', "did you mean tue?"),
        ("{every: week, on: first tue, times: 2}", '"first tue" does not come in every week',
         "the first or last of something needs every: month or every: year"),
        ("{every: month, on: frist tue, times: 2}", '"frist tue" is no day of the week',
         "did you mean first?"),
        ("{every: month, on: 9TU, times: 2}", '"9TU" does not come in every month',
         "the first or last of something needs every: month or every: year"),
        ("weekly", '"weekly" does not say how an event repeats',
         "like {every: week, on: tue, until: 2027-06-30}"),
        ("FREQ=HOURLY;COUNT=2", '"FREQ=HOURLY;COUNT=2" does not say how often',
         "like {every: week, on: tue, until: 2027-06-30}"),
        ("FREQ=MONTHLY;BYSETPOS=1;COUNT=2", '"BYSETPOS=1" is not a part of a rule that sitegen reads',
         "known: FREQ, INTERVAL, BYDAY, UNTIL, COUNT"),
        ("FREQ=WEEKLY;UNTIL=20270630T160000Z", '"20270630T160000Z" is not a day',
         "give the last day: UNTIL=20270630"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_explained(tmp_path: Path, written: str, message: str, hint: str) -> None:
    (problem,) = attempt(tmp_path, event("start: 2026-12-01", f"repeats: {written}")).found

    assert (problem.code, problem.message, problem.hint) == ("field.repeats", message, hint)
    assert problem.location.line == 4


@pytest.mark.parametrize(
    "field", ["repeats: {every: day, until: 9999-12-31}", "repeats: {every: day, times: 999999999}"]
)
def test_very_many_dates_are_an_error(tmp_path: Path, field: str) -> None:
    (problem,) = attempt(tmp_path, event("start: 2026-12-01", field)).found

    assert (problem.code, problem.message) == ("repeats.many", "it repeats more than 1,000 times")


def test_as_many_dates_as_there_may_be_are_none(tmp_path: Path) -> None:
    assert len(dates(tmp_path, "start: 2026-12-01", f"repeats: {{every: day, times: {MOST}}}")) == MOST


# --- what is shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state", "start"),
    [
        (date(2026, 11, 30), "upcoming", "2026-12-01T18:00:00+01:00"),
        (date(2026, 12, 1), "ongoing", "2026-12-01T18:00:00+01:00"),
        (date(2026, 12, 2), "upcoming", "2027-02-02T18:00:00+01:00"),
        (date(2027, 6, 1), "ongoing", "2027-06-01T18:00:00+02:00"),
        (date(2027, 6, 2), "past", "2027-06-01T18:00:00+02:00"),
    ],
)
def test_an_event_is_upcoming_until_the_last_time(
    tmp_path: Path, today: date, state: str, start: str
) -> None:
    page = model(tmp_path, SITE, today=today).pages[DocumentKey("events/open-house@en")]

    assert isinstance(page.date, datetime)
    assert (page.state, page.date.isoformat()) == (state, start)
    assert page.terms["year"] == ("2026", "2027")
    assert page.url == "/events/open-house/"


def test_lists_are_in_the_order_of_the_next_dates(tmp_path: Path) -> None:
    before = model(tmp_path / "a", SITE, today=date(2026, 12, 1)).entries["events"]
    after = model(tmp_path / "b", SITE, today=date(2027, 2, 3)).entries["events"]

    assert (before, after) == (
        ("events/open-house", "events/fair"),
        ("events/fair", "events/open-house"),
    )


def test_a_page_lists_the_dates_that_are_left(tmp_path: Path) -> None:
    template = (
        "{% if page.repeats %}"
        "{% for it in page.repeats.dates %}{{ it.start|date_range(it.end) }}|{% endfor %}"
        "{{ page.repeats.more }}{% endif %}"
    )
    files: Files = {
        **TYPES,
        "templates/entry.html": template,
        "content/events/it.md": OPEN_HOUSE,
        "content/events/daily.md": entry("Daily", "start: 2026-12-01", "repeats: {every: day, times: 30}"),
    }
    outcome = build_good(tmp_path, files, today=date(2027, 4, 7))

    assert outcome["events/it/index.html"] == (
        "4 May 2027, 18:00 – 20:00 (UTC+2)|1 June 2027, 18:00 – 20:00 (UTC+2)|0"
    )
    assert outcome["events/daily/index.html"] == ""


def test_a_page_says_how_many_more_there_are(tmp_path: Path) -> None:
    files: Files = {
        **event("start: 2026-12-01", "repeats: {every: day, times: 30}"),
        "templates/entry.html": (
            "{% if page.repeats %}{{ page.repeats.dates|length }}+{{ page.repeats.more }}{% endif %}"
        ),
    }

    assert build_good(tmp_path, files, today=date(2026, 12, 3))["events/it/index.html"] == "10+18"


def test_search_engines_are_told_the_next_date(tmp_path: Path) -> None:
    files = {**SITE, "templates/entry.html": "{{ linked_data }}"}
    (node, *_) = json.loads(
        build_good(tmp_path, files, today=date(2026, 12, 2))["events/open-house/index.html"]
    )["@graph"]

    assert (node["startDate"], node["endDate"]) == ("2027-02-02T18:00+01:00", "2027-02-02T20:00+01:00")


def test_data_keeps_the_first_date_and_the_rule(tmp_path: Path) -> None:
    found = json.loads(build_good(tmp_path, SITE, today=date(2026, 12, 2))["data/events.json"])["entries"]
    fields = next(item["fields"] for item in found if item["id"] == "events/open-house")

    assert fields == {
        "start": "2026-12-01T18:00+01:00",
        "end": "2026-12-01T20:00+01:00",
        "repeats": {
            "frequency": "MONTHLY", "interval": 1, "on": ["1TU"], "until": "2027-06-30",
            "exceptions": ["2027-01-05"],
        },
    }  # fmt: skip


def test_a_feed_names_the_next_date(tmp_path: Path) -> None:
    files = {
        **SITE,
        "content/events/open-house.md": OPEN_HOUSE.replace("end:", "publish_on: 2026-11-01\nend:"),
    }
    feed = build_good(tmp_path, files, today=date(2026, 12, 2))["events/feed.xml"]

    assert "2 February 2027, 18:00 – 20:00 (UTC+1)</summary>" in feed
    assert re.findall("<published>([^<]*)</published>", feed) == ["2026-11-01T00:00:00+01:00"]


# --- days that turn ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "day", "what"),
    [
        (date(2026, 11, 2), date(2026, 12, 1), "Upcoming → Now"),
        (date(2026, 12, 1), date(2026, 12, 2), "Now → Upcoming"),
        (date(2027, 5, 5), date(2027, 6, 1), "Upcoming → Now"),
        (date(2027, 6, 1), date(2027, 6, 2), "Now → Past"),
    ],
)
def test_the_days_of_an_event_are_days_on_which_the_site_changes(
    tmp_path: Path, today: date, day: date, what: str
) -> None:
    root = make_site(tmp_path, {**SITE, "content/events/fair.md": None})
    found, problems = next_change(root, load(root, today))

    assert problems == ()
    assert found is not None
    assert (found.day, [change.what for change in found.changes]) == (day, [what])


@pytest.mark.parametrize("with_state", [True, False])
def test_an_incremental_build_follows_the_dates(tmp_path: Path, with_state: bool) -> None:
    state = next(line for line in EVENTS.splitlines(keepends=True) if line.startswith("state:"))
    events = EVENTS if with_state else EVENTS.replace(state, "").replace("[state, year]", "[year]")
    shown = "{% if page.repeats %}{{ page.repeats.dates|length }}{% endif %}"
    template = f"{{% extends 'base.html' %}}{{% block main %}}{shown}{{% endblock %}}"
    files = {**SITE, "content/events/_type.yaml": events, "templates/entry.html": template}
    root = make_site(tmp_path / "site", files)
    for today in (date(2026, 11, 30), date(2026, 12, 2), date(2027, 2, 3), date(2027, 6, 2)):
        build(root, today=today)
        again = make_site(tmp_path / today.isoformat(), files)
        build(again, today=today)

        assert tree(root / "public") == tree(again / "public")
