"""Moments as people write them, and the day on which they fall in a site's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen.kinds.moments import NotAMoment, read_moment
from sitegen.store.codec import decode, encode
from sitegen.types.keys import DocumentKey
from sitegen.types.zones import day_of
from tests.sites import attempt, base_text, build_good, entry, load, model

PARIS = ZoneInfo("Europe/Paris")
BOGOTA = ZoneInfo("America/Bogota")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        # Named zones, in winter, in summer, and where the clocks never change.
        ("2026-12-01 14:00 Europe/Paris", utc(2026, 12, 1, 13)),
        ("2027-03-29 14:00 Europe/Paris", utc(2027, 3, 29, 12)),
        ("2027-03-29T14:00 Europe/Paris", utc(2027, 3, 29, 12)),
        ("2027-03-29  9:05  America/Argentina/Buenos_Aires", utc(2027, 3, 29, 12, 5)),
        ("2027-07-01 18:00 Asia/Kolkata", utc(2027, 7, 1, 12, 30)),
        ("2027-07-01 18:00 UTC", utc(2027, 7, 1, 18)),
        ("2027-07-01 18:00 GMT", utc(2027, 7, 1, 18)),
        # Distances from UTC as real sites write them.
        ("2019-02-19 15:00:00 -0500", utc(2019, 2, 19, 20)),
        ("2015-07-20 1:46:00 -0400", utc(2015, 7, 20, 5, 46)),
        ("2016-05-01T10:00:00-04:00", utc(2016, 5, 1, 14)),
        ("2023-12-05 15:48:00 -05:00", utc(2023, 12, 5, 20, 48)),
        ("2023-12-05 15:48 +05:45", utc(2023, 12, 5, 10, 3)),
        ("2023-12-05 15:48+9", utc(2023, 12, 5, 6, 48)),
        ("2023-12-05 15:48 +14:00", utc(2023, 12, 5, 1, 48)),
        ("2023-12-05T15:48:10.123456Z", utc(2023, 12, 5, 15, 48, 10)),
        ("2023-12-05t15:48z", utc(2023, 12, 5, 15, 48)),
    ],
)
def test_a_moment_is_read_with_its_zone(text: str, moment: datetime) -> None:
    assert read_moment(text, None, "") == moment


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-12-01 09:00", "2026-12-01T09:00:00+01:00"),
        ("2026-07-01 9:00", "2026-07-01T09:00:00+02:00"),
        ("2026-07-01T12:00Z", "2026-07-01T14:00:00+02:00"),
        ("2026-07-01T12:00+02:00", "2026-07-01T12:00:00+02:00"),
        ("2026-07-01T12:00+09:00", "2026-07-01T12:00:00+09:00"),
        ("2026-07-01 12:00 Asia/Tokyo", "2026-07-01T12:00:00+09:00"),
    ],
)
def test_the_zone_of_the_site_is_that_of_moments_without_one(text: str, shown: str) -> None:
    moment = read_moment(text, PARIS, "")

    assert moment.isoformat() == shown
    assert (moment.tzinfo is PARIS) == (not shown.endswith("+09:00"))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2024-01-01 10:00", '"2024-01-01 10:00" has no time zone',
         "name it: 2024-01-01 10:00 Europe/Paris or 2024-01-01T10:00+02:00, "
         "or set time_zone in content/site.yaml"),
        ("2024-01-01 10:00 Europe/Pari", 'there is no time zone "Europe/Pari"', "did you mean Europe/Paris?"),
        ("2024-01-01 10:00 ../etc", '"2024-01-01 10:00 ../etc" is not a date with a time', "ADVICE"),
        ("2024-01-01 10:00 CET", '"CET" is an abbreviation, which several zones share',
         "name the zone by a city: Europe/Paris, America/Bogota; or UTC"),
        ("2024-01-01 3:00 PM", '"2024-01-01 3:00 PM" is not a date with a time',
         "use the 24-hour clock: 2024-01-01 15:00"),
        ("2024-01-01 12:30 a.m.", '"2024-01-01 12:30 a.m." is not a date with a time',
         "use the 24-hour clock: 2024-01-01 00:30"),
        ("2024-01-01 10:00 +15:00",
         'there is no moment 2024-01-01 10:00 +15:00: no place is "+15:00" from UTC',
         "like +02:00 or -05:30"),
        ("2024-01-01 24:00Z", "there is no moment 2024-01-01 24:00Z", "check day and hour"),
        ("0001-01-01 00:00 Asia/Tokyo", "there is no moment 0001-01-01 00:00", "check the year"),
        ("9999-12-31 23:00 America/Bogota", "there is no moment 9999-12-31 23:00", "check the year"),
        ("2027-03-28 02:30 Europe/Paris",
         "there is no 02:30 on 2027-03-28 in Europe/Paris: clocks are put forward then",
         "write the hour that clocks show: 03:30"),
        ("2027-10-31 02:30 Europe/Paris",
         "02:30 on 2027-10-31 comes twice in Europe/Paris: clocks are put back then",
         "write which of the two is meant: 2027-10-31T02:30+02:00 or 2027-10-31T02:30+01:00"),
        ("٢٠٢٤-٠١-٠١ 10:00Z", '"٢٠٢٤-٠١-٠١ 10:00Z" is not a date with a time', "ADVICE"),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_explained(text: str, message: str, hint: str) -> None:
    with pytest.raises(NotAMoment) as found:
        read_moment(text, None, "ADVICE")

    assert (found.value.message, found.value.hint) == (message, hint)


def test_the_hour_that_comes_twice_can_be_written_with_its_distance() -> None:
    first = read_moment("2027-10-31T02:30+02:00", PARIS, "")
    second = read_moment("2027-10-31T02:30+01:00", PARIS, "")

    assert (second.astimezone(UTC) - first.astimezone(UTC)) == timedelta(hours=1)
    assert decode(encode((first, second))) == (first, second)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 3, 29, 14, tzinfo=PARIS),
        datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=PARIS),
        datetime(2027, 3, 29, 14, 0, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
        datetime(2027, 3, 29, 14, tzinfo=UTC),
    ],
)
def test_a_moment_keeps_its_zone_between_builds(moment: datetime) -> None:
    kept = decode(encode(moment))

    assert isinstance(kept, datetime)
    assert (repr(kept), kept.isoformat()) == (repr(moment), moment.isoformat())


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        (date(2026, 5, 31), "Asia/Tokyo", date(2026, 5, 31)),
        (utc(2026, 5, 31, 23), None, date(2026, 5, 31)),
        (utc(2026, 5, 31, 23), "Europe/Paris", date(2026, 6, 1)),
        (utc(2026, 5, 31, 3), "America/Bogota", date(2026, 5, 30)),
        (datetime(2026, 5, 31, 23), "Asia/Tokyo", date(2026, 5, 31)),  # noqa: DTZ001 - as `--now` can be
    ],
)
def test_today_is_the_day_in_the_zone_of_the_site(now: date, zone: str | None, day: date) -> None:
    assert day_of(now, zone) == day


# --- in a site -----------------------------------------------------------------------------

EVENTS = """\
name: Event
plural: Events
date: start
state: {from: start, until: [end, start], values: {upcoming: Upcoming, ongoing: Now, past: Past}}
calendar: {start: start, end: end}
fields:
  start: {kind: datetime, whole_day: true}
  end: {kind: datetime, whole_day: true}
"""
ONLY_DATES = "{% if page.date %}{{ page.date|date }}|{{ page.date|datetime_attribute }}{% endif %}"
IN_ZURICH = base_text("content/site.yaml") + "time_zone: Europe/Zurich\n"


def call(start: str) -> dict[str, str | bytes | None]:
    return {"content/events/_type.yaml": EVENTS, "content/events/call.md": entry("Call", f"start: {start}")}


@pytest.mark.parametrize(
    ("day", "zurich", "utc_state"), [(30, "upcoming", "ongoing"), (1, "ongoing", "past"), (2, "past", "past")]
)
def test_states_turn_by_the_days_of_the_site(tmp_path: Path, day: int, zurich: str, utc_state: str) -> None:
    today = date(2026, 12 if day < 30 else 11, day)
    files = call("2026-11-30T23:30Z")  # in Zurich the first of December
    there = model(tmp_path / "zurich", {**files, "content/site.yaml": IN_ZURICH}, today=today)
    here = model(tmp_path / "utc", files, today=today)

    key = DocumentKey("events/call@en")
    assert (there.pages[key].state, here.pages[key].state) == (zurich, utc_state)


def test_a_moment_is_shown_with_the_distance_of_its_zone_on_that_day(tmp_path: Path) -> None:
    files = call("2027-03-29 14:00 Europe/Paris") | {"templates/entry.html": ONLY_DATES}

    assert build_good(tmp_path, files)["events/call/index.html"] == (
        "29 March 2027, 14:00 (UTC+2)|2027-03-29T14:00+02:00"
    )


def test_a_moment_without_a_zone_takes_that_of_the_site(tmp_path: Path) -> None:
    files = call("2026-12-01 9:00") | {"templates/entry.html": ONLY_DATES}
    outcome = build_good(tmp_path, {**files, "content/site.yaml": IN_ZURICH})

    assert outcome["events/call/index.html"] == "1 December 2026, 09:00 (UTC+1)|2026-12-01T09:00+01:00"


def test_a_zone_of_the_site_that_does_not_exist_gets_a_suggestion(tmp_path: Path) -> None:
    site = base_text("content/site.yaml") + "time_zone: Europe/Zürich\n"

    assert "did you mean Europe/Zurich?" in attempt(tmp_path, {"content/site.yaml": site}).problems


def test_the_day_of_a_moment_that_counts_as_now_is_that_of_the_site(tmp_path: Path) -> None:
    build_good(tmp_path, {"content/site.yaml": IN_ZURICH})

    assert load(tmp_path, utc(2026, 5, 31, 22, 30)).today == date(2026, 6, 1)
