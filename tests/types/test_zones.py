"""Time zones have the tables of the package tzdata, on every machine."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime
from pathlib import Path

import tzdata

from sitegen.types.zones import day_of, names, zone_named


def test_all_zones_of_tzdata_with_a_place_are_known() -> None:
    assert {name for name in zoneinfo.available_timezones() if "/" in name} | {"GMT", "UTC"} == names()


def test_every_table_is_a_file_of_tzdata() -> None:
    tables = Path(tzdata.__file__).resolve().parent / "zoneinfo"

    assert (str(tables),) == zoneinfo.TZPATH
    assert [name for name in names() if not (tables / name).is_file()] == []


def test_a_day_begins_at_midnight_of_its_zone() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert day_of(late, "Europe/Zurich") == date(2026, 7, 2)
    assert day_of(late, None) == day_of(late, "UTC") == date(2026, 7, 1)
    assert zone_named("UTC") is UTC
