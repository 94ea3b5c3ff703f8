"""Addresses that Hugo gives to pages."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sitegen.features.importing.dates import When

KEPT = frozenset("./\\_#+~-@%")
TOKEN = re.compile(r":(?:contentbasename|slugorcontentbasename|slugorfilename|[a-z]+)(?:\[[^\]]*\])?")


def made_path(text: str, lower: bool = True) -> str:
    """A path as Hugo makes it from a name: blanks become hyphens, most signs are left out."""
    found: list[str] = []
    blank = False
    for char in text.strip():
        if char.isalnum() or char in KEPT or unicodedata.category(char).startswith("M"):
            if blank and found and found[-1] not in "-/":
                found.append("-")
            found.append(char)
            blank = False
        elif char.isspace():
            blank = True
    path = "".join(found)
    return path.lower() if lower else path


def from_permalink(pattern: str, parts: dict[str, str], when: When | None) -> str:
    """The address that a permalink of Hugo gives; empty if a token in it is unknown."""
    unknown = []

    def filled(found: re.Match[str]) -> str:
        name = found[0].partition("[")[0]
        value = parts.get(name)
        value = _of_date(name, when) if value is None else value
        if value is None:
            unknown.append(name)
        return value or ""

    address = TOKEN.sub(filled, pattern)
    return "" if unknown else re.sub("/{2,}", "/", f"/{address.strip('/')}/")


def _of_date(name: str, when: When | None) -> str | None:
    if when is None or len(when.day) < 10:
        return None
    day = date.fromisoformat(when.day)
    return {
        ":year": f"{day.year:04}",
        ":month": f"{day.month:02}",
        ":monthname": day.strftime("%B").lower(),
        ":day": f"{day.day:02}",
        ":weekday": str(day.isoweekday() % 7),
        ":weekdayname": day.strftime("%A").lower(),
        ":yearday": str(day.timetuple().tm_yday),
    }.get(name)
