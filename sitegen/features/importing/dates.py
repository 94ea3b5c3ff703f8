"""Dates in the forms that people and programs write, as sitegen reads them."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

from msgspec import Struct

DAY = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
CLOCK = (
    r"(?:[Tt]|[ \t]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"[ \t]*(?P<half>[AaPp]\.?[Mm]\.?)?"
    r"[ \t]*(?P<zone>Z|z|UTC|GMT|[A-Z][A-Za-z]+/[A-Za-z_/+-]+|[+-]\d{1,2}:?(?:\d{2})?)?"
)
NUMBERS = re.compile(rf"{DAY}(?:{CLOCK})?")
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
MONTH_FIRST = re.compile(
    rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?:{CLOCK})?"
)
DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<name>[A-Za-z]{{3,9}})\.?,?[ -](?P<year>\d{{4}})(?:{CLOCK})?"
)
SLASHES = re.compile(r"(?P<first>\d{1,2})[/.](?P<second_>\d{1,2})[/.](?P<year>\d{4})")
PARTIAL = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
WEEKDAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+", re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = 60


class When(Struct, frozen=True):
    """A day, with a time if there is one."""

    day: str
    """`2019-02-19`, or `2019-02` for a month."""
    clock: str = ""
    """`15:00:00`; empty for a day."""
    zone: str = ""
    """`-05:00`, `Z` or a name; empty if none is named."""

    @property
    def is_day(self) -> bool:
        return self.clock in ("", "00:00:00")

    @property
    def moment(self) -> str:
        """As sitegen reads it."""
        if not self.clock:
            return self.day
        gap = " " if self.zone[:1].isalpha() and self.zone != "Z" else ""
        return (
            f"{self.day}T{self.clock}{gap}{self.zone}" if not gap else f"{self.day} {self.clock} {self.zone}"
        )


def read_date(text: str) -> When | None:
    """The date that a text is; None if it is not one, or could be one of two."""
    text = text.strip()
    if not text or len(text) > LONGEST or not any(char.isdigit() for char in text):
        return None
    if PARTIAL.fullmatch(text):
        return When(text)
    plain = WEEKDAY.sub("", text, count=1)
    for form in (NUMBERS, COMPACT, MONTH_FIRST, DAY_FIRST):
        if found := form.fullmatch(plain):
            return _when(found.groupdict())
    return _slashes(plain) or _of_mail(text)


def _slashes(text: str) -> When | None:
    """A date such as 19/02/2019, if only one of its numbers can be a month."""
    found = SLASHES.fullmatch(text)
    if not found:
        return None
    first, second = int(found["first"]), int(found["second_"])
    if (first > 12) == (second > 12) and first != second:
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return _when({"year": found["year"], "month": str(month), "day": str(day)})


def _of_mail(text: str) -> When | None:
    """A date of RFC 2822, whose abbreviations of zones are defined there."""
    if ":" not in text or "," not in text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    zone = moment.isoformat()[19:]
    return When(moment.date().isoformat(), moment.time().isoformat("seconds"), zone)


def _when(parts: dict[str, str | None]) -> When | None:
    name = (parts.get("name") or "")[:3].lower()
    if name and name not in MONTHS:
        return None
    month = MONTHS.index(name) + 1 if name else int(parts["month"] or 0)
    try:
        day = date(int(parts["year"] or 0), month, int(parts["day"] or 0)).isoformat()
    except ValueError:
        return None
    if not parts.get("hour"):
        return When(day)
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minute, second = int(parts["minute"] or 0), int(parts.get("second") or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return When(day, f"{hour:02}:{minute:02}:{second:02}", _zone(parts.get("zone") or ""))


def _zone(written: str) -> str:
    if written in ("Z", "z", "UTC", "GMT"):
        return "Z"
    if written[:1] not in ("+", "-"):
        return written
    digits = written[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{written[0]}{int(hours):02}:{minutes}"
