"""Time zones by their names in the IANA database, and the day on which a moment falls.

The tables come from the package tzdata on every machine: those of an operating system may be older, and the
pages of a site must not depend on the machine that builds it.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from sitegen.types import Config

zoneinfo.reset_tzpath(to=())

WORLD = ("UTC", "GMT")
"""Names without a place that are zones all the same."""


@cache
def names() -> frozenset[str]:
    """The names of all zones: `Europe/Paris`, `UTC`."""
    return frozenset(name for name in zoneinfo.available_timezones() if "/" in name or name in WORLD)


def zone_named(name: str | None) -> tzinfo:
    """The zone with one of these names; UTC where there is none."""
    return UTC if name is None or name in WORLD else ZoneInfo(name)


def declared_zone(config: Config) -> tzinfo | None:
    """The zone that the site declares; none where it declares none."""
    return zone_named(config.time_zone) if config.time_zone else None


def site_zone(config: Config) -> tzinfo:
    """The zone by which the site's days turn: the one that it declares, or UTC."""
    return zone_named(config.time_zone)


def day_of(now: date, name: str | None) -> date:
    """The day of a moment in the zone of this name; a day, or a moment without a zone, as it is."""
    if not isinstance(now, datetime):
        return now
    return (now.astimezone(zone_named(name)) if now.tzinfo else now).date()
