"""Time zones by IANA name, and the day of a moment in a zone.

The tables come from the package tzdata on every machine: those of an operating system may be older, and the
pages of a site must not depend on the machine that builds it.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path

import tzdata

from sitegen.types import Config

TABLES = Path(tzdata.__file__).resolve().parent
zoneinfo.reset_tzpath(to=[str(TABLES / "zoneinfo")])

WORLD = ("UTC", "GMT")
"""Zone names without a place."""


@cache
def names() -> frozenset[str]:
    """Names of all zones: `Europe/Paris`, `UTC`."""
    return frozenset(it for it in (TABLES / "zones").read_text("utf-8").split() if "/" in it or it in WORLD)


def zone_named(name: str | None) -> tzinfo:
    """Returns the zone with this name; UTC for None."""
    return UTC if name is None or name in WORLD else zoneinfo.ZoneInfo(name)


def declared_zone(config: Config) -> tzinfo | None:
    """Time zone that the site declares; None if it declares none."""
    return zone_named(config.time_zone) if config.time_zone else None


def site_zone(config: Config) -> tzinfo:
    """Time zone in which the site's days begin: the declared one, or UTC."""
    return zone_named(config.time_zone)


def day_of(now: date, name: str | None) -> date:
    """Returns the day of a moment in the named zone; a day, or a moment without a zone, is unchanged."""
    if not isinstance(now, datetime):
        return now
    return (now.astimezone(zone_named(name)) if now.tzinfo else now).date()
