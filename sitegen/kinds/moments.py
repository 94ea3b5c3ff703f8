"""Moments as people and programs write them: a day, an hour, and perhaps a time zone.

`2026-05-31 14:30 Europe/Paris`, `2026-05-31T14:30+02:00`, `2019-02-19 15:00:00 -0500`, `2026-05-31T12:30Z`
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from sitegen.problems.formats import suggest
from sitegen.types.patterns import lazy_pattern
from sitegen.types.zones import names, zone_named

MOMENT = lazy_pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]| +)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]{1,9})?)?"
    r" *(Z|z|[+-][0-9]{1,2}(?::?[0-9]{2})?|[A-Za-z][A-Za-z0-9_+/-]*)?"
)
HALF_DAY = lazy_pattern(r"(.{10})(?:[Tt]| +)([0-9]{1,2})(:[0-9]{2})? *([AaPp])\.?[Mm]\.?")
"""An hour on a clock of twelve: `3:00 PM`."""
FARTHEST = timedelta(hours=14)
"""The distance from UTC that no place exceeds."""


MARGIN = timedelta(days=2)
"""The least distance of a moment from the first and last that Python knows, so that any zone can show it."""


class NotAMoment(ValueError):
    """A text that is not read as a moment."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def read_moment(text: str, site_zone: tzinfo | None, advice: str) -> datetime:
    """The moment that a text gives; where it names no zone, in that of the site.

    `site_zone` is none where the site declares none, `advice` how a moment is written. Raises NotAMoment.
    """
    match = MOMENT.fullmatch(text)
    other_clock = _half_day(text)
    if match is None or other_clock:
        raise NotAMoment(f'"{text}" is not a date with a time', other_clock or advice)
    day, hour, minute, second, written = match.groups()
    try:
        clock = datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}:{second or '00'}")
    except ValueError as error:
        raise NotAMoment(f"there is no moment {text}", "check day and hour") from error
    if not written and site_zone is None:
        forms = f"{day} {clock:%H:%M} Europe/Paris or {day}T{clock:%H:%M}+02:00"
        hint = f"name it: {forms}, or set time_zone in content/site.yaml"
        raise NotAMoment(f'"{text}" has no time zone', hint)
    if not written or (written[0].isalpha() and written not in ("Z", "z")):
        zone = _named(written, advice) if written else site_zone
        assert zone is not None
        return _placed(clock, zone, written)
    return _in_site_zone(_placed(clock, _distance(text, written), written), site_zone, written)


def _half_day(text: str) -> str:
    match = HALF_DAY.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12:
        return ""
    hour = int(match[2]) % 12 + (12 if match[4] in "Pp" else 0)
    return f"use the 24-hour clock: {match[1]} {hour:02}{match[3] or ':00'}"


def _named(written: str, advice: str) -> tzinfo:
    """The zone with this name. Raises NotAMoment."""
    if written in names():
        return zone_named(written)
    if "/" not in written and len(written) <= 5 and written.isupper():
        message = f'"{written}" is an abbreviation, which several zones share'
        raise NotAMoment(message, "name the zone by a city: Europe/Paris, America/Bogota; or UTC")
    hint = suggest(written, names()) or "names are like Europe/Paris, America/Bogota or UTC"
    raise NotAMoment(f'there is no time zone "{written}"', hint)


def _distance(text: str, written: str) -> timezone:
    """The distance from UTC that digits give: `+02:00`, `-0500`, `+2`, `Z`. Raises NotAMoment."""
    if written in ("Z", "z"):
        return UTC
    digits = written[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    distance = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or distance > FARTHEST:
        raise NotAMoment(
            f'there is no moment {text}: no place is "{written}" from UTC', "like +02:00 or -05:30"
        )
    return timezone(-distance if written[0] == "-" else distance)


def _placed(clock: datetime, zone: tzinfo, written: str) -> datetime:
    """The moment at which a clock in the zone shows this, once and no more. Raises NotAMoment."""
    moment = clock.replace(tzinfo=zone)
    try:
        later = moment.replace(fold=1)
        there = moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        _ = (clock - MARGIN, clock + MARGIN)
    except OverflowError as error:
        raise NotAMoment(f"there is no moment {clock.isoformat(' ', 'minutes')}", "check the year") from error
    where = written or getattr(zone, "key", "this zone")
    shown = f"{clock:%H:%M} on {clock.date()}"
    if there != clock:
        message = f"there is no {shown} in {where}: clocks are put forward then"
        raise NotAMoment(message, f"write the hour that clocks show: {there:%H:%M}")
    if moment.utcoffset() != later.utcoffset():
        first, second = (f"{it.isoformat(timespec='minutes')}" for it in (moment, later))
        message = f"{shown} comes twice in {where}: clocks are put back then"
        raise NotAMoment(message, f"write which of the two is meant: {first} or {second}")
    return moment


def _in_site_zone(moment: datetime, site_zone: tzinfo | None, written: str) -> datetime:
    """A moment with a distance from UTC, in the zone of the site where that is at this distance.

    So `+02:00` on a summer day is a time in Paris for a site there. `Z` gives no place, and is shown as the
    site's clocks show it.
    """
    if site_zone is None:
        return moment
    there = moment.astimezone(site_zone)
    return there if written in ("Z", "z") or there.utcoffset() == moment.utcoffset() else moment


def iso_moment(moment: datetime) -> str:
    """To the minute in ISO 8601, at a distance from UTC in whole minutes, as HTML and RFC 3339 want it."""
    distance = moment.utcoffset()
    if distance and distance.seconds % 60:  # the local time of a place before there were zones
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="minutes")
