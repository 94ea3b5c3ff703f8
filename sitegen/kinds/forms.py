"""How the values of a field are written: patterns, words and examples, for the tools of editors."""

from __future__ import annotations

import re

from sitegen.types import Field

EXAMPLES = {
    "date": "2026-05-31",
    "datetime": "2026-05-31T14:30+02:00",
    "repeats": "{every: week, on: tue, until: 2027-06-30}",
    "integer": "1",
    "number": "2.5",
    "boolean": "false",
    "country": "NO",
    "coordinates": "57.05, 9.92",
    "language": "fr",
    "url": "https://example.org/",
    "email": "name@example.org",
    "image": "{file: picture.jpg, alt: what it shows}",
    "file": "report.pdf",
}
"""A value of each kind that is not free text."""

DAY_OF_YEAR = r"(02-[0-2][0-9]|(0[469]|11)-([0-2][0-9]|30)|(0[13578]|1[02])-([0-2][0-9]|3[01]))"
DAY = rf"[0-9]{{4}}-{DAY_OF_YEAR}"
PARTIAL_DAY = rf"[0-9]{{4}}(-(0[1-9]|1[0-2]|{DAY_OF_YEAR}))?"
TIME = r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?"
LOCAL_MOMENT = rf"{DAY}([Tt]| +){TIME}"
ZONE = r" *(Z|z|UTC|GMT|[+-](0?[0-9]|1[0-3])(:?[0-5][0-9])?|[+-]14(:?00)?|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)"
DECIMALS = r"(\.[0-9]{1,6})?"
LATITUDE = rf"-?(0?90(\.0{{1,6}})?|0?[0-8]?[0-9]{DECIMALS})"
LONGITUDE = rf"-?(180(\.0{{1,6}})?|(1[0-7][0-9]|0?[0-9]?[0-9]){DECIMALS})"
PATTERNS = {
    "integer": r"-?(0|[1-9][0-9]{0,17})",
    "number": r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,12})?",
    "boolean": "true|false",
    "coordinates": rf"\s*{LATITUDE}\s*,\s*{LONGITUDE}\s*",
    "country": "[A-Z]{2}",
    "language": r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?",
    "url": r"\s*https?://[^\s\\<>\"]+\s*",
    "email": r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+",
}
"""Of the kinds whose form depends on nothing else; Python and JavaScript read them alike."""
NOT_PORTABLE = re.compile(r"\(\?(?![:=!])|\\[^dDsStrnfv.^$*+?()\[\]{}|/\\-]|[*+?}]\+")
"""What a regular expression of JavaScript (with the flag `u`) does not take, or takes otherwise."""


def pattern_of(field: Field, zoned: bool = False) -> str:
    """The regular expression that the whole of one value matches, in Python and JavaScript; empty: any text.

    Where a pattern of the definition can be said only in Python, it is left out. `zoned` where the site
    declares a time zone, so that moments need none of their own.
    """
    if field.kind in ("text", "markdown"):
        pattern = field.pattern or ""
        return "" if NOT_PORTABLE.search(pattern) else pattern
    if field.kind == "date":
        return _day(field)
    if field.kind == "datetime":
        moment = f"{LOCAL_MOMENT}({ZONE}){'?' if zoned else ''}"
        return f"{moment}|{_day(field)}" if field.whole_day else moment
    if field.kind == "reference":
        return _reference(field)
    return PATTERNS.get(field.kind, "")


def anchored(pattern: str) -> str:
    return f"^(?:{pattern})$"


def _reference(field: Field) -> str:
    """Of one type the name, of several with the type; where any may be meant, with or without."""
    if not field.to:
        return r"([^/\s]+/)?[^/\s]+"
    return rf"({'|'.join(field.to)})/[^/\s]+" if len(field.to) > 1 else r"[^/\s]+"


def _day(field: Field) -> str:
    return PARTIAL_DAY if field.partial else DAY


def form_of(field: Field) -> str:
    """What a value looks like, in a few words; empty for a free text."""
    if field.kind == "choice":
        return f"one of {', '.join(field.choices)}"
    if field.kind == "reference":
        if not field.to:
            return "the name of a file in the same folder, or with another type: TYPE/name"
        folders = " or ".join(f"content/{name}" for name in field.to)
        typed = f", with its type: {field.to[0]}/name" if len(field.to) > 1 else ""
        return f"the name of a file in {folders}{typed}"
    if field.kind == "datetime":
        days = ", a day, a month or a year" if field.partial else ", or a day"
        return f"like {EXAMPLES['datetime']}{days if field.whole_day else ''}"
    if field.kind == "date" and field.partial:
        return "like 2026-05-31, 2026-05 or 2026"
    if field.kind == "boolean":
        return "true or false"
    if field.kind in ("text", "markdown"):
        return f"at most {field.maximum} characters" if field.maximum else ""
    return f"like {EXAMPLES[field.kind]}" if field.kind in EXAMPLES else ""


def example_of(field: Field) -> str:
    """A value as it is written in front matter."""
    if field.default is not None:
        return str(field.default)
    if field.kind == "choice":
        return next(iter(field.choices))
    if field.kind == "reference":
        return "name" if len(field.to) < 2 else f"{field.to[0]}/name"
    return EXAMPLES.get(field.kind, "…")
