"""Calendars as other programs read them: valid, in the right language, at the right hour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from icalendar import Calendar

from sitegen.types.keys import DocumentKey
from tests.sites import Files, base_text, build_good, entry, model
from tests.sites import attempt as attempt_build

EVENTS = """\
name: Event
plural: Events
date: start
calendar: {start: start, end: end, place: place}
fields:
  start: {kind: datetime, whole_day: true, partial: true}
  end: {kind: datetime, whole_day: true, partial: true}
  place: {}
"""
TYPES: Files = {
    "content/events/_type.yaml": EVENTS,
    "content/site.yaml": base_text("content/site.yaml") + "time_zone: Europe/Paris\n",
}


def calendar_with(tmp_path: Path, *lines: str, title: str = "It") -> bytes:
    outcome = build_good(tmp_path, {**TYPES, "content/events/it.md": entry(title, *lines)})
    return next(a.data for a in outcome.artifacts if a.path == "events/it/event.ics")


def event_of(data: bytes) -> Any:
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        # Whole days: the end is the day after the last.
        (("start: 2026-12-01",), date(2026, 12, 1), date(2026, 12, 2)),
        (("start: 2026-12-30", "end: 2027-01-01"), date(2026, 12, 30), date(2027, 1, 2)),
        (("start: 2026-12-01", "end: 2026-12"), date(2026, 12, 1), date(2027, 1, 1)),
        (("start: 9999-12-31",), date(9999, 12, 31), None),
        # Moments.
        (("start: 2026-12-01 18:00",), datetime(2026, 12, 1, 17, tzinfo=UTC), None),
        (("start: 2026-12-01 18:00", "end: 2026-12-01 20:00"), datetime(2026, 12, 1, 17, tzinfo=UTC),
         datetime(2026, 12, 1, 19, tzinfo=UTC)),
        (("start: 2026-12-01 18:00", "end: 2026-12-01 18:00"), datetime(2026, 12, 1, 17, tzinfo=UTC), None),
        (("start: 2027-03-29 14:00 America/Bogota",), datetime(2027, 3, 29, 19, tzinfo=UTC), None),
        # An hour and a day.
        (("start: 2026-12-01T09:00+01:00", "end: 2026-12-03"), datetime(2026, 12, 1, 8, tzinfo=UTC),
         datetime(2026, 12, 3, 23, tzinfo=UTC)),
        (("start: 2026-12-01 09:00 Asia/Tokyo", "end: 2026-12"), datetime(2026, 12, 1, 0, tzinfo=UTC),
         datetime(2026, 12, 31, 15, tzinfo=UTC)),
        (("start: 2026-12-01", "end: 2026-12-03 17:00"), date(2026, 12, 1), date(2026, 12, 4)),
    ],
)  # fmt: skip
def test_an_event_has_its_span(tmp_path: Path, lines: tuple[str, ...], start: date, end: date | None) -> None:
    event = event_of(calendar_with(tmp_path, *lines))

    assert event["DTSTART"].dt == start
    assert (event["DTEND"].dt if "DTEND" in event else None) == end


def test_an_event_ends_not_before_it_begins(tmp_path: Path) -> None:
    files = {**TYPES, "content/events/it.md": entry("It", "start: 2026-12-01 18:00", "end: 2026-12-01 17:00")}

    assert attempt_build(tmp_path, files).codes == ["date.order"]


def test_every_text_has_its_language(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/events/one.md": entry(
            "One", "summary: Only in English.", "start: 2026-12-01", "place: Oslo"
        ),
        "content/events/two.md": entry("Two", "summary: Half.", "start: 2026-12-02", "place: Rome"),
        "content/events/two.fr.md": entry("Deux", "summary: À moitié."),
    }
    outcome = build_good(tmp_path, files)
    data = {artifact.path: artifact.data for artifact in outcome.artifacts}
    found = {
        str(event["UID"]): {name: (str(event[name]), event[name].params["LANGUAGE"]) for name in TEXTS}
        for event in Calendar.from_ical(data["fr/events/calendar.ics"]).walk("VEVENT")
    }

    assert found == {
        "events.one@example.org": {
            "SUMMARY": ("One", "en"), "DESCRIPTION": ("Only in English.", "en"), "LOCATION": ("Oslo", "en"),
        },
        "events.two@example.org": {
            "SUMMARY": ("Deux", "fr"), "DESCRIPTION": ("À moitié.", "fr"), "LOCATION": ("Rome", "en"),
        },
    }  # fmt: skip
    assert {path for path in data if path.endswith("event.ics")} == {
        "events/one/event.ics", "events/two/event.ics", "fr/events/two/event.ics",
    }  # fmt: skip


TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")


def test_the_file_of_an_event_says_what_the_calendar_says(tmp_path: Path) -> None:
    lines = ("summary: Stalls.", "start: 2026-12-01", "place: Bonn", "updated: 2026-05-01")
    outcome = build_good(tmp_path, {**TYPES, "content/events/it.md": entry("It", *lines)})
    data = {artifact.path: artifact.data for artifact in outcome.artifacts}
    alone, among = event_of(data["events/it/event.ics"]), event_of(data["events/calendar.ics"])

    assert alone.to_ical() == among.to_ical()
    assert alone["LAST-MODIFIED"].dt == datetime(2026, 4, 30, 22, tzinfo=UTC)
    assert b"NAME:" not in data["events/it/event.ics"]


def test_lines_are_folded_and_signs_escaped(tmp_path: Path) -> None:
    place = "Genève; salle d’été, " + "日本語" * 40 + r" C:\n"
    data = calendar_with(tmp_path, "start: 2026-12-01", f"place: '{place}'", title="'A: b; c, \"d\"'")

    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data)
    assert (str(event_of(data)["LOCATION"]), str(event_of(data)["SUMMARY"])) == (place, 'A: b; c, "d"')


# --- events that repeat --------------------------------------------------------------------


def times(data: bytes) -> list[datetime]:
    """When the event begins, as a program that knows nothing but the file computes it."""
    event = event_of(data)
    start = event["DTSTART"].dt
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    without = event.get("EXDATE", [])
    days = {it.dt for many in (without if isinstance(without, list) else [without]) for it in many.dts}
    return [moment for moment in rule if moment not in days]


RULES: Mapping[str, tuple[str, ...]] = {
    "monthly": ("start: 2026-12-01 18:00", "repeats: {every: month, on: first tue, until: 2027-06-30}"),
    "except": (
        "start: 2026-12-01 18:00",
        "repeats: {every: month, on: first tue, until: 2027-06-30, except: [2027-01-05, 2027-04-06]}",
    ),
    "weekly": ("start: 2027-03-01 18:00", "repeats: {every: 2 weeks, on: [mon, thu], times: 12}"),
    "far": ("start: 2027-03-01 18:00 Australia/Lord_Howe", "repeats: {every: week, times: 60}"),
    "last day": ("start: 2026-12-01 00:30", "repeats: {every: day, until: 2026-12-05}"),
    "distance": ("start: 2026-12-01T18:00+03:00", "repeats: {every: day, times: 3}"),
    "half an hour": ("start: 2026-12-01T18:00-03:30", "repeats: {every: day, times: 3}"),
    "UTC": ("start: 2026-12-01 18:00 UTC", "repeats: {every: week, times: 30}"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_calendar_and_a_page_have_the_same_dates(tmp_path: Path, name: str) -> None:
    from sitegen.model.occurrences import occurrences_of

    files = {**TYPES, "content/events/it.md": entry("It", *RULES[name])}
    site = model(tmp_path / "model", files)
    outcome = attempt_build(tmp_path / "site", files)
    data = next(a.data for a in outcome.artifacts if a.path == "events/it/event.ics")
    known = occurrences_of(site.config.types["events"], site.pages[DocumentKey("events/it@en")].fields)

    assert [code for code in outcome.codes if code != "repeats.zone"] == []
    assert len(known) >= 3
    assert [it.astimezone(UTC) for it in times(data)] == [it.start.astimezone(UTC) for it in known]  # type: ignore[attr-defined]


def test_a_rule_stands_in_the_zone_of_the_event(tmp_path: Path) -> None:
    data = calendar_with(tmp_path, "end: 2026-12-01 20:00", *RULES["except"])
    (zone,) = Calendar.from_ical(data).walk("VTIMEZONE")
    event = event_of(data)

    assert b"DTSTART;TZID=Europe/Paris:20261201T180000\r\n" in data
    assert b"DTEND;TZID=Europe/Paris:20261201T200000\r\n" in data
    assert b"EXDATE;TZID=Europe/Paris:20270105T180000\r\n" in data
    assert b"RRULE:FREQ=MONTHLY;UNTIL=20270630T215959Z;BYDAY=1TU\r\n" in data
    assert event["DTSTART"].dt == datetime(2026, 12, 1, 18, tzinfo=ZoneInfo("Europe/Paris"))
    assert str(zone["TZID"]) == "Europe/Paris"
    assert b"TZOFFSETTO:+0200" in zone.to_ical()


def test_whole_days_repeat_without_a_zone(tmp_path: Path) -> None:
    lines = ("start: 2026-12-01", "end: 2026-12-02")
    data = calendar_with(tmp_path, *lines, "repeats: {every: week, until: 2027-01-31, except: 2026-12-08}")

    assert b"RRULE:FREQ=WEEKLY;UNTIL=20270131\r\n" in data
    assert b"EXDATE;VALUE=DATE:20261208\r\n" in data
    assert b"VTIMEZONE" not in data


def test_an_event_that_is_not_dated_to_the_day_has_no_file(tmp_path: Path) -> None:
    files: Files = {
        **TYPES,
        "content/events/month.md": entry("Month", "start: 2026-12"),
        "content/events/gone.md": entry("Gone", "start: 2026-12-01", "withdrawn: It was called off."),
    }

    assert not [path for path in build_good(tmp_path, files).paths if path.endswith(".ics")]


def test_a_page_leads_to_the_file_of_its_event(tmp_path: Path) -> None:
    files = {
        **TYPES,
        "content/events/it.md": entry("It", "start: 2026-12-01"),
        "templates/entry.html": "{{ page.calendar }}",
    }
    outcome = build_good(tmp_path, files, base_url="https://example.org/preview")

    assert outcome["events/it/index.html"] == "/preview/events/it/event.ics"
    assert outcome["topics/food/index.html"] == ""


@pytest.mark.parametrize(
    ("lines", "stamp"),
    [
        ((), "19700101T000000Z"),
        (("updated: 2026-05-20",), "20260519T220000Z"),
        (("publish_on: 2026-05-10",), "20260509T220000Z"),
        (("publish_on: 2026-05-10", "updated: 2026-05-20"), "20260519T220000Z"),
        (("publish_on: 2026-05-10", "updated: 2026-05-01"), "20260509T220000Z"),
    ],
)
def test_an_event_says_when_it_was_last_revised(lines: tuple[str, ...], stamp: str, tmp_path: Path) -> None:
    files = {**TYPES, "content/events/fair.md": entry("Fair", "start: 2027-09-01", *lines)}
    outcome = build_good(tmp_path, files)

    for path in ("events/calendar.ics", "events/fair/event.ics"):
        data = next(artifact.data for artifact in outcome.artifacts if artifact.path == path)
        assert f"DTSTAMP:{stamp}\r\n".encode() in data
